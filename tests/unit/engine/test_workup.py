"""Tests for now, later or not, each with its reason and with what would change the advice."""

import pytest

from midback.engine import assess, case_from
from midback.engine.work_up import InvestigationAdvice as Advice
from midback.knowledge import load_knowledge
from midback.knowledge.advice import Timing
from midback.knowledge.base import RedFlag
from midback.terms import Urgency

KNOWLEDGE = load_knowledge()


def advice(*present: str, **numbers: float) -> dict[str, Advice]:
    case = case_from(KNOWLEDGE, present=present, quantities=numbers)
    return {one.test.id: one for one in assess(KNOWLEDGE, case).tests}


def test_every_test_is_advised_on_with_a_reason_and_a_source() -> None:
    told = advice("aching")
    assert set(told) == set(KNOWLEDGE.workup)
    assert all(one.because and one.sources for one in told.values())


def test_a_short_ache_needs_no_picture_and_the_page_says_what_would_change_that() -> None:
    told = advice("aching", "worse_sitting_posture", age=30, duration_days=5)
    for image in ("spine_xray", "mri_plain", "mri_contrast", "ct_spine"):
        assert told[image].timing is Timing.NOT_NOW
        assert any(one.timing is Timing.NOW for one in told[image].changers)


@pytest.mark.parametrize(
    ("sign", "test"),
    [
        ("leg_weakness", "mri_plain"),
        ("bladder_change", "bladder_scan"),
        ("chest_pressure_now", "ecg"),
        ("urinary_symptoms", "urine_test"),
    ],
)
def test_a_sign_calls_for_its_test_now(sign: str, test: str) -> None:
    told = advice(sign)[test]
    assert told.timing is Timing.NOW
    assert told.changers == ()


def test_tests_for_now_come_first() -> None:
    timings = [list(Timing).index(one.timing) for one in advice("leg_weakness", "fever").values()]
    assert timings == sorted(timings)


NOTHING_TO_TEST = {"injury_by_another_person", "decompression_illness", "herpes_zoster_thoracic"}
"""What is found by looking and listening, or treated at once."""


@pytest.mark.parametrize(
    "flag",
    [one for one in KNOWLEDGE.red_flags.values() if one.urgency >= Urgency.WITHIN_DAYS and one.suspects],
    ids=lambda one: one.id,
)
def test_a_raised_flag_is_never_left_without_a_test_that_fits(flag: RedFlag) -> None:
    example = next(one for one in flag.examples if one.expect == "present")
    told = advice(*example.present)
    assert NOTHING_TO_TEST.issuperset(flag.suspects) or any(one.timing is not Timing.NOT_NOW for one in told.values())


def test_nothing_points_there_is_never_said_of_a_cause_that_a_raised_flag_points_to() -> None:
    for flag in KNOWLEDGE.red_flags.values():
        example = next(one for one in flag.examples if one.expect == "present")
        for id, one in advice(*example.present).items():
            looked_for = {cause for way in KNOWLEDGE.workup[id].indications for cause in way.suspected}
            assert one.because != one.test.otherwise or looked_for.isdisjoint(flag.suspects), (flag.id, id)


@pytest.mark.parametrize(
    ("present", "now", "not_now"),
    [
        (("wedge_fracture_xray", "new_back_pain", "minor_trauma"), "mri_plain", "mri_contrast"),
        (("wedge_fracture_xray", "new_back_pain", "minor_trauma"), "mri_plain", "spine_xray"),
        (("wedge_fracture_xray", "history_cancer", "new_back_pain"), "mri_contrast", "spine_xray"),
    ],
)
def test_a_crushed_bone_on_a_film_leads_to_the_scan_that_fits(present: tuple[str, ...], now: str, not_now: str) -> None:
    told = advice(*present, age=76, duration_days=5)
    assert told[now].timing is Timing.NOW
    assert told[not_now].timing is not Timing.NOW


def test_a_tingling_leg_alone_calls_for_no_scan_at_once() -> None:
    alone, with_reflexes = (advice("aching", "leg_numbness", *more, age=30) for more in ((), ("hyperreflexia",)))
    assert alone["mri_plain"].timing is not Timing.NOW
    assert with_reflexes["mri_plain"].timing is Timing.NOW


@pytest.mark.parametrize(
    ("present", "days", "timing"),
    [
        (("esr_over_20",), 1, Timing.LATER),
        (("creatinine_raised",), 1, Timing.NOT_NOW),
        (("esr_over_50",), 60, Timing.NOW),
        (("white_cells_low",), 60, Timing.NOW),
    ],
)
def test_myeloma_is_looked_for_in_lasting_pain(present: tuple[str, ...], days: int, timing: Timing) -> None:
    assert advice("aching", *present, age=66, duration_days=days)["myeloma_screen"].timing is timing


@pytest.mark.parametrize(("began", "timing"), [(34, Timing.NOW), (37, Timing.NOT_NOW)])
def test_hla_b27_counts_a_start_before_35_as_the_guideline_does(began: int, timing: Timing) -> None:
    told = advice("second_half_night", "region_back_buttock_left", age=began + 1, duration_days=300)
    assert told["hla_b27"].timing is timing


def test_what_would_change_the_advice_does_not_hold_yet() -> None:
    for one in advice("fever", "new_back_pain", "immunosuppressed").values():
        assert all(change.because != one.because for change in one.changers)
