"""An assessment as stable JSON, described by a schema: what `midback assess --json` and `POST /api/assess` give."""

from typing import Any

from pydantic import BaseModel, ConfigDict

from midback.engine.assessment import Assessment, FlagReason
from midback.engine.differential import ConditionRank, FamilyRank, Reason
from midback.engine.plan import CareAdvice
from midback.engine.work_up import InvestigationAdvice
from midback.exchange.told import USUAL, tell
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
    tests: tuple[TestOut, ...]
    home_care: tuple[CareOut, ...]
    exercises: tuple[ExerciseOut, ...]
    avoid: tuple[str, ...]
    safety_net: SafetyNetOut
    not_asked: tuple[FindingOut, ...]
    contradictions: tuple[FindingOut, ...]
    told: ToldOut
    """What the doors show, word for word and in their order; the lists above are whole, these are cut to be read."""


def report(assessment: Assessment, knowledge: KnowledgeBase, words: Words) -> Report:
    """Everything in an assessment that others may rely on, and what is told of it."""
    return Report(
        format=FORMAT,
        content_version=assessment.content_version,
        profile=assessment.profile.id,
        disposition=_disposition(assessment),
        raised=tuple(_flag(reason) for reason in assessment.raised),
        still_open=tuple(_flag(reason) for reason in assessment.still_open),
        families=tuple(_family(rank) for rank in assessment.families),
        something_else=round(assessment.other_probability, 4),
        tests=tuple(_test(advice) for advice in assessment.tests),
        home_care=tuple(_care(advice) for advice in assessment.plan.home_care),
        exercises=tuple(_exercise(one) for one in assessment.plan.exercises),
        avoid=assessment.plan.avoid,
        safety_net=_net(assessment.safety_net),
        not_asked=_findings(assessment.not_asked),
        contradictions=_findings(assessment.contradictions),
        told=told_out(tell(assessment, knowledge, words)),
    )


def report_schema() -> dict[str, Any]:
    """The JSON Schema of a report."""
    return Report.model_json_schema()


def _findings(records: tuple[Finding, ...]) -> tuple[FindingOut, ...]:
    return tuple(FindingOut(id=record.id, words=record.lay) for record in records)


def _disposition(assessment: Assessment) -> DispositionOut:
    told = assessment.disposition
    return DispositionOut(
        urgency=told.urgency.id,
        demanded=told.demanded.id,
        settled=told.settled,
        heading=told.heading,
        where=told.where,
        how_soon=told.how_soon,
        transport=told.transport,
        not_settled=told.not_settled,
    )


def _flag(reason: FlagReason) -> FlagOut:
    flag = reason.red_flag
    return FlagOut(
        id=flag.id,
        label=flag.label,
        urgency=flag.urgency.id,
        because=flag.because,
        findings=_findings(reason.findings),
        sources=flag.sources,
    )


def _family(rank: FamilyRank) -> FamilyOut:
    family = rank.family
    return FamilyOut(
        id=family.id,
        label=family.label,
        lay=family.lay,
        probability=round(rank.probability, 4),
        members_note=family.members_note,
        conditions=tuple(
            _condition(one)
            for one in rank.conditions[: USUAL.report_conditions]
            if one.probability >= USUAL.report_least_share
        ),
    )


def _condition(rank: ConditionRank) -> ConditionOut:
    condition = rank.condition
    return ConditionOut(
        id=condition.id,
        label=condition.label,
        lay=condition.lay,
        probability=round(rank.probability, 4),
        urgency=condition.urgency.id,
        reasons_for=tuple(_reason(one) for one in rank.reasons_for[: USUAL.report_reasons]),
        reasons_against=tuple(_reason(one) for one in rank.reasons_against[: USUAL.report_reasons]),
        not_asked=_findings(rank.not_asked[: USUAL.report_reasons]),
        sources=condition.sources,
    )


def _reason(reason: Reason) -> ReasonOut:
    return ReasonOut(
        finding=FindingOut(id=reason.finding.id, words=reason.finding.lay),
        answer=reason.answer.name.lower(),
        strength=round(reason.strength, 2),
        kind=reason.kind.value,
        sources=reason.sources,
    )


def _test(advice: InvestigationAdvice) -> TestOut:
    return TestOut(
        id=advice.test.id,
        label=advice.test.label,
        timing=advice.timing.value,
        rating=advice.rating.value,
        because=advice.because,
        shows=advice.test.shows,
        harms=advice.test.harms,
        changers=tuple(one.because for one in advice.changers),
        sources=advice.sources,
    )


def _care(advice: CareAdvice) -> CareOut:
    care = advice.care
    return CareOut(
        id=care.id,
        label=care.label,
        status=advice.status.value,
        because=advice.because,
        how=care.how,
        sources=care.sources,
    )


def _exercise(exercise: Exercise) -> ExerciseOut:
    return ExerciseOut(
        id=exercise.id,
        label=exercise.label,
        steps=exercise.steps,
        dose=exercise.dose,
        stop_when=exercise.stop_when,
        sources=exercise.sources,
    )


def _net(net: SafetyNet) -> SafetyNetOut:
    return SafetyNetOut(
        may_be_wrong=net.may_be_wrong,
        expect=net.expect,
        meanwhile=net.meanwhile,
        watch=tuple(WatchOut(sign=one.sign, action=one.action, urgency=one.urgency.id) for one in net.watch),
        follow_up=net.follow_up,
        follow_up_days=net.follow_up_days,
        sources=net.sources,
    )
