"""A case as a clinician takes it over: facts before causes, in fragments and in clinicians' words.

Said yes, said no, not sure and never asked are four different things here. Lists are whole and ranked, the weightiest
first; whoever shows them may cut them at the end and says how many are left.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from midback.engine.assessment import FlagReason
from midback.engine.differential import ConditionRank, Likely, Reason
from midback.engine.ruling_out import Suspect
from midback.engine.work_up import InvestigationAdvice
from midback.exchange.told.care import advised_sources, source
from midback.exchange.told.causes import likely_lines
from midback.exchange.told.known import Known
from midback.exchange.told.telling import Telling
from midback.exchange.told.tree import Group, Item, Kind, Section, View
from midback.knowledge.advice import Appropriateness, Timing
from midback.knowledge.base import Finding, FindingKind, TopicSection
from midback.knowledge.known_ids import DURATION_DAYS, PAIN_NOW, PAIN_WORST
from midback.knowledge.roles import marks_of
from midback.terms import Address, Answer

LASTED = (
    (1.0, "today"),
    (8.0, "week"),
    (15.0, "two_weeks"),
    (29.0, "four_weeks"),
    (43.0, "six_weeks"),
    (93.0, "three_months"),
    (366.0, "year"),
)
"""Upper bounds in days. As wide as the options of the question, so that no answer looks more exact than it was."""
LONGER = "over_a_year"


def clinician(telling: Telling) -> View:
    """The clinician's page, whole."""
    known = Known(telling)
    sections = (
        _head(telling),
        _situation(telling, known),
        _of(telling, "advice", _advice(telling)),
        _or_none(telling, "raised", (_raised(telling, one) for one in telling.assessment.raised)),
        _or_none(telling, "still_open", _still_open(telling)),
        _or_none(telling, "denied", _labels(telling, known.denied(asked_by_flags=True), Kind.ABSENT)),
        _of(telling, "groups_denied", _groups_denied(telling)),
        _of(telling, "background", _labels(telling, known.present(TopicSection.BACKGROUND), Kind.SAID)),
        _of(telling, "symptoms", _labels(telling, known.symptoms(), Kind.SAID)),
        _of(telling, "contradictions", _labels(telling, telling.assessment.contradictions, Kind.BOTH_WAYS)),
        _of(telling, "found", _found(telling, known)),
        _of(telling, "not_found", _labels(telling, known.signs(Answer.ABSENT), Kind.ABSENT)),
        _of(telling, "to_rule_out", (_suspect(telling, one) for one in telling.assessment.to_rule_out)),
        _of(telling, "causes", (_cause(telling, one) for one in likely_lines(telling))),
        _of(telling, "to_examine", _labels(telling, _to_examine(telling), Kind.UNKNOWN)),
        _to_consider(telling),
        _of(telling, "told", _told(telling)),
        _of(telling, "also_denied", _labels(telling, known.denied(asked_by_flags=False), Kind.ABSENT)),
        _of(telling, "sources", _sources(telling)).cut(telling.limits.cited),
        _of(telling, "limits", _limits(telling)),
    )
    return View(tuple(filter(None, sections)))


def desk(telling: Telling) -> View:
    """What stays in sight while a clinician examines: how urgent, what is raised, both lists of causes, tests."""
    say, limits = telling.words.say, telling.limits
    flags = telling.assessment.raised[: limits.desk_flags]
    suspects = (one.rank for one in telling.assessment.to_rule_out[: limits.desk_causes])
    tests = tuple(_test(telling, one) for one in telling.assessment.tests if one.timing is Timing.NOW)
    no_test, note = Item("no_test", say("summary.no_test"), Kind.NOTE), say("summary.shares_are_estimates")
    sections = (
        _of(telling, "advice", _advice(telling)),
        _of(telling, "raised", (_raised(telling, one) for one in flags)),
        _of(telling, "to_rule_out", _members(telling, suspects)),
        replace(_of(telling, "likeliest", map(partial(_line, telling), telling.assessment.causes.likely)), note=note),
        _of(telling, "now_tests", tests or (no_test,)),
    )
    return View(tuple(filter(None, sections)))


