"""Does everything that one person is told agree? Order, reasons, lists of causes, tests and plan are worked out apart.

A disagreement is named by what is told beside what; it is a fault of the engine or of the content, never of the person.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from midback.assurance.assessed import assessed
from midback.assurance.population import case_of, sample
from midback.engine import Assessment, assess
from midback.engine.plan import SPARING_FROM, Fit
from midback.engine.ruling_out import Suspect, pointed_to
from midback.exchange.case_file import CaseFile
from midback.exchange.told.fits import WELL
from midback.knowledge import KnowledgeBase
from midback.knowledge.advice import CareKind, Timing
from midback.knowledge.base import RedFlag
from midback.terms import Answer, Urgency


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two things told that can't both be meant: `kind` names which, `this` and `that` are their ids."""

    kind: str
    this: str
    that: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """Every disagreement with the case, or the number of the drawn person, and how many were looked at."""

    rows: tuple[tuple[str, Disagreement], ...]
    cases: int
    people: int
    content_version: str


def agreement(knowledge: KnowledgeBase, files: Sequence[tuple[str, CaseFile]], people: int, seed: int) -> Agreement:
    """Look at every case, from the history alone and whole, and at so many drawn people."""
    told = chain(_of_cases(knowledge, files), _of_people(knowledge, people, seed))
    rows = tuple((who, one) for who, assessment in told for one in disagreements(assessment))
    return Agreement(rows, len(files), people, knowledge.version)


def _of_cases(knowledge: KnowledgeBase, files: Sequence[tuple[str, CaseFile]]) -> Iterator[tuple[str, Assessment]]:
    for id, file in files:
        for history_only in (True, False):
            yield id, assessed(knowledge, id, file, history_only=history_only)


def _of_people(knowledge: KnowledgeBase, count: int, seed: int) -> Iterator[tuple[str, Assessment]]:
    people = sample(knowledge, count, seed)
    yield from ((str(place), assess(knowledge, case_of(knowledge, people, place))) for place in range(count))


def disagreements(assessment: Assessment) -> tuple[Disagreement, ...]:
    """All of them, by kind."""
    found = ((kind, pair) for kind, way in WAYS.items() for pair in way(assessment))
    return tuple(Disagreement(kind, *pair) for kind, pair in found)


Pairs = Iterator[tuple[str, str]]


def _order_without_reason(assessment: Assessment) -> Pairs:
    """More than home is demanded, and nothing that is raised or suspected asks for it."""
    told = assessment.disposition
    asked = [reason.red_flag.urgency for reason in assessment.raised]
    asked += [rank.condition.urgency for rank in told.suspected]
    if told.demanded > Urgency.SELF_CARE and told.demanded not in asked:
        yield told.demanded.id, "raised"


def _reason_above_the_order(assessment: Assessment) -> Pairs:
    for reason in assessment.raised:
        if reason.red_flag.urgency > assessment.disposition.urgency:
            yield reason.red_flag.id, assessment.disposition.urgency.id


def _flag_without_cause(assessment: Assessment) -> Pairs:
    listed = {one.rank.condition.id for one in assessment.to_rule_out}
    for flag, pointed in _pointed(assessment):
        if listed.isdisjoint(pointed):
            yield flag.id, "to_rule_out"


def _pointed(assessment: Assessment) -> Iterator[tuple[RedFlag, list[str]]]:
    """Raised red flags that point to a cause to rule out, with all that each points to."""
    ranks = {rank.condition.id: rank for rank in assessment.causes.conditions}
    pointed = ((one.red_flag, pointed_to(one.red_flag, ranks)) for one in assessment.raised)
    return ((flag, causes) for flag, causes in pointed if causes)


def _suspicion_not_listed(assessment: Assessment) -> Pairs:
    listed = {one.rank.condition.id for one in assessment.to_rule_out}
    for rank in assessment.disposition.suspected:
        if rank.condition.id not in listed:
            yield rank.condition.id, "to_rule_out"


def _harmless_first(assessment: Assessment) -> Pairs:
    """A red flag is raised, and the first cause to rule out is none that it points to, nor one suspected."""
    if any(_pointed(assessment)) and not _is_pointed_to(assessment, assessment.to_rule_out[0]):
        yield "raised", assessment.to_rule_out[0].rank.condition.id


