"""An assessment as stable JSON, described by a schema: what `midback assess --json` and `POST /api/assess` give."""

from typing import Any

from pydantic import BaseModel, ConfigDict

from midback.engine.assessment import Assessment, FlagReason
from midback.engine.differential import ConditionRank, FamilyRank, Likely, Reason
from midback.engine.plan import CareAdvice
from midback.engine.ruling_out import Suspect
from midback.engine.work_up import InvestigationAdvice
from midback.exchange.told import USUAL, Circumstances, tell
from midback.exchange.told_out import ToldOut, told_out
from midback.knowledge import KnowledgeBase
from midback.knowledge.advice import Exercise, SafetyNet
from midback.knowledge.base import Finding
from midback.words import Words

FORMAT = 1


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class FindingOut(_Part):
    id: str
    words: str
    """The finding in lay words."""


class FlagOut(_Part):
    id: str
    label: str
    urgency: str
    because: str
    findings: tuple[FindingOut, ...]
    """For a raised flag, the person's findings in it; for an open one, what isn't known."""
    sources: tuple[str, ...]


class DispositionOut(_Part):
    urgency: str
    """self_care, routine, within_days, same_day or emergency_now."""
    demanded: str
    """What the known facts call for; while the case isn't settled, `urgency` is at least the profile's floor."""
    settled: bool
    """False while an unanswered question could make it more urgent."""
    heading: str
    where: str
    how_soon: str
    transport: str
    not_settled: str


class ReasonOut(_Part):
    finding: FindingOut
    answer: str
    """present or absent."""
    strength: float
    """Natural logarithm of the likelihood ratio used; above 0 speaks for the condition."""
    kind: str
    """measured, review or estimate."""
    sources: tuple[str, ...]


class ConditionOut(_Part):
    id: str
    label: str
    lay: str
    probability: float
    urgency: str
    reasons_for: tuple[ReasonOut, ...]
    reasons_against: tuple[ReasonOut, ...]
    not_asked: tuple[FindingOut, ...]
    sources: tuple[str, ...]


class FamilyOut(_Part):
    id: str
    label: str
    lay: str
    probability: float
    members_note: str
    conditions: tuple[ConditionOut, ...]


class LikelyOut(_Part):
    """A line of what is likely: a condition, or a family whose members nobody can tell apart at the bedside."""

    id: str
    label: str
    lay: str
    family: str
    probability: float
    conditions: tuple[str, ...]
    """All that the line stands for, the likeliest first."""


class SuspectOut(_Part):
    """A cause that must be ruled out."""

    id: str
    label: str
    lay: str
    probability: float
    fit: float
    """Natural logarithm of how much likelier what is known is with this cause than in anybody with back pain."""
    urgency: str
    flags: tuple[str, ...]
    """The raised red flags that point to it."""


class TestOut(_Part):
    id: str
    label: str
    timing: str
    rating: str
    because: str
    shows: str
    harms: str
    changers: tuple[str, ...]
    """What would make it worth doing sooner."""
    sources: tuple[str, ...]


class CareOut(_Part):
    id: str
    label: str
    status: str
    """fits, ask_first or not_for_you."""
    because: str
    how: tuple[str, ...]
    sources: tuple[str, ...]


class ExerciseOut(_Part):
    id: str
    label: str
    steps: tuple[str, ...]
    dose: str
    stop_when: str
    sources: tuple[str, ...]


class WatchOut(_Part):
    sign: str
    action: str
    urgency: str


class SafetyNetOut(_Part):
    may_be_wrong: str
    expect: str
    meanwhile: tuple[str, ...]
    watch: tuple[WatchOut, ...]
    follow_up: str
    follow_up_days: int | None
    sources: tuple[str, ...]


class Report(_Part):
    """The conclusion for one case. It informs; it does not diagnose. Content is not yet clinically reviewed."""

    format: int
    content_version: str
    profile: str
    disposition: DispositionOut
    raised: tuple[FlagOut, ...]
    still_open: tuple[FlagOut, ...]
    families: tuple[FamilyOut, ...]
    """Every family with the share it has of 1; conditions under 1 in 1,000 are left out."""
    something_else: float
    """Never under 0.1: a list of causes is never whole."""
    likely: tuple[LikelyOut, ...]
    """The first list: what is likely."""
    to_rule_out: tuple[SuspectOut, ...]
    """The second list: the causes behind raised red flags first, then dangerous ones that fit."""
    tests: tuple[TestOut, ...]
    home_care: tuple[CareOut, ...]
    exercises: tuple[ExerciseOut, ...]
    avoid: tuple[str, ...]
    safety_net: SafetyNetOut
    not_asked: tuple[FindingOut, ...]
    contradictions: tuple[FindingOut, ...]
    told: ToldOut
    """What the doors show, word for word and in their order; the lists above are whole, these are cut to be read."""


def report(assessment: Assessment, knowledge: KnowledgeBase, words: Words, visit: Circumstances) -> Report:
    """Everything in an assessment that others may rely on, and what is told of it: to whom, `visit` says."""
    return Report(
        format=FORMAT,
        content_version=assessment.content_version,
        profile=assessment.profile.id,
        disposition=_disposition(words, assessment),
        raised=tuple(_flag(words, reason) for reason in assessment.raised),
        still_open=tuple(_flag(words, reason) for reason in assessment.still_open),
        families=tuple(_family(words, rank) for rank in assessment.families),
        something_else=round(assessment.other_probability, 4),
        likely=tuple(_likely(words, line) for line in assessment.causes.likely),
        to_rule_out=tuple(_suspect(words, one) for one in assessment.to_rule_out),
        tests=tuple(_test(words, advice) for advice in assessment.tests),
        home_care=tuple(_care(words, advice) for advice in assessment.plan.home_care),
        exercises=tuple(_exercise(words, one) for one in assessment.plan.exercises),
        avoid=tuple(dict.fromkeys(words.texts(assessment.plan.avoid)))[: USUAL.avoid],
        safety_net=_net(words, assessment.safety_net),
        not_asked=_findings(words, assessment.not_asked),
        contradictions=_findings(words, assessment.contradictions),
        told=told_out(tell(assessment, knowledge, words, visit)),
    )


