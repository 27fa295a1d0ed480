"""The plan for home: nothing that could harm, nothing for who should be seen today."""

from collections.abc import Mapping
from itertools import combinations, product

import pytest

from midback.engine import assess, case_from
from midback.engine.case import Case
from midback.engine.differential import ConditionRank, Differential, FamilyRank
from midback.engine.plan import CareAdvice, Fit, Plan, plan
from midback.knowledge import load_knowledge
from midback.knowledge.advice import Exercise, HomeCare, Stage
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


def plan_where_all_is_wanted(*present: str, first: str = "") -> Plan:
    """Everything else is denied, and every cause and family is as likely as the next, but for the `first` family."""
    wider = {id for finding in present for id in KNOWLEDGE.wider.get(finding, ())}
    denied = [id for id in KNOWLEDGE.findings if id not in {*present, *wider}]
    case = case_from(KNOWLEDGE, present=present, absent=denied)
    signs = KNOWLEDGE.index.signs.of(case.findings.lookup)
    return plan(KNOWLEDGE, signs, all_likely(case, first), Urgency.ROUTINE)


def all_likely(case: Case, first: str = "") -> Differential:
    """Every cause is as likely as the next, and every family but for the `first`."""
    causes = tuple(ConditionRank(one, 0.001, 0.001, case, KNOWLEDGE) for one in KNOWLEDGE.conditions.values())
    likely = {id: 0.9 if id == first else 0.5 for id in KNOWLEDGE.families}
    ranked = sorted(likely, key=lambda id: -likely[id])
    families = tuple(FamilyRank(KNOWLEDGE.families[id], likely[id], causes) for id in ranked)
    return Differential(families, causes, 0.0)


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
    time = come_to(KNOWLEDGE.exercises[exercise])
    safe, harmed = ({one.id for one in plan_where_all_is_wanted(*present, *time).exercises} for present in ((), risk))
    assert exercise in safe - harmed


def come_to(exercise: Exercise) -> frozenset[str]:
    """What must be so for it to be the time for an exercise."""
    return ways(exercise.when)[0] if exercise.when else frozenset()


@pytest.mark.parametrize("exercise", KNOWLEDGE.exercises.values(), ids=KNOWLEDGE.exercises)
def test_every_exercise_is_in_the_plan_of_somebody_whom_it_suits(exercise: Exercise) -> None:
    plans = (plan_where_all_is_wanted(*come_to(exercise), *way, first=exercise.families[0]) for way in suited(exercise))
    assert any(exercise in plan.exercises for plan in plans)


def suited(exercise: Exercise) -> list[frozenset[str]]:
    """Each way to be somebody whom an exercise suits: without a rule, anybody."""
    return ways(exercise.suits) if exercise.suits else [frozenset()]


def test_fresh_pain_is_met_gently_and_lasting_pain_with_strength_too() -> None:
    fresh, easing, lasting = (
        {one.stage for one in plan_where_all_is_wanted(*present, first="muscle_posture").exercises}
        for present in (("duration_under_2_weeks",), ("settling",), ("lasted_over_6_weeks", "duration_over_1_month"))
    )
    assert (fresh, easing, lasting) == ({Stage.EARLY}, {Stage.EARLY, Stage.BUILD}, set(Stage))


def test_exercises_go_from_gentle_to_strong() -> None:
    chosen = plan_where_all_is_wanted("lasted_over_6_weeks", "duration_over_1_month", first="muscle_posture").exercises
    assert list(chosen) == sorted(chosen, key=lambda one: one.stage.place)


@pytest.mark.parametrize("bones", ["osteoporosis", "ankylosed_spine"])
def test_strength_is_not_barred_where_it_is_the_treatment(bones: str) -> None:
    chosen = plan_where_all_is_wanted(bones, "lasted_over_6_weeks", "duration_over_1_month", first="joint").exercises
    assert {Stage.BUILD, Stage.STRONG} <= {one.stage for one in chosen}


@pytest.mark.parametrize(
    ("found", "care"),
    [
        ("dermatomal_sensory_loss", "warmth"),
        ("sensory_level", "cold"),
        ("creatinine_raised", "nsaid_tablets"),
        ("stroke_before", "nsaid_tablets"),
        ("wedge_fracture_xray", "keep_moving"),
    ],
)
def test_what_was_found_counts_and_what_nobody_asked_does_not(found: str, care: str) -> None:
    asked = frozenset().union(*KNOWLEDGE.index.settable.values())
    known = asked - {"aching", *KNOWLEDGE.wider.get("aching", ())}
    case = case_from(KNOWLEDGE, present=["aching"], absent=known)
    assert found not in asked
    signs = KNOWLEDGE.index.signs.of(case.findings.lookup)
    with_it = signs | KNOWLEDGE.index.signs.present([found])
    told = [
        next(
            one.status
            for one in plan(KNOWLEDGE, known, all_likely(case), Urgency.ROUTINE).home_care
            if one.care.id == care
        )
        for known in (signs, with_it)
    ]
    assert told == [Fit.FITS, Fit.NOT_FOR_YOU]


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
