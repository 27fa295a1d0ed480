"""The plan for home: nothing that could harm, nothing for who should be seen today."""

import pytest

from midback.engine import assess, case_from
from midback.engine.plan import Fit, Plan
from midback.knowledge import load_knowledge
from midback.logic import AtLeast, Expression, Has, findings_in

KNOWLEDGE = load_knowledge()
DESK = ("aching", "worse_sitting_posture", "onset_gradual")
RISKS = sorted({id for care in KNOWLEDGE.home_care.values() if care.unless for id in findings_in(care.unless)})


def settled_plan(*present: str, absent_too: bool = True) -> Plan:
    """The plan of somebody with a desk ache, with everything else denied or left open."""
    wider = {id for finding in present for id in KNOWLEDGE.wider.get(finding, ())}
    denied = [id for id in KNOWLEDGE.findings if id not in {*present, *wider, *DESK}] if absent_too else []
    case = case_from(KNOWLEDGE, present=[*DESK, *present], absent=denied)
    return assess(KNOWLEDGE, case).plan


def test_a_desk_ache_gets_care_that_fits_and_exercises() -> None:
    plan = settled_plan()
    assert any(advice.status is Fit.FITS for advice in plan.home_care)
    assert plan.exercises


@pytest.mark.parametrize("risk", RISKS)
def test_home_care_that_could_harm_is_not_offered(risk: str) -> None:
    for advice in settled_plan(risk).home_care:
        if risk in sufficient(advice.care.unless):
            assert advice.status is Fit.NOT_FOR_YOU, advice.care.id
            assert advice.because


def sufficient(rule: Expression | None) -> set[str]:
    """The findings each of which by itself makes a rule true."""
    match rule:
        case Has(id):
            return {id}
        case AtLeast(1, parts):
            return {id for part in parts for id in sufficient(part)}
        case _:
            return set()


def test_care_that_names_for_whom_it_is_meant_is_offered_to_those_alone() -> None:
    meant = {care.id: care for care in KNOWLEDGE.home_care.values() if care.when}
    assert "desk_setup" in meant
    sitting = settled_plan("desk_or_driving_work")
    denied = [id for id in KNOWLEDGE.findings if id not in {"aching", *KNOWLEDGE.wider.get("aching", ())}]
    upright = assess(KNOWLEDGE, case_from(KNOWLEDGE, present=["aching"], absent=denied)).plan
    unasked = assess(KNOWLEDGE, case_from(KNOWLEDGE, present=["aching"])).plan
    assert "desk_setup" in {advice.care.id for advice in sitting.home_care}
    for plan in (upright, unasked):
        assert plan.home_care
        assert not meant.keys() & {advice.care.id for advice in plan.home_care}


def test_what_is_not_known_is_asked_about_first() -> None:
    guarded = [advice for advice in settled_plan(absent_too=False).home_care if advice.care.unless]
    assert guarded
    assert all(advice.status is Fit.ASK_FIRST and advice.because for advice in guarded)


def test_an_exercise_that_is_not_known_to_be_safe_is_left_out() -> None:
    open_plan, fragile = settled_plan(absent_too=False), settled_plan("osteoporosis")
    assert all(exercise.unless is None for exercise in open_plan.exercises)
    assert all("osteoporosis" not in set(findings_in(one.unless)) for one in fragile.exercises if one.unless)


@pytest.mark.parametrize("sign", ["fever", "leg_weakness", "weight_loss"])
def test_nobody_who_should_be_seen_today_gets_a_plan_for_home(sign: str) -> None:
    result = assess(KNOWLEDGE, case_from(KNOWLEDGE, present=[*DESK, sign]))
    today = result.disposition.urgency.id in ("same_day", "emergency_now")
    assert today == (not result.plan.home_care)
    assert today or sign == "weight_loss"
