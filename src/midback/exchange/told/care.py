"""Tests worth talking about, the plan for home, when to check again, and what all of it rests on."""

from collections.abc import Iterable, Iterator, Sequence

from midback.engine.plan import CareAdvice, Fit
from midback.engine.work_up import InvestigationAdvice
from midback.exchange.told.causes import likely_lines, said
from midback.exchange.told.telling import Telling, opening
from midback.exchange.told.tree import Group, Item, Kind, Section
from midback.knowledge.advice import Appropriateness, Exercise, HomeCare, Timing
from midback.knowledge.sources import Source


def tests(telling: Telling) -> Section:
    """Tests that may be offered, those for now first; all others too for who asks for everything."""
    places = ("now", "later", "against", "uncalled") if telling.limits.unfit_tests else ("now", "later")
    groups = tuple(filter(None, (_test_group(telling, place) for place in places)))
    offered = Section("tests", telling.say("told.tests.title"), groups, telling.say("told.tests.hint"))
    return offered.cut(telling.limits.tests)


def _test_group(telling: Telling, place: str) -> Group:
    here = tuple(_test(telling, advice) for advice in telling.assessment.tests if _place(advice) == place)
    return Group(place, here, telling.say(f"told.tests.{place}"), aside=place == "uncalled")


def _place(advice: InvestigationAdvice) -> str:
    if advice.timing is not Timing.NOT_NOW:
        return advice.timing.value
    return "uncalled" if advice.rating is Appropriateness.UNRATED else "against"


def _test(telling: Telling, advice: InvestigationAdvice) -> Item:
    return Item(
        advice.test.id,
        opening(telling.words.text(advice.test.lay)),
        Kind.TEST,
        telling.words.text(advice.test.label),
        rating=advice.rating.value,
        sources=advice.sources[: telling.limits.sources],
        parts=tuple(_about_test(telling, advice)),
    )


def _about_test(telling: Telling, advice: InvestigationAdvice) -> Iterator[Item]:
    text = telling.words.text
    yield Item("because", text(advice.because), Kind.BECAUSE)
    if advice.rating is not Appropriateness.UNRATED:
        rating = telling.words.say(f"rating.{advice.rating.value}")
        words = telling.say("told.tests.rating", rating=rating)
        yield Item("rating", words, Kind.RATING, rating)
        if advice.timing is not Timing.NOT_NOW:
            yield Item("shows", telling.say("told.tests.shows", shows=text(advice.test.shows)), Kind.EXPLAIN)
    changers = dict.fromkeys(one.because for one in advice.changers[: telling.limits.changers])
    yield from telling.lines(changers, Kind.CHANGER)


def start(telling: Telling) -> Section:
    """The first things to do at home, a step of each; the whole plan comes later."""
    fitting = [advice.care for advice in telling.assessment.plan.home_care if advice.status is Fit.FITS]
    items = tuple(_first_step(telling, care) for care in fitting[: telling.limits.first_care])
    return Section("start", telling.say("told.plan.start"), (Group("care", items),))


def _first_step(telling: Telling, care: HomeCare) -> Item:
    step = next(iter(telling.lines(care.how, Kind.STEP)))
    return Item(care.id, opening(telling.words.text(care.label)), Kind.CARE, parts=(step,))


def plan(telling: Telling) -> Section:
    """Care that fits, what to ask about first, what is not for this person; exercises; what is best left alone."""
    told = telling.assessment.plan
    groups = (
        *(_care_group(telling, fit) for fit in Fit),
        Group("avoid", tuple(_avoid(telling)), telling.say("told.plan.avoid")),
        Group(
            "exercises",
            tuple(_exercise(telling, one) for one in told.exercises),
            telling.say("told.plan.exercises"),
            telling.say("told.plan.exercises_note"),
        ),
    )
    return Section(
        "plan", telling.to_them("told.plan.title"), tuple(filter(None, groups)), telling.say("told.plan.hint")
    )


def _care_group(telling: Telling, fit: Fit) -> Group:
    here = [advice for advice in telling.assessment.plan.home_care if advice.status is fit]
    asks = fit is Fit.ASK_FIRST
    title = telling.say("told.plan.ask_first") if asks else telling.to_them(f"told.plan.{fit.value}")
    return Group(fit.value, tuple(_care(telling, advice) for advice in here), title)


def _care(telling: Telling, advice: CareAdvice) -> Item:
    care = advice.care
    about = _how(telling, advice) if advice.status is Fit.FITS else [_because(telling, advice)]
    return Item(
        care.id,
        opening(telling.words.text(care.label)),
        Kind.CARE,
        evidence=care.evidence,
        sources=care.sources[: telling.limits.sources],
        parts=tuple(about),
    )


def _because(telling: Telling, advice: CareAdvice) -> Item:
    return Item("because", telling.words.text(advice.because), Kind.BECAUSE)