def report_schema() -> dict[str, Any]:
    """The JSON Schema of a report."""
    return Report.model_json_schema()


def _findings(words: Words, records: tuple[Finding, ...]) -> tuple[FindingOut, ...]:
    return tuple(FindingOut(id=record.id, words=words.text(record.lay)) for record in records)


def _disposition(words: Words, assessment: Assessment) -> DispositionOut:
    told = assessment.disposition
    return DispositionOut(
        urgency=told.urgency.id,
        demanded=told.demanded.id,
        settled=told.settled,
        heading=words.text(told.heading),
        where=words.text(told.where),
        how_soon=words.text(told.how_soon),
        transport=words.text(told.transport),
        not_settled=words.text(told.not_settled),
    )


def _flag(words: Words, reason: FlagReason) -> FlagOut:
    flag = reason.red_flag
    return FlagOut(
        id=flag.id,
        label=words.text(flag.label),
        urgency=flag.urgency.id,
        because=words.text(flag.because),
        findings=_findings(words, reason.findings),
        sources=flag.sources,
    )


def _family(words: Words, rank: FamilyRank) -> FamilyOut:
    family = rank.family
    return FamilyOut(
        id=family.id,
        label=words.text(family.label),
        lay=words.text(family.lay),
        probability=round(rank.probability, 4),
        members_note=words.text(family.members_note),
        conditions=tuple(
            _condition(words, one)
            for one in rank.conditions[: USUAL.report_conditions]
            if one.probability >= USUAL.report_least_share
        ),
    )


def _condition(words: Words, rank: ConditionRank) -> ConditionOut:
    condition = rank.condition
    return ConditionOut(
        id=condition.id,
        label=words.text(condition.label),
        lay=words.text(condition.lay),
        probability=round(rank.probability, 4),
        urgency=condition.urgency.id,
        reasons_for=tuple(_reason(words, one) for one in rank.reasons_for[: USUAL.report_reasons]),
        reasons_against=tuple(_reason(words, one) for one in rank.reasons_against[: USUAL.report_reasons]),
        not_asked=_findings(words, rank.not_asked[: USUAL.report_reasons]),
        sources=condition.sources,
    )


def _likely(words: Words, line: Likely) -> LikelyOut:
    record = line.family if line.is_family else line.conditions[0].condition
    return LikelyOut(
        id=record.id,
        label=words.text(record.label),
        lay=words.text(record.lay),
        family=line.family.id,
        probability=round(line.probability, 4),
        conditions=tuple(rank.condition.id for rank in line.conditions),
    )


def _suspect(words: Words, suspect: Suspect) -> SuspectOut:
    rank, condition = suspect.rank, suspect.rank.condition
    return SuspectOut(
        id=condition.id,
        label=words.text(condition.label),
        lay=words.text(condition.lay),
        probability=round(rank.probability, 4),
        fit=round(rank.fit, 2),
        urgency=condition.urgency.id,
        flags=tuple(flag.id for flag in suspect.flags),
    )


def _reason(words: Words, reason: Reason) -> ReasonOut:
    return ReasonOut(
        finding=FindingOut(id=reason.finding.id, words=words.text(reason.finding.lay)),
        answer=reason.answer.name.lower(),
        strength=round(reason.strength, 2),
        kind=reason.kind.value,
        sources=reason.sources,
    )


def _test(words: Words, advice: InvestigationAdvice) -> TestOut:
    return TestOut(
        id=advice.test.id,
        label=words.text(advice.test.label),
        timing=advice.timing.value,
        rating=advice.rating.value,
        because=words.text(advice.because),
        shows=words.text(advice.test.shows),
        harms=words.text(advice.test.harms),
        changers=words.texts(one.because for one in advice.changers),
        sources=advice.sources,
    )


def _care(words: Words, advice: CareAdvice) -> CareOut:
    care = advice.care
    return CareOut(
        id=care.id,
        label=words.text(care.label),
        status=advice.status.value,
        because=words.text(advice.because),
        how=words.texts(care.how),
        sources=care.sources,
    )


def _exercise(words: Words, exercise: Exercise) -> ExerciseOut:
    return ExerciseOut(
        id=exercise.id,
        label=words.text(exercise.label),
        steps=words.texts(exercise.steps),
        dose=words.text(exercise.dose),
        stop_when=words.text(exercise.stop_when),
        sources=exercise.sources,
    )


def _net(words: Words, net: SafetyNet) -> SafetyNetOut:
    return SafetyNetOut(
        may_be_wrong=words.text(net.may_be_wrong),
        expect=words.text(net.expect),
        meanwhile=words.texts(net.meanwhile),
        watch=tuple(
            WatchOut(sign=words.text(one.sign), action=words.text(one.action), urgency=one.urgency.id)
            for one in net.watch
        ),
        follow_up=words.text(net.follow_up),
        follow_up_days=net.follow_up_days,
        sources=net.sources,
    )
