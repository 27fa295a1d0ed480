"""A case as a clinician takes it over: facts before causes, in fragments, and as plain text for a record.

Said yes, said no, not sure and never asked are four different things here. Lists are whole and ranked, the
weightiest first; whoever shows them may cut them at the end and says how many are left.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from midback.engine.assessment import Assessment, FlagReason
from midback.engine.differential import ConditionRank, FamilyRank, Reason
from midback.engine.work_up import InvestigationAdvice
from midback.knowledge import KnowledgeBase
from midback.knowledge.advice import Timing
from midback.knowledge.base import Finding, FindingKind
from midback.knowledge.sources import Source
from midback.terms import Answer, Urgency

LONGEST_TEXT = 1999
MOST_LINES = 30
FAMILIES = 3
LEAST_SHARE = 0.05
MEMBERS = 3
REASONS = 4
EXAMINED_FOR = 6
SITE = ("regions", "site")
BACKGROUND = ("conditions_had", "medicines", "about_you")
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


@dataclass(frozen=True, slots=True)
class Raised:
    """A raised red flag and the findings behind it."""

    label: str
    urgency: Urgency
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StillOpen:
    """A red flag that is neither raised nor ruled out. `unsure`: the person was asked and wasn't sure."""

    label: str
    urgency: Urgency
    unsure: bool


