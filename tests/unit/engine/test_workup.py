"""Tests for now, later or not, each with its reason and with what would change the advice."""

import pytest

from midback.engine import assess, case_from
from midback.engine.work_up import InvestigationAdvice as Advice
from midback.knowledge import load_knowledge
from midback.knowledge.advice import Timing

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


def test_what_would_change_the_advice_does_not_hold_yet() -> None:
    for one in advice("fever", "new_back_pain", "immunosuppressed").values():
        assert all(change.because != one.because for change in one.changers)
