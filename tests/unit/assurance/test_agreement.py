"""What is told to one person agrees: tried on every case and on drawn people, and each kind is found when planted."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from midback.assurance.agreement import WAYS, agreement, disagreements
from midback.cli.assurance.files import case_files
from midback.engine import Assessment, assess, case_from
from midback.engine.differential import Differential, Likely
from midback.engine.plan import Fit, Plan
from midback.knowledge import load_knowledge
from midback.knowledge.advice import CareKind, Timing
from midback.terms import Answer, Setting, Urgency

CASES = Path(__file__).parents[2] / "cases"
KNOWLEDGE = load_knowledge()
ACHE = ("aching", "worse_movement", "onset_gradual")
PEOPLE = 1000


@pytest.mark.slow
def test_nobody_is_told_two_things_that_cannot_both_be_meant() -> None:
    files = case_files([CASES, CASES / "vignettes"], KNOWLEDGE)
    found = agreement(KNOWLEDGE, files, PEOPLE, seed=3)
    assert (found.cases, found.people) == (119, PEOPLE)
    assert found.rows == ()


def told(*present: str, **numbers: float) -> Assessment:
    case = case_from(KNOWLEDGE, present=present, quantities=numbers, setting=Setting.PRIMARY_CARE)
    return assess(KNOWLEDGE, case)


def well() -> Assessment:
    """An ache that is settled at home."""
    present = (*ACHE, "new_back_pain")
    wide = {id for one in present for id in KNOWLEDGE.wider.get(one, ())}
    denied = [id for id in KNOWLEDGE.findings if id not in {*present, *wide} and KNOWLEDGE.findings[id].reportable]
    return assess(KNOWLEDGE, case_from(KNOWLEDGE, present=present, absent=denied, quantities={"age": 30}))


CORD, OLD_BREAK = told("leg_weakness"), told("new_back_pain", "osteoporosis", "cough_or_light_lift", age=74)


def at(assessment: Assessment, urgency: Urgency) -> Assessment:
    return replace(assessment, disposition=replace(assessment.disposition, urgency=urgency, demanded=urgency))


def all_tests(assessment: Assessment, timing: Timing) -> Assessment:
    return replace(assessment, tests=tuple(replace(one, timing=timing) for one in assessment.tests))


def moving(assessment: Assessment) -> Assessment:
    care = well().plan.home_care
    fits = tuple(replace(one, status=Fit.FITS) for one in care if one.care.kind is CareKind.MOVEMENT)
    return replace(assessment, plan=Plan(fits, (), ()))


def likely_of(assessment: Assessment, urgency: Urgency, *shares: float) -> Assessment:
    """The first lines with these shares, in this order, and with this urgency of their causes."""
    lines = [_with(line, urgency, share) for line, share in zip(assessment.causes.lines, shares, strict=False)]
    causes = assessment.causes
    return replace(assessment, causes=Listed(causes.families, causes.conditions, causes.something_else, tuple(lines)))


def _with(line: Likely, urgency: Urgency, share: float) -> Likely:
    one = line.conditions[0]
    return replace(
        line, conditions=(replace(one, probability=share, condition=replace(one.condition, urgency=urgency)),)
    )


@dataclass(frozen=True)
class Listed(Differential):
    """A ranking that lists as likely what it is told to."""

    listed: tuple[Likely, ...] = ()

    @property
    def likely(self) -> tuple[Likely, ...]:
        return self.listed


def unsaid(assessment: Assessment) -> Assessment:
    return replace(assessment, case=case_from(KNOWLEDGE, present=["fever"]))


PLANTED: dict[str, Callable[[], Assessment]] = {
    "order_without_reason": lambda: at(well(), Urgency.SAME_DAY),
    "reason_above_the_order": lambda: at(CORD, Urgency.ROUTINE),
    "red_flag_without_a_cause": lambda: replace(CORD, to_rule_out=CORD.to_rule_out[-1:]),
    "suspicion_not_listed": lambda: replace(
        well(), disposition=replace(well().disposition, suspected=well().causes.conditions[:1])
    ),
    "another_cause_before_the_red_flag": lambda: replace(
        CORD, to_rule_out=(replace(CORD.to_rule_out[0], flags=()), *CORD.to_rule_out)
    ),
    "test_for_a_red_flag_advised_against": lambda: all_tests(CORD, Timing.NOT_NOW),
    "test_now_but_at_home": lambda: all_tests(well(), Timing.NOW),
    "plan_for_home_but_today": lambda: replace(CORD, plan=well().plan),
    "moving_beside_a_break": lambda: moving(OLD_BREAK),
    "fits_well_but_can_wait": lambda: likely_of(well(), Urgency.SAME_DAY, 0.5, 0.1),
    "to_be_ruled_out_but_at_home": lambda: replace(well(), to_rule_out=CORD.to_rule_out),
    "reason_that_was_not_said": lambda: unsaid(CORD),
    "likely_out_of_order": lambda: likely_of(well(), Urgency.SELF_CARE, 0.1, 0.5),
    "home_beside_an_open_red_flag": lambda: replace(
        well(), triage=replace(well().triage, still_open=told(*ACHE).triage.still_open)
    ),
}


@pytest.mark.parametrize("kind", WAYS)
def test_a_planted_disagreement_is_named(kind: str) -> None:
    assert kind in {one.kind for one in disagreements(PLANTED[kind]())}


def test_the_people_in_whom_they_are_planted_agree_as_they_are() -> None:
    assert well().disposition.urgency is Urgency.SELF_CARE
    assert any(flag.urgency >= Urgency.WITHIN_DAYS for one in OLD_BREAK.to_rule_out for flag in one.flags)
    assert not [one for assessment in (well(), CORD, OLD_BREAK) for one in disagreements(assessment)]


def test_a_reason_is_an_answer_that_was_given() -> None:
    reasons = [reason for line in CORD.causes.likely for reason in line.conditions[0].reasons_for]
    assert all(reason.answer is not Answer.UNKNOWN for reason in reasons)