@dataclass(frozen=True, slots=True)
class Cause:
    """A family with its share (0–1), its likeliest members, and what speaks for and against the first of them."""

    label: str
    share: float
    members: tuple[str, ...]
    speaks_for: tuple[str, ...]
    speaks_against: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What the person was told, word for word; `signs` to get help sooner for were listed with it."""

    urgency: Urgency
    settled: bool
    heading: str
    how_soon: str
    where: str
    follow_up: str
    signs: int


@dataclass(frozen=True, slots=True)
class Summary:
    """One case for a clinician. Findings are in clinicians' words, each list ranked.

    `lasted` names a band (LASTED); pain is 0–10; `denied` holds what red flags ask about and `also_denied` the
    rest; `measured` pairs a quantity's label with its number and unit; `not_now` counts the tests advised against.
    """

    on: date
    examined: bool
    age: int | None
    sex: str
    lasted: str
    pain_now: int | None
    pain_worst: int | None
    regions: tuple[str, ...]
    worst_region: str
    onset: tuple[str, ...]
    told: Told
    because: str
    raised: tuple[Raised, ...]
    still_open: tuple[StillOpen, ...]
    denied: tuple[str, ...]
    also_denied: tuple[str, ...]
    background: tuple[str, ...]
    symptoms: tuple[str, ...]
    contradictions: tuple[str, ...]
    signs: tuple[str, ...]
    signs_absent: tuple[str, ...]
    measured: tuple[str, ...]
    causes: tuple[Cause, ...]
    to_examine: tuple[str, ...]
    to_consider: tuple[InvestigationAdvice, ...]
    not_now: int
    sources: tuple[str, ...]
    profile: str
    content_version: str
    answered_by: str = ""


def summarise(
    knowledge: KnowledgeBase,
    assessment: Assessment,
    on: date,
    *,
    unsure: Iterable[str] = (),
    worst_region: str = "",
    answered_by: str = "",
) -> Summary:
    """The summary of an assessment drawn up on a date.

    `unsure`: findings asked about and answered "not sure". `worst_region`: the place marked as worst, in words.
    `answered_by`: who gave the answers, a key of the labels; "" where it was the person.
    """
    known = _Known(knowledge, assessment)
    case = assessment.case
    return Summary(
        on=on,
        examined=not knowledge.clinician_only.isdisjoint(case.findings),
        age=_whole(case.age),
        sex=case.sex.value if case.sex else "",
        lasted=lasted(case.quantities.get("duration_days")),
        pain_now=_whole(case.quantities.get("pain_now")),
        pain_worst=_whole(case.quantities.get("pain_worst")),
        regions=known.present(*SITE),
        worst_region=worst_region,
        onset=known.present("onset"),
        told=_told(assessment),
        because=_because(assessment),
        raised=tuple(_raised(reason) for reason in assessment.raised),
        still_open=_still_open(assessment.still_open, frozenset(unsure)),
        denied=known.denied(asked_by_flags=True),
        also_denied=known.denied(asked_by_flags=False),
        background=known.present(*BACKGROUND),
        symptoms=known.symptoms(),
        contradictions=tuple(finding.label for finding in assessment.contradictions),
        signs=known.signs(Answer.PRESENT),
        signs_absent=known.signs(Answer.ABSENT),
        measured=known.measured(),
        causes=tuple(_causes(assessment.families)),
        to_examine=_to_examine(assessment.causes.conditions),
        to_consider=tuple(test for test in assessment.tests if test.timing is not Timing.NOT_NOW),
        not_now=sum(test.timing is Timing.NOT_NOW for test in assessment.tests),
        sources=_sources(knowledge, assessment),
        profile=assessment.profile.label,
        content_version=assessment.content_version,
        answered_by=answered_by,
    )


def lasted(days: float | None) -> str:
    """The band that a duration in days falls in, or "" where it isn't known."""
    if days is None:
        return ""
    return next((band for below, band in LASTED if days < below), LONGER)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a person, sorted for a clinician. What follows from something said isn't said again."""

    knowledge: KnowledgeBase
    assessment: Assessment

    def present(self, *topics: str) -> tuple[str, ...]:
        """What was reported in these chapters, in the written order."""
        return tuple(one.label for one in self._reported(Answer.PRESENT) if one.topic in topics)

    def symptoms(self) -> tuple[str, ...]:
        """What was reported in every other chapter; what red flags ask about first."""
        elsewhere = (*SITE, "onset", *BACKGROUND)
        rest = [one for one in self._reported(Answer.PRESENT) if one.topic not in elsewhere]
        return self._ranked(rest)

    def denied(self, *, asked_by_flags: bool) -> tuple[str, ...]:
        """What was denied: what red flags ask about, the most urgent first; or the rest. A place is only pointed at."""
        asked = self._urgency()
        denied = [one for one in self._reported(Answer.ABSENT) if one.topic not in SITE]
        return self._ranked(one for one in denied if (one.id in asked) is asked_by_flags)

    def signs(self, answer: Answer) -> tuple[str, ...]:
        """What an examination or a test showed to be there, or not."""
        return tuple(one.label for one in self._said(answer) if not one.reportable)

    def measured(self) -> tuple[str, ...]:
        """What was measured, with its unit."""
        numbers = self.assessment.case.quantities
        records = [self.knowledge.quantities[id] for id in numbers if not self.knowledge.quantities[id].reportable]
        return tuple(f"{record.label} {numbers[record.id]:g} {record.unit}" for record in records)

    def _reported(self, answer: Answer) -> list[Finding]:
        return [one for one in self._said(answer) if one.reportable and one.id != "female"]

    def _said(self, answer: Answer) -> list[Finding]:
        """Findings with this answer, apart from those that only repeat a number or follow from another."""
        findings, numbers = self.assessment.case.findings, self.assessment.case.quantities
        ids = [id for id in self.knowledge.findings if findings[id] is answer]
        follows = self._following(ids, answer)
        records = [self.knowledge.findings[id] for id in ids if id not in follows]
        return [one for one in records if not (one.threshold and one.threshold.quantity in numbers)]

    def _following(self, ids: list[str], answer: Answer) -> set[str]:
        """Whoever has the narrower has the wider; whoever lacks the wider lacks the narrower."""
        wider = self.knowledge.wider
        if answer is Answer.PRESENT:
            return {wide for id in ids for wide in wider.get(id, ())}
        return {id for id in ids if not wider.get(id, frozenset()).isdisjoint(ids)}

    def _ranked(self, records: Iterable[Finding]) -> tuple[str, ...]:
        urgency = self._urgency()
        return tuple(one.label for one in sorted(records, key=lambda one: -urgency.get(one.id, Urgency.SELF_CARE)))

    def _urgency(self) -> dict[str, Urgency]:
        """For each finding that a red flag names, the most urgent of those flags."""
        most: dict[str, Urgency] = {}
        for flag, rule in self.knowledge.index.rules.items():
            urgency = self.knowledge.red_flags[flag].urgency
            most |= {id: max(urgency, most.get(id, urgency)) for id in rule.named}
        return most