def _how(telling: Telling, advice: CareAdvice) -> Iterator[Item]:
    care, text = advice.care, telling.words.text
    yield from telling.lines(care.how[: telling.limits.steps], Kind.STEP)
    if telling.limits.explained:
        yield Item("why", text(care.why), Kind.EXPLAIN)
    if care.ask_first:
        yield Item("ask_first", text(care.ask_first), Kind.LIMIT, telling.say("told.plan.before"))
    if care.stop_when:
        yield Item("stop_when", text(care.stop_when), Kind.LIMIT, telling.say("parts.exercise.stop_when"))


def _exercise(telling: Telling, exercise: Exercise) -> Item:
    return Item(
        exercise.id,
        opening(telling.words.text(exercise.label)),
        Kind.EXERCISE,
        telling.say(f"parts.exercise.stage_{exercise.stage.value}"),
        sources=exercise.sources[: telling.limits.sources],
        parts=tuple(_movement(telling, exercise)),
    )


def _movement(telling: Telling, exercise: Exercise) -> Iterator[Item]:
    text = telling.words.text
    yield Item("goal", text(exercise.goal), Kind.EXPLAIN)
    if telling.limits.explained:
        yield Item("position", text(exercise.position), Kind.NOTE, telling.say("parts.exercise.start"))
    yield from telling.lines(exercise.steps[: telling.limits.exercise_steps], Kind.STEP)
    for way in ("dose", "easier", "harder") if telling.limits.explained else ("dose",):
        if line := getattr(exercise, way):
            yield Item(way, text(line), Kind.WAY, telling.say(f"parts.exercise.{way}"))
    yield Item("stop_when", text(exercise.stop_when), Kind.LIMIT, telling.say("parts.exercise.stop_when"))


def _avoid(telling: Telling) -> Iterator[Item]:
    texts = dict.fromkeys(telling.words.text(line) for line in telling.assessment.plan.avoid)
    for place, words in enumerate([*texts][: telling.limits.avoid], start=1):
        yield Item(str(place), words, Kind.LINE)


def again(telling: Telling) -> Section:
    """When to check again; the days from the conclusion, where its day is to be told."""
    net, day = telling.assessment.safety_net, telling.visit.on
    items = [Item("follow_up", telling.words.text(net.follow_up), Kind.NOTE)]
    if net.follow_up_days and day:
        words = telling.to_them("told.again.day", count=net.follow_up_days, day=telling.words.day(day))
        items.append(Item("day", words, Kind.NOTE))
    return Section(
        "again", telling.say("told.again.title"), (Group("when", tuple(items)),), telling.say("told.again.hint")
    )


def sources(telling: Telling) -> Section:
    """The works behind what is told, the review it had, and what Midback is not."""
    cited = tuple(source(telling, telling.knowledge.sources[id]) for id in dict.fromkeys(_cited(telling)))
    return Section(
        "sources",
        telling.say("told.sources.title"),
        (Group("works", cited).cut(telling.limits.works), Group("review", tuple(_review(telling)))),
    )


def source(telling: Telling, record: Source) -> Item:
    """A work in a few words: who and when; a title without authors ends at its first stop."""
    title = record.title.split(" (")[0].split(" [")[0].split(":")[0].split(". ")[0]
    return Item(record.id, f"{(record.authors or title).rstrip('.')} {record.year}", Kind.SOURCE)


def _cited(telling: Telling) -> Iterator[str]:
    assessment, limits = telling.assessment, telling.limits
    yield from (id for reason in assessment.raised for id in reason.red_flag.sources)
    for line in likely_lines(telling):
        first = line.conditions[0]
        reasons = (
            *said(first.reasons_for)[: limits.reasons_for],
            *said(first.reasons_against)[: limits.reasons_against],
        )
        yield from (id for reason in reasons for id in reason.sources)
    yield from advised_sources(assessment.tests)
    yield from (id for advice in assessment.plan.home_care for id in advice.care.sources)
    yield from assessment.safety_net.sources


def advised_sources(tests: Iterable[InvestigationAdvice]) -> Iterator[str]:
    """The sources of tests that are not advised against."""
    return (id for test in tests if test.timing is not Timing.NOT_NOW for id in test.sources)


def _review(telling: Telling) -> Sequence[Item]:
    review, words = telling.assessment.safety_net.review, telling.words
    checked = words.say(
        "limits.checked",
        editor=review.editor.replace("-", " "),
        on=words.day(review.on),
        due=words.day(review.due),
    )
    limits = (words.say("limits.from_evidence"), words.say("limits.not_reviewed"), checked)
    version = telling.say(
        "told.sources.version",
        version=telling.assessment.content_version,
        profile=words.text(telling.assessment.profile.label),
    )
    return (
        Item("review", " ".join(limits), Kind.NOTE),
        Item("version", version, Kind.NOTE),
        Item("limits", f"{words.say('limits.informs')} {words.say('limits.no_substitute')}", Kind.LIMIT),
    )