def lasted(days: float | None) -> str:
    """The band that a duration in days falls in, or "" where it isn't known."""
    if days is None:
        return ""
    return next((band for below, band in LASTED if days < below), LONGER)


def _of(telling: Telling, id: str, items: Iterable[Item]) -> Section:
    return Section(id, telling.words.say(f"summary.{id}"), (Group("all", tuple(items)),))


def _or_none(telling: Telling, id: str, items: Iterable[Item]) -> Section:
    """A section that says so where it has nothing."""
    none = Item("none", telling.words.say("summary.none"), Kind.NOTE)
    return _of(telling, id, tuple(items) or (none,))


def _groups_denied(telling: Telling) -> Iterator[Item]:
    """The groups that were said no to as a whole, in the words that were on the page."""
    for gate in telling.assessment.case.groups_denied:
        option = next(one for one in telling.knowledge.questions[gate.question].options if one.id == gate.option)
        yield Item(f"{gate.question}/{gate.option}", telling.words.text(option.label), Kind.ABSENT)


def _labels(telling: Telling, records: Iterable[Finding], kind: Kind) -> tuple[Item, ...]:
    return tuple(Item(record.id, telling.words.text(record.label), kind) for record in records)


def _head(telling: Telling) -> Section:
    examined = not telling.knowledge.clinician_only.isdisjoint(telling.assessment.case.findings)
    day, say = telling.visit.on, telling.words.say
    items = (
        *([Item("day", day.isoformat(), Kind.NOTE)] if day else []),
        Item("basis", say("summary.examined" if examined else "summary.reported"), Kind.NOTE),
    )
    return Section("head", say("summary.title"), (Group("all", items),))


def _situation(telling: Telling, known: Known) -> Section:
    """Who, how long, how bad, how it began and where, each in a fragment; what isn't known is left out."""
    say = telling.words.say
    groups = (
        Group("who", tuple(_who(telling))),
        Group("onset", _labels(telling, known.present(TopicSection.ONSET), Kind.SAID), say("summary.onset")),
        Group("regions", _labels(telling, known.present(TopicSection.SITE), Kind.SAID), say("summary.regions")),
        Group("worst_region", tuple(_worst_region(telling)), say("summary.worst_region")),
    )
    return Section("situation", say("summary.situation"), tuple(filter(None, groups)))


def _who(telling: Telling) -> Iterator[Item]:
    case, say = telling.assessment.case, telling.words.say
    age = "" if case.age is None else f"{int(case.age)} {say('summary.years')}"
    who = (say("summary.pain"), age, say(f"summary.{case.sex.value}") if case.sex else "")
    yield Item("person", ", ".join(filter(None, who)), Kind.SAID)
    if telling.visit.address is Address.THEY:
        yield Item("for_somebody", say("summary.for_somebody"), Kind.SAID)
    if band := lasted(case.quantities.get(DURATION_DAYS)):
        yield Item("lasted", say(f"summary.{band}"), Kind.SAID)
    for id, when in ((PAIN_NOW, "now"), (PAIN_WORST, "worst")):
        if (pain := case.quantities.get(id)) is not None:
            yield Item(id, f"{say(f'summary.{when}')} {int(pain)}/10", Kind.SAID)


def _worst_region(telling: Telling) -> Iterator[Item]:
    marks = marks_of(telling.knowledge)
    for option in telling.knowledge.questions[marks.worst].options if marks else ():
        if option.id == telling.visit.worst:
            yield Item(option.id, telling.words.text(option.label), Kind.SAID)


