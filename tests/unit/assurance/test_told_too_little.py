"""Nobody is told less at the end of an interview than their answers to every page demand."""

import pytest

from midback.assurance.answering import every_page, heard_until, interview
from midback.assurance.population import case_of, sample
from midback.assurance.simulation import told_too_little
from midback.engine import case_from, triage
from midback.engine.red_flags import Triage
from midback.knowledge import load_knowledge
from midback.knowledge.index import Index
from midback.logic import Signs
from midback.terms import Setting, Urgency

KNOWLEDGE = load_knowledge()
PEOPLE = sample(KNOWLEDGE, 2_000, seed=1)


@pytest.mark.slow
def test_nobody_of_two_thousand_is_told_less_than_their_answers_to_every_page_demand() -> None:
    assert [*told_too_little(KNOWLEDGE, PEOPLE, 2_000)] == []


def test_an_interview_that_asks_nothing_for_open_flags_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(_index: Index, _urgency: Triage, _signs: Signs) -> dict[Urgency, Signs]:
        return {}

    monkeypatch.setattr("midback.engine.interview.by_urgency", nothing)
    monkeypatch.setattr("midback.engine.interview.SMALL_GAIN", 9.0)
    assert next(told_too_little(KNOWLEDGE, PEOPLE, 300), None) is not None


def test_an_interview_that_ends_once_so_much_is_demanded_demands_as_much_as_a_whole_one() -> None:
    for place in range(25):
        case = case_of(KNOWLEDGE, PEOPLE, place)
        whole, every = interview(KNOWLEDGE, case), every_page(KNOWLEDGE, case)
        demanded = triage(KNOWLEDGE, case_from(KNOWLEDGE, responses=every).findings).urgency
        short = heard_until(KNOWLEDGE, case, demanded)
        levels = [triage(KNOWLEDGE, case_from(KNOWLEDGE, responses=one).findings).urgency for one in (short, whole)]
        assert min(levels[0], demanded) == min(levels[1], demanded)
        assert whole.keys() <= every.keys()


def test_in_an_emergency_department_as_well() -> None:
    there = sample(KNOWLEDGE, 100, seed=2, setting=Setting.EMERGENCY)
    assert {case_of(KNOWLEDGE, there, place).setting for place in range(3)} == {Setting.EMERGENCY}
    assert [*told_too_little(KNOWLEDGE, there, 100)] == []
