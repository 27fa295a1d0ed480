"""What a person is told first: what to do, why, what to do until then, and when to get help sooner."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from midback.engine.assessment import FlagReason
from midback.engine.differential import ConditionRank
from midback.exchange.told.telling import Telling
from midback.exchange.told.tree import Group, Item, Kind, Section
from midback.knowledge.advice import Watch
from midback.knowledge.base import Finding
from midback.logic import evaluate
from midback.terms import Answer, Urgency

THEIR_SIGNS = 2
"""Of the first signs, how many are for this person in particular: the others are everybody's dangers of the back."""


def verdict(telling: Telling) -> Section:
    """How urgent, what to do, how soon, where, how to get there; that it is not settled; that it may be wrong."""
    order, limits = Group("order", tuple(_order(telling))), Group("limits", tuple(_limits(telling)))
    return Section("verdict", telling.say("told.verdict.title"), (order, limits))


def _order(telling: Telling) -> Iterator[Item]:
    told, text = telling.assessment.disposition, telling.words.text
    yield level(telling, told.urgency)
    yield Item("heading", text(told.heading), Kind.HEADING)
    yield Item("because", _main(telling)[0].words, Kind.BECAUSE)
    at_home = told.urgency is Urgency.SELF_CARE  # "Where: at home" and "No trip is needed" say the heading again
    for way in ("how_soon",) if at_home else ("how_soon", "where", "transport"):
        if line := getattr(told, way):
            yield Item(way, text(line), Kind.WAY, telling.say(f"told.verdict.{way}"))
    if told.urgency is Urgency.EMERGENCY_NOW:
        yield from numbers(telling)
    if told.not_settled:
        yield Item("not_settled", text(told.not_settled), Kind.NOTE)


def numbers(telling: Telling) -> Iterator[Item]:
    """Which numbers to try on a mobile phone, where the place has none of its own."""
    if tried := telling.assessment.profile.try_numbers:
        words = telling.say("told.verdict.try", numbers=telling.words.listed(tried, "or"))
        yield Item("numbers", words, Kind.WAY, telling.say("told.verdict.numbers"))


def level(telling: Telling, urgency: Urgency) -> Item:
    """The name of an urgency."""
    return Item("level", telling.words.say(f"urgency.{urgency.id}"), Kind.LEVEL, urgency=urgency)


def _limits(telling: Telling) -> Iterator[Item]:
    yield Item("may_be_wrong", telling.words.text(telling.assessment.safety_net.may_be_wrong), Kind.LIMIT)
    if telling.visit.on:
        day = telling.words.day(telling.visit.on)
        yield Item("rests_on", telling.to_them("told.verdict.rests_on", day=day), Kind.LIMIT)


def why(telling: Telling) -> Section:
    """The reasons for the urgency, the most urgent first; then the less urgent, and what was answered both ways."""
    _, lesser = apart(telling)
    groups = (
        Group("main", _main(telling)),
        Group("lesser", tuple(raised(telling, one) for one in lesser), telling.say("told.why.lesser"), aside=True),
        both_ways(telling),
    )
    return Section("why", telling.say("told.why.title"), tuple(filter(None, groups)))


def _main(telling: Telling) -> tuple[Item, ...]:
    """What decided the urgency; that nothing did where nothing did."""
    main, _ = apart(telling)
    return (*suspected(telling), *(raised(telling, one) for one in main)) or (none_raised(telling),)


def apart(telling: Telling) -> tuple[list[FlagReason], list[FlagReason]]:
    """The most urgent red flags raised, and the less urgent ones."""
    reasons = telling.assessment.raised
    top = max((reason.red_flag.urgency for reason in reasons), default=Urgency.SELF_CARE)
    main = [reason for reason in reasons if reason.red_flag.urgency is top]
    return main, [reason for reason in reasons if reason.red_flag.urgency is not top]


def raised(telling: Telling, reason: FlagReason) -> Item:
    """Why a red flag matters, and what of the person raised it."""
    flag = reason.red_flag
    return Item(
        flag.id,
        telling.words.text(flag.because),
        Kind.RAISED,
        telling.words.text(flag.label),
        urgency=flag.urgency,
        evidence=flag.kind,
        sources=flag.sources[: telling.limits.sources],
        parts=known(telling, reason.findings),
    )