def _advice(telling: Telling) -> Iterator[Item]:
    """How urgent, the one reason for it, and whether an open red flag could make it more urgent."""
    told, words = telling.assessment.disposition, telling.words
    yield Item("level", words.say(f"summary.{told.urgency.id}"), Kind.LEVEL, urgency=told.urgency)
    yield _because(telling)
    if not told.settled:
        count = len(telling.assessment.still_open)
        yield Item("not_settled", words.say("summary.not_settled", count=count), Kind.NOTE)


def _because(telling: Telling) -> Item:
    """What was suspected raised the urgency beyond the red flags, so it is the first reason."""
    words = telling.words
    for rank in telling.assessment.disposition.suspected:
        return Item(rank.condition.id, words.text(rank.condition.label), Kind.SUSPECTED)
    for reason in telling.assessment.raised:
        return Item(reason.red_flag.id, words.text(reason.red_flag.label), Kind.RAISED)
    return Item("no_reason", words.say("summary.no_reason"), Kind.NOTE)


def _raised(telling: Telling, reason: FlagReason) -> Item:
    flag, label = reason.red_flag, telling.words.text(reason.red_flag.label)
    behind = tuple(one for one in _labels(telling, reason.findings, Kind.SAID) if one.words != label)
    parts = behind[: telling.limits.clinician_findings]
    return Item(flag.id, label, Kind.RAISED, urgency=flag.urgency, sources=flag.sources, parts=parts)


def _still_open(telling: Telling) -> list[Item]:
    """The most urgent first; among equals, what the person was asked about and couldn't say."""
    flags = [_open(telling, reason) for reason in telling.assessment.still_open]
    return sorted(flags, key=lambda flag: (-(flag.urgency or 0), flag.kind is not Kind.UNSURE))


def _open(telling: Telling, reason: FlagReason) -> Item:
    flag = reason.red_flag
    unsure = not telling.visit.unsure.isdisjoint(finding.id for finding in reason.findings)
    kind, key = (Kind.UNSURE, "summary.unsure") if unsure else (Kind.UNKNOWN, "summary.not_asked")
    return Item(flag.id, telling.words.text(flag.label), kind, telling.words.say(key), urgency=flag.urgency)


def _found(telling: Telling, known: Known) -> Iterator[Item]:
    for id, words in known.measured().items():
        yield Item(id, words, Kind.FOUND)
    yield from _labels(telling, known.signs(Answer.PRESENT), Kind.FOUND)


def _cause(telling: Telling, line: Likely) -> Item:
    """A line of what is likely, with what speaks for and against the first of it, and the members of a family."""
    limits, first = telling.limits, line.conditions[0]
    reasons = (
        *(_reason(telling, one, Kind.FOR) for one in first.reasons_for[: limits.clinician_reasons]),
        *(_reason(telling, one, Kind.AGAINST) for one in first.reasons_against[: limits.clinician_reasons]),
    )
    members = _members(telling, line.conditions[: limits.clinician_members]) if line.is_family else ()
    estimate = telling.words.say("summary.estimate")
    return replace(_line(telling, line), label=estimate, parts=(*reasons, *members))


def _line(telling: Telling, line: Likely) -> Item:
    record = line.family if line.is_family else line.conditions[0].condition
    label, share = telling.words.text(record.label), telling.share(line.probability)
    return Item(record.id, label, Kind.FAMILY if line.is_family else Kind.CAUSE, share=share)


def _suspect(telling: Telling, suspect: Suspect) -> Item:
    """A cause to rule out, with the red flags that point to it or else what speaks for it."""
    rank, text, limits = suspect.rank, telling.words.text, telling.limits
    flags = tuple(Item(one.id, text(one.label), Kind.RAISED) for one in suspect.flags)
    reasons = tuple(_reason(telling, one, Kind.FOR) for one in rank.reasons_for[: limits.clinician_reasons])
    parts = flags[: limits.clinician_reasons] or reasons
    label, share = text(rank.condition.label), telling.share(rank.probability)
    return Item(rank.condition.id, label, Kind.TO_RULE_OUT, share=share, parts=parts)