def _whole(number: float | None) -> int | None:
    return None if number is None else int(number)


def _told(assessment: Assessment) -> Told:
    told, net = assessment.disposition, assessment.safety_net
    return Told(told.urgency, told.settled, told.heading, told.how_soon, told.where, net.follow_up, len(net.watch))


def _because(assessment: Assessment) -> str:
    """The one reason for the urgency, or "" where nothing calls for help sooner."""
    suspected = [rank.condition.label for rank in assessment.disposition.suspected]
    flags = [reason.red_flag.label for reason in assessment.raised]
    return next(iter((*suspected, *flags)), "")


def _raised(reason: FlagReason) -> Raised:
    flag = reason.red_flag
    behind = tuple(finding.label for finding in reason.findings if finding.label != flag.label)
    return Raised(flag.label, flag.urgency, behind)


def _still_open(reasons: Sequence[FlagReason], unsure: frozenset[str]) -> tuple[StillOpen, ...]:
    """The most urgent first; among equals, what the person was asked about and couldn't say."""
    flags = [
        StillOpen(one.red_flag.label, one.red_flag.urgency, any(finding.id in unsure for finding in one.findings))
        for one in reasons
    ]
    return tuple(sorted(flags, key=lambda flag: (-flag.urgency, not flag.unsure)))


def _causes(families: Sequence[FamilyRank]) -> Iterator[Cause]:
    """The first family always, then those of a share worth naming."""
    for place, rank in enumerate(families[:FAMILIES]):
        if place == 0 or rank.probability >= LEAST_SHARE:
            first = rank.conditions[0]
            yield Cause(
                rank.family.label,
                rank.probability,
                tuple(one.condition.label for one in rank.conditions[:MEMBERS]),
                _reasons(first.reasons_for),
                _reasons(first.reasons_against),
            )


def _reasons(reasons: Sequence[Reason]) -> tuple[str, ...]:
    """The strongest, each marked as present or absent."""
    return tuple(f"{_SIGN[reason.answer]}\u00a0{reason.finding.label}" for reason in reasons[:REASONS])


_SIGN = {Answer.PRESENT: "+", Answer.ABSENT: "−", Answer.UNKNOWN: "?"}


def _to_examine(conditions: Sequence[ConditionRank]) -> tuple[str, ...]:
    """Signs not known yet that would move the first causes, furthest first."""
    unknown = [one for rank in conditions[:EXAMINED_FOR] for one in rank.not_asked]
    return tuple(dict.fromkeys(one.label for one in unknown if one.kind is FindingKind.SIGN))


def _sources(knowledge: KnowledgeBase, assessment: Assessment) -> tuple[str, ...]:
    flags = [id for reason in assessment.raised for id in reason.red_flag.sources]
    tests = [id for test in assessment.tests if test.timing is not Timing.NOT_NOW for id in test.sources]
    ids = dict.fromkeys([*flags, *tests, *assessment.safety_net.sources])
    return tuple(dict.fromkeys(_cited(knowledge.sources[id]) for id in ids))


def _cited(source: Source) -> str:
    """Who and when, short enough to stand in a line; a title without authors ends at its first stop."""
    title = source.title.split(" (")[0].split(" [")[0].split(":")[0].split(". ")[0]
    return f"{(source.authors or title).rstrip('.')} {source.year}"


Labels = Mapping[str, str]
Share = Callable[[float], str]


def as_text(summary: Summary, labels: Labels, share: Share) -> str:
    """The summary to paste into a record, under 2,000 characters: lists are cut at their ends until it fits.

    `labels` words the headings (web/words.yaml, summary); `share` words a probability (0–1).
    """
    texts = (_written(summary, labels, share, most) for most in range(MOST_LINES, -1, -1))
    return next(text for text in texts if len(text) <= LONGEST_TEXT)