def known(telling: Telling, findings: tuple[Finding, ...]) -> tuple[Item, ...]:
    """Findings told apart: what the person said, and what somebody found."""
    return tuple(
        Item(one.id, telling.words.text(one.lay), Kind.SAID if one.reportable else Kind.FOUND) for one in findings
    )


def suspected(telling: Telling) -> Iterator[Item]:
    """Causes likely enough to be seen sooner for: they raised the urgency above what the red flags say."""
    for rank in telling.assessment.disposition.suspected:
        yield _suspicion(telling, rank)


def _suspicion(telling: Telling, rank: ConditionRank) -> Item:
    condition = rank.condition
    because = telling.words.text(condition.action.because) if condition.action else ""
    return Item(
        condition.id,
        telling.to_them("told.why.suspected", because=because).strip(),
        Kind.SUSPECTED,
        telling.words.text(condition.label),
        urgency=condition.urgency,
        sources=condition.sources[: telling.limits.sources],
    )


def none_raised(telling: Telling) -> Item:
    """That nothing calls for help sooner; only a settled case is told that there is none."""
    key = "none_settled" if telling.assessment.disposition.settled else "none_open"
    return Item(key, telling.to_them(f"told.why.{key}"), Kind.NOTE)


def both_ways(telling: Telling) -> Group:
    """What was answered both ways. The more serious answer was taken."""
    found = telling.findings(telling.assessment.contradictions, Kind.BOTH_WAYS)
    return Group("contradictions", found, telling.say("told.why.contradictions"), telling.say("told.why.more_serious"))


def now(telling: Telling) -> Section:
    """What to do until then, and what to expect."""
    net, urgency = telling.assessment.safety_net, telling.assessment.disposition.urgency
    expect = Item("expect", telling.words.text(net.expect), Kind.NOTE)
    return Section(
        "now",
        telling.say(f"told.now.{urgency.id}"),
        (
            Group("meanwhile", tuple(telling.lines(net.meanwhile))),
            Group("expect", (expect,), telling.say("told.now.expect")),
        ),
    )


def sooner(telling: Telling) -> Section:
    """Signs to look out for with what to do then, by urgency, the most urgent first."""
    urgency = telling.assessment.disposition.urgency
    title = "while_waiting" if urgency is Urgency.EMERGENCY_NOW else "title"
    return Section("sooner", telling.say(f"told.sooner.{title}"), tuple(_watched(telling)))


def _watched(telling: Telling) -> Iterator[Group]:
    """A card of the few signs of an emergency that fit this person best, then all others by urgency."""
    net = telling.assessment.safety_net
    first = () if net.urgency is Urgency.EMERGENCY_NOW else _first_signs(telling)
    if first:
        yield _signs(telling, "first", first, telling.say("told.sooner.call"))
    others = sorted((one for one in net.watch if one not in first), key=lambda watch: -watch.urgency)
    for urgency, signs in groupby(others, key=lambda watch: watch.urgency):
        yield _signs(telling, urgency.id, tuple(signs), level(telling, urgency).words)


def _first_signs(telling: Telling) -> tuple[Watch, ...]:
    """Emergencies: what is meant for this person in particular, then in the order in which they are written."""
    watched = [one for one in telling.assessment.safety_net.watch if one.urgency is Urgency.EMERGENCY_NOW]
    known = telling.assessment.case.findings
    theirs = [one for one in watched if one.when and evaluate(one.when, known) is Answer.PRESENT]
    chosen = [*theirs[:THEIR_SIGNS], *(one for one in watched if not one.when)][: telling.limits.first_signs]
    return tuple(one for one in watched if one in chosen)


def _signs(telling: Telling, id: str, signs: Sequence[Watch], title: str) -> Group:
    items = tuple(
        Item(
            str(place),
            telling.words.text(watch.sign),
            Kind.WATCH,
            urgency=watch.urgency,
            parts=(Item("action", telling.words.text(watch.action), Kind.ACTION),),
        )
        for place, watch in enumerate(signs, start=1)
    )
    return Group(id, items, title, urgency=signs[0].urgency)