def _members(telling: Telling, ranks: Iterable[ConditionRank]) -> tuple[Item, ...]:
    text, share = telling.words.text, telling.share
    return tuple(
        Item(one.condition.id, text(one.condition.label), Kind.MEMBER, share=share(one.probability)) for one in ranks
    )


def _reason(telling: Telling, reason: Reason, kind: Kind) -> Item:
    """A finding, marked as present or absent."""
    words = f"{_SIGN[reason.answer]}\u00a0{telling.words.text(reason.finding.label)}"
    return Item(reason.finding.id, words, kind, evidence=reason.kind, sources=reason.sources)


_SIGN = {Answer.PRESENT: "+", Answer.ABSENT: "−", Answer.UNKNOWN: "?"}


def _to_examine(telling: Telling) -> Iterator[Finding]:
    """Signs not known yet that would move the first causes, furthest first."""
    suspects = (one.rank for one in telling.assessment.to_rule_out[: telling.limits.to_rule_out])
    ranks = (*suspects, *(line.conditions[0] for line in telling.assessment.causes.likely))
    unknown = {one.id: one for rank in ranks for one in rank.not_asked if one.kind is FindingKind.SIGN}
    yield from unknown.values()


def _to_consider(telling: Telling) -> Section:
    """Tests for now and for later; how many are advised against."""
    advised = [one for one in telling.assessment.tests if one.timing is not Timing.NOT_NOW]
    left = len(telling.assessment.tests) - len(advised)
    note = Item("not_now", telling.words.say("summary.not_now", count=left), Kind.NOTE)
    groups = (Group("tests", tuple(_test(telling, one) for one in advised)), Group("not_now", (note,)))
    return Section("to_consider", telling.words.say("summary.to_consider"), tuple(filter(None, groups)))


def _test(telling: Telling, advice: InvestigationAdvice) -> Item:
    words = telling.words
    rated = advice.rating is not Appropriateness.UNRATED
    label = (
        words.say(f"summary.{advice.timing.value}"),
        words.say(f"rating.{advice.rating.value}") if rated else "",
    )
    return Item(
        advice.test.id,
        words.text(advice.test.label),
        Kind.TEST,
        ", ".join(filter(None, label)),
        rating=advice.rating.value,
        sources=advice.sources,
    )


def _told(telling: Telling) -> Iterator[Item]:
    """What the person was told, word for word; and that signs to get help sooner for were listed with it."""
    told, net, words = telling.assessment.disposition, telling.assessment.safety_net, telling.words
    yield Item("heading", words.text(told.heading), Kind.HEADING)
    for way in ("how_soon", "where"):
        yield Item(way, words.text(getattr(told, way)), Kind.WAY, telling.say(f"told.verdict.{way}"))
    yield Item("follow_up", words.text(net.follow_up), Kind.LINE)
    yield Item("signs", words.say("summary.signs_told", count=len(net.watch)), Kind.NOTE)


def _sources(telling: Telling) -> Iterator[Item]:
    flags = (id for reason in telling.assessment.raised for id in reason.red_flag.sources)
    ids = dict.fromkeys([*flags, *advised_sources(telling.assessment.tests), *telling.assessment.safety_net.sources])
    cited = (source(telling, telling.knowledge.sources[id]) for id in ids)
    yield from {one.words: one for one in cited}.values()


def _limits(telling: Telling) -> Iterator[Item]:
    not_reviewed = telling.words.say("limits.not_reviewed")
    words = telling.words.say("summary.not_a_diagnosis", not_reviewed=not_reviewed)
    yield Item("not_a_diagnosis", words, Kind.LIMIT)
    version, profile = telling.assessment.content_version, telling.words.text(telling.assessment.profile.label)
    yield Item("version", telling.words.say("summary.version", version=version, profile=profile), Kind.NOTE)