def _written(summary: Summary, labels: Labels, share: Share, most: int) -> str:
    """The whole text with at most so many entries in a list."""
    told = summary.told
    lines = [
        f"{labels['title']}, {summary.on:%Y-%m-%d}. {labels['examined' if summary.examined else 'reported']}.",
        f"{labels['situation']}: {'; '.join(situation(summary, labels, max(most, 1)))}",
        f"{labels['advice']}: {'; '.join(advice(summary, labels))}",
        *(
            f"{labels[name]}: {_cut(items, at_most, labels)}"
            for name, items, at_most in _lists(summary, labels, share, most)
        ),
        f'{labels["told"]}: "{told.heading}. {labels["how_soon"]} {told.how_soon} {told.follow_up}"',
        f"{labels['not_a_diagnosis']} {labels['version']} {summary.content_version}.",
    ]
    return "\n".join(lines) + "\n"


def _lists(summary: Summary, labels: Labels, share: Share, most: int) -> Iterator[tuple[str, Sequence[str], int]]:
    """Each list by its heading, and how many of it to show: raised red flags are cut last."""
    none = (labels["none"],)
    first = summary.raised[0].urgency if summary.raised else None
    flags = [f"{one.label}{_behind(one) if one.urgency is first else ''}" for one in summary.raised]
    yield "raised", flags or none, most * 2 + 1
    yield "still_open", [f"{one.label} ({state(one, labels)})" for one in summary.still_open] or none, most
    yield "denied", summary.denied or none, most * 2
    for name in ("background", "symptoms", "contradictions"):
        yield from _unless_empty(name, getattr(summary, name), most)
    yield from _unless_empty("found", (*summary.measured, *summary.signs), most)
    yield "causes", [f"{one.label} ({share(one.share)}, {labels['estimate']})" for one in summary.causes], FAMILIES
    yield from _unless_empty("to_examine", summary.to_examine, min(most, EXAMINED_FOR))
    tests = [f"{one.test.label} ({labels[one.timing.value]})" for one in summary.to_consider]
    yield from _unless_empty("to_consider", tests, min(most, EXAMINED_FOR))


def _unless_empty(name: str, items: Sequence[str], most: int) -> Iterator[tuple[str, Sequence[str], int]]:
    if items:
        yield name, items, most


def situation(summary: Summary, labels: Labels, most: int) -> Iterator[str]:
    """Who, how long, how bad, how it began and where, each in a fragment; what isn't known is left out."""
    who = ", ".join(part for part in (_years(summary.age, labels), summary.sex) if part)
    yield f"{labels['pain']}{', ' + who if who else ''}"
    if summary.answered_by:
        yield labels[summary.answered_by]
    if summary.lasted:
        yield labels[summary.lasted]
    for name, number in (("now", summary.pain_now), ("worst", summary.pain_worst)):
        if number is not None:
            yield f"{labels[name]} {number}/10"
    for name, items in (("onset", summary.onset), ("regions", summary.regions)):
        if items:
            yield f"{labels[name]}: {_cut(items, most, labels, ' / ')}"
    if summary.worst_region:
        yield f"{labels['worst_region']}: {summary.worst_region}"


def advice(summary: Summary, labels: Labels) -> Iterator[str]:
    """How urgent, the one reason for it, and whether an open red flag could make it more urgent."""
    yield labels[summary.told.urgency.id]
    yield summary.because or labels["no_reason"]
    if not summary.told.settled:
        yield labels["not_settled"].format(count=len(summary.still_open))


def state(flag: StillOpen, labels: Labels) -> str:
    """Why a red flag is still open."""
    return labels["unsure" if flag.unsure else "not_asked"]


def _years(age: int | None, labels: Labels) -> str:
    return "" if age is None else f"{age} {labels['years']}"


def _behind(flag: Raised) -> str:
    return f" ({', '.join(flag.findings[:REASONS])})" if flag.findings else ""


def _cut(items: Sequence[str], most: int, labels: Labels, between: str = "; ") -> str:
    """The first items, and how many more there are where they are shown in full."""
    left = len(items) - most
    shown = list(items[:most])
    return between.join([*shown, labels["more"].format(count=left)] if left > 0 else shown)
