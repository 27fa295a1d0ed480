"""The most urgent raised flag decides; open ones keep a case from being settled."""

import pytest

from midback.engine import assess, case_from, triage
from midback.knowledge import load_knowledge
from midback.terms import Findings, Urgency

KNOWLEDGE = load_knowledge()
EVERYTHING_ELSE = frozenset(KNOWLEDGE.findings)
COUNTED = frozenset(id for id, finding in KNOWLEDGE.findings.items() if finding.threshold)


def somebody(*present: str) -> Findings:
    """Somebody with these findings and no others."""
    return case_from(KNOWLEDGE, present=present, absent=EVERYTHING_ELSE - set(present)).findings


@pytest.mark.parametrize(
    "finding", ["leg_weakness", "bladder_change", "bowel_change", "saddle_numbness", "thunderclap_pain"]
)
def test_what_can_not_wait_is_an_emergency(finding: str) -> None:
    assert triage(KNOWLEDGE, somebody(finding)).urgency is Urgency.EMERGENCY_NOW


def test_new_numbness_of_a_leg_is_seen_today() -> None:
    assert triage(KNOWLEDGE, somebody("leg_numbness")).urgency >= Urgency.SAME_DAY


@pytest.mark.parametrize("finding", ["fever", "weight_loss", "severe_7plus", "severe_spasm"])
def test_what_the_page_says_to_call_for_never_ends_at_home(finding: str) -> None:
    assert triage(KNOWLEDGE, somebody(finding, "new_back_pain")).urgency >= Urgency.WITHIN_DAYS


@pytest.mark.parametrize(
    "findings",
    [
        ("night_pain",),
        ("age_over_75", "age_over_70", "age_over_65", "age_over_60", "age_over_50", "age_over_40", "age_over_30"),
        ("duration_over_3_months", "lasted_over_6_weeks", "duration_over_1_month", "lasted_over_a_week"),
        ("diabetes",),
        ("history_cancer",),
        ("anticoagulant",),
        ("worse_deep_breath",),
        ("nausea_vomiting",),
        ("onset_sudden",),
    ],
)
def test_one_weak_sign_alone_is_no_emergency(findings: tuple[str, ...]) -> None:
    assert triage(KNOWLEDGE, somebody(*findings)).urgency < Urgency.EMERGENCY_NOW


DESK_ACHE = (
    "pain_medial_scapula",
    "aching",
    "muscle_tightness",
    "worse_sitting_posture",
    "better_movement_heat",
    "desk_or_driving_work",
    "onset_gradual",
    "new_back_pain",
    "duration_under_2_weeks",
    "age_over_30",
    "onset_before_40",
    "onset_before_45",
)


def test_a_desk_ache_of_five_days_with_every_flag_answered_no_ends_at_home_with_a_plan() -> None:
    case = case_from(
        KNOWLEDGE,
        present=DESK_ACHE,
        absent=EVERYTHING_ELSE - set(DESK_ACHE),
        quantities={"age": 30, "duration_days": 5, "pain_worst": 4},
    )
    result = assess(KNOWLEDGE, case)
    assert result.disposition.urgency is Urgency.SELF_CARE
    assert result.disposition.settled
    assert result.families[0].family.id in ("muscle_posture", "joint")
    assert len(result.plan.home_care) >= 4
    assert len(result.plan.exercises) >= 4


def test_a_sore_back_after_new_exercise_ends_at_home() -> None:
    present = (
        "new_exercise",
        "onset_after_lift_twist",
        "aching",
        "muscle_tightness",
        "worse_movement",
        "new_back_pain",
    )
    assert triage(KNOWLEDGE, somebody(*present)).urgency is Urgency.SELF_CARE


def test_a_stable_ache_of_eight_months_is_a_routine_visit() -> None:
    present = {*DESK_ACHE, "stable_long_standing"} - {"new_back_pain", "duration_under_2_weeks"}
    case = case_from(
        KNOWLEDGE,
        present=present - COUNTED,
        absent=EVERYTHING_ELSE - present - COUNTED,
        quantities={"age": 41, "duration_days": 240, "pain_worst": 4},
    )
    assert assess(KNOWLEDGE, case).disposition.urgency is Urgency.ROUTINE


def test_a_case_that_is_not_settled_never_ends_at_home() -> None:
    result = assess(KNOWLEDGE, case_from(KNOWLEDGE, present=["aching"]))
    assert not result.disposition.settled
    assert result.disposition.urgency >= Urgency.WITHIN_DAYS
    assert result.still_open
    assert result.not_asked


def test_signs_nobody_can_report_do_not_keep_a_person_open_but_do_a_clinician() -> None:
    reportable = [id for id, finding in KNOWLEDGE.findings.items() if finding.reportable]
    person = Findings(absent=reportable)
    assert triage(KNOWLEDGE, person).settled
    assert not triage(KNOWLEDGE, person, examined=True).settled


def test_a_sign_that_was_found_raises_its_flag_for_anybody() -> None:
    assert triage(KNOWLEDGE, Findings(present=["sensory_level"])).urgency is Urgency.EMERGENCY_NOW