def _is_pointed_to(assessment: Assessment, suspect: Suspect) -> bool:
    return bool(suspect.flags) or suspect.rank in assessment.disposition.suspected


def _test_denied(assessment: Assessment) -> Pairs:
    """A test for what a raised red flag points to is advised against."""
    flagged = {id for reason in assessment.raised for id in reason.red_flag.suspects}
    for advice in assessment.tests:
        looked_for = {id for one in advice.test.indications for id in one.suspected}
        if advice.timing is Timing.NOT_NOW and (both := looked_for & flagged):
            yield advice.test.id, min(both)


def _test_now_at_home(assessment: Assessment) -> Pairs:
    if assessment.disposition.urgency is Urgency.SELF_CARE:
        yield from ((one.test.id, "self_care") for one in assessment.tests if one.timing is Timing.NOW)


def _plan_beside_haste(assessment: Assessment) -> Pairs:
    if assessment.disposition.urgency >= Urgency.SAME_DAY:
        plan = assessment.plan
        yield from ((one.care.id, assessment.disposition.urgency.id) for one in plan.home_care)
        yield from ((one.id, assessment.disposition.urgency.id) for one in plan.exercises)


def _moving_beside_a_break(assessment: Assessment) -> Pairs:
    """Carrying on as usual, or an exercise, while a red flag points to a bone that may be broken."""
    plan = assessment.plan
    moving = [one.care.id for one in plan.home_care if one.status is Fit.FITS and one.care.kind is CareKind.MOVEMENT]
    for suspect in assessment.to_rule_out:
        urgent = any(flag.urgency >= SPARING_FROM for flag in suspect.flags)
        if suspect.rank.condition.spare_spine and urgent:
            yield from ((id, suspect.rank.condition.id) for id in (*moving, *(one.id for one in plan.exercises)))


def _fits_well_but_can_wait(assessment: Assessment) -> Pairs:
    """A cause is told to fit well that should be seen two levels sooner than the person is sent."""
    for line in assessment.causes.likely:
        soonest = max(rank.condition.urgency for rank in line.conditions)
        if line.probability >= WELL and soonest - assessment.disposition.urgency >= 2:
            yield line.conditions[0].condition.id, assessment.disposition.urgency.id


def _danger_at_home(assessment: Assessment) -> Pairs:
    if assessment.disposition.urgency is Urgency.SELF_CARE:
        yield from ((one.rank.condition.id, "self_care") for one in assessment.to_rule_out)


def _for_and_against(assessment: Assessment) -> Pairs:
    """A reason that was never said, or is told with the other answer."""
    known = assessment.case.findings
    for line in assessment.causes.likely:
        first = line.conditions[0]
        for reason in (*first.reasons_for, *first.reasons_against):
            if reason.answer is Answer.UNKNOWN or known[reason.finding.id] is not reason.answer:
                yield first.condition.id, reason.finding.id


def _likely_out_of_order(assessment: Assessment) -> Pairs:
    for one, other in pairwise(assessment.causes.likely):
        if one.probability < other.probability:
            yield one.conditions[0].condition.id, other.conditions[0].condition.id


def _home_beside_what_is_open(assessment: Assessment) -> Pairs:
    """Home is enough, and a red flag is still open."""
    if assessment.disposition.urgency is Urgency.SELF_CARE:
        yield from ((reason.red_flag.id, "self_care") for reason in assessment.still_open)


WAYS: dict[str, Callable[[Assessment], Pairs]] = {
    "order_without_reason": _order_without_reason,
    "reason_above_the_order": _reason_above_the_order,
    "red_flag_without_a_cause": _flag_without_cause,
    "suspicion_not_listed": _suspicion_not_listed,
    "another_cause_before_the_red_flag": _harmless_first,
    "test_for_a_red_flag_advised_against": _test_denied,
    "test_now_but_at_home": _test_now_at_home,
    "plan_for_home_but_today": _plan_beside_haste,
    "moving_beside_a_break": _moving_beside_a_break,
    "fits_well_but_can_wait": _fits_well_but_can_wait,
    "to_be_ruled_out_but_at_home": _danger_at_home,
    "reason_that_was_not_said": _for_and_against,
    "likely_out_of_order": _likely_out_of_order,
    "home_beside_an_open_red_flag": _home_beside_what_is_open,
}
"""What is told beside what, by name."""
