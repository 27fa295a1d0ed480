"""Everybody whose story a calm is is tried: at each age that matters, of each sex, in each place, examined or not."""

from dataclasses import replace

import pytest

from midback.assurance.calms import ages, calms_hold, person_of
from midback.knowledge import KnowledgeBase, load_knowledge
from midback.knowledge.base import Action
from midback.knowledge.closure import complete
from midback.knowledge.stories import Calm, OfSex
from midback.terms import Findings, Sex, Urgency
from midback.words import Clinical

KNOWLEDGE = load_knowledge()
ACHE = replace(KNOWLEDGE.calms["desk_ache_of_some_days"], id="ache", present=("aching",), ages=(18, 90))


def of(calm: Calm) -> KnowledgeBase:
    return replace(KNOWLEDGE, calms={calm.id: calm})


def why(calm: Calm) -> str:
    (proof,) = calms_hold(of(calm))
    assert not proof.holds
    return proof.note


def test_each_stretch_of_ages_is_tried_at_its_first_age() -> None:
    tried = ages(KNOWLEDGE, ACHE)
    assert tried[0] == 18
    assert {30, 40, 50, 60, 65, 66, 71, 75} <= {*tried}
    assert all(18 <= age <= 90 for age in tried)
    assert ages(KNOWLEDGE, replace(ACHE, ages=(20, 20))) == [20]


def test_between_two_ages_that_are_tried_nothing_changes() -> None:
    tried = ages(KNOWLEDGE, ACHE)
    for low, high in zip(tried, [*tried[1:], 90.0], strict=True):
        first, last = (person_of(KNOWLEDGE, ACHE, age, Sex.MALE, examined=True) for age in (low, high - 0.01))
        assert first.findings == last.findings, (low, high)


def test_an_age_at_which_it_is_too_high_is_named() -> None:
    ache = replace(ACHE, present=("lasted_over_a_week", "not_improving"), maximum=Urgency.ROUTINE)
    assert "50 years" in why(ache)
    (proof,) = calms_hold(of(replace(ache, ages=(18, 49))))
    assert proof.holds


@pytest.mark.parametrize(("sex", "tried"), [(OfSex.ANY, 2), (OfSex.FEMALE, 1), (OfSex.MALE, 1)])
def test_each_sex_that_is_meant_is_tried(sex: OfSex, tried: int) -> None:
    assert len(sex.sexes) == tried


def test_all_else_that_could_be_told_is_answered_no_and_signs_are_looked_for_or_not() -> None:
    told, examined = (person_of(KNOWLEDGE, ACHE, 30, Sex.FEMALE, examined=one) for one in (False, True))
    assert not {*told.findings} & KNOWLEDGE.clinician_only
    assert {*told.findings} == {*KNOWLEDGE.findings} - KNOWLEDGE.clinician_only
    assert {*examined.findings} == {*KNOWLEDGE.findings}
    assert told.sex is Sex.FEMALE
    assert complete(told.findings, KNOWLEDGE.wider) == told.findings


def test_what_raised_it_is_named_and_whom_it_shows_has_no_more_than_it_takes() -> None:
    (proof,) = calms_hold(of(replace(ACHE, present=("aching", "leg_weakness"))))
    assert "raised by leg_weakness" in proof.note
    assert proof.counter_example == Findings(["aching", "leg_weakness"])


def test_suspicion_that_raises_it_is_named() -> None:
    likely = {
        id: replace(one, action=Action(0.0, Clinical())) for id, one in KNOWLEDGE.conditions.items() if one.action
    }
    constant = replace(ACHE, present=("aching", "constant_pain"), ages=(30, 30))
    (proof,) = calms_hold(replace(of(constant), conditions={**KNOWLEDGE.conditions, **likely}))
    assert "emergency_now, suspected: " in proof.note
