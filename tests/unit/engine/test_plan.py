"""The plan for home: nothing that could harm, nothing for who should be seen today."""

from collections.abc import Mapping
from itertools import combinations, product

import pytest

from midback.engine import assess, case_from
from midback.engine.differential import ConditionRank, Differential, FamilyRank
from midback.engine.plan import CareAdvice, Fit, Plan, plan
from midback.knowledge import load_knowledge
from midback.knowledge.advice import Exercise, HomeCare
from midback.logic import AtLeast, Expression, Has, findings_in
from midback.terms import Urgency

KNOWLEDGE = load_knowledge()
DESK = ("aching", "worse_sitting_posture", "onset_gradual")


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


def ways(rule: Expression) -> list[frozenset[str]]:
    """The smallest sets of findings that make a rule true. A `not` would need thought, and there is none."""
    match rule:
        case Has(id):
            return [frozenset({id})]
        case AtLeast(count, parts):
            some = (product(*map(ways, chosen)) for chosen in combinations(parts, count))
            return [frozenset[str]().union(*sets) for chosen in some for sets in chosen]
        case _:
            raise AssertionError(rule)


def guarded(shelf: Mapping[str, HomeCare] | Mapping[str, Exercise]) -> list[tuple[str, frozenset[str]]]:
    """Each thing on a shelf that isn't for everybody, with each way to be somebody whom it could harm."""
    return [(id, way) for id, one in shelf.items() if one.unless for way in ways(one.unless)]


def named(pairs: list[tuple[str, frozenset[str]]]) -> list[object]:
    return [pytest.param(id, way, id=f"{id}-{'+'.join(sorted(way))}") for id, way in pairs]


def plan_where_all_is_wanted(*present: str) -> Plan:
    """Everything else is denied, and every cause and family is as likely as the next."""
    wider = {id for finding in present for id in KNOWLEDGE.wider.get(finding, ())}
    denied = [id for id in KNOWLEDGE.findings if id not in {*present, *wider}]
    case = case_from(KNOWLEDGE, present=present, absent=denied)
    causes = tuple(ConditionRank(one, 0.001, 0.001, case, KNOWLEDGE) for one in KNOWLEDGE.conditions.values())
    families = tuple(FamilyRank(one, 0.5, 0.5, causes) for one in KNOWLEDGE.families.values())
    signs = KNOWLEDGE.index.signs.of(case.findings.lookup)
    return plan(KNOWLEDGE, signs, Differential(families, causes, 0.0), Urgency.ROUTINE)


@pytest.mark.parametrize(("care", "risk"), named(guarded(KNOWLEDGE.home_care)))
def test_home_care_that_could_harm_is_not_offered(care: str, risk: frozenset[str]) -> None:
    safe, harmed = (care_advised(care, *present) for present in ((), risk))
    assert safe.status is Fit.FITS
    assert harmed.status is Fit.NOT_FOR_YOU
    assert harmed.because


def care_advised(care: str, *present: str) -> CareAdvice:
    also = findings_in(when) if (when := KNOWLEDGE.home_care[care].when) else ()
    (advice,) = (one for one in plan_where_all_is_wanted(*present, *also).home_care if one.care.id == care)
    return advice


@pytest.mark.parametrize(("exercise", "risk"), named(guarded(KNOWLEDGE.exercises)))
def test_an_exercise_that_could_harm_is_left_out(
    exercise: str, risk: frozenset[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("midback.engine.plan.MOST_EXERCISES", len(KNOWLEDGE.exercises))
    monkeypatch.setattr("midback.engine.plan.LEADING", len(KNOWLEDGE.families))
    safe, harmed = ({one.id for one in plan_where_all_is_wanted(*present).exercises} for present in ((), risk))
    assert exercise in safe - harmed


def test_everything_that_makes_care_or_exercise_unsafe_was_tried() -> None:
    for shelf in (KNOWLEDGE.home_care, KNOWLEDGE.exercises):
        rules = [one.unless for one in shelf.values() if one.unless]
        assert rules
        assert {id for _, way in guarded(shelf) for id in way} == {id for rule in rules for id in findings_in(rule)}


def test_care_that_names_for_whom_it_is_meant_is_offered_to_those_alone() -> None:
    meant = {care.id: care for care in KNOWLEDGE.home_care.values() if care.when}
    assert "desk_setup" in meant
    sitting = settled_plan("desk_or_driving_work")
    denied = [id for id in KNOWLEDGE.findings if id not in {"aching", *KNOWLEDGE.wider.get("aching", ())}]
    upright = assess(KNOWLEDGE, case_from(KNOWLEDGE, present=["aching"], absent=denied)).plan
    unasked = assess(KNOWLEDGE, case_from(KNOWLEDGE, present=["aching"])).plan
    assert "desk_setup" in {advice.care.id for advice in sitting.home_care}
    for other in (upright, unasked):
        assert other.home_care
        assert not meant.keys() & {advice.care.id for advice in other.home_care}


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
