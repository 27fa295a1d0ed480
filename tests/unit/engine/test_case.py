"""From answers to findings."""

from collections.abc import Set
from dataclasses import replace

import pytest

from midback.engine import Said, case_from
from midback.errors import CaseError
from midback.knowledge import load_knowledge
from midback.knowledge.base import Option, Question, QuestionKind
from midback.knowledge.numbers import Threshold
from midback.knowledge.signs import choices_of
from midback.terms import Answer, Sex
from midback.words import Clinical, Lay

KNOWLEDGE = load_knowledge()


def tick_list() -> Question:
    options = (Option("one", Lay(), present=("fever",)), Option("two", Lay(), present=("weight_loss", "night_sweats")))
    return Question("q", "pain", QuestionKind.MULTIPLE, Lay(), Lay(), Clinical(), Lay(), 1, options)


def said(response: Said) -> tuple[Set[str], Set[str]]:
    table = KNOWLEDGE.index.signs
    findings = table.findings(choices_of(tick_list(), table.bit).signs(response.chosen, not_sure=response.not_sure))
    return findings.present, findings.absent


def test_ticked_boxes_are_present_and_empty_ones_absent() -> None:
    assert said(Said(("one",))) == ({"fever"}, {"weight_loss", "night_sweats"})


def test_none_of_these_makes_all_absent() -> None:
    assert said(Said()) == (set(), {"fever", "weight_loss", "night_sweats"})


def test_not_sure_leaves_empty_boxes_unknown() -> None:
    assert said(Said(("one",), not_sure=True)) == ({"fever"}, set())


def test_a_number_becomes_findings_by_their_thresholds() -> None:
    case = case_from(KNOWLEDGE, quantities={"age": 66, "pain_worst": 7})
    assert case.findings["age_over_65"] is Answer.PRESENT
    assert case.findings["age_over_70"] is Answer.ABSENT
    assert case.findings["severe_7plus"] is Answer.PRESENT
    assert case.findings["pain_9_or_more"] is Answer.ABSENT


def test_the_age_at_which_pain_began_comes_from_age_and_duration() -> None:
    case = case_from(KNOWLEDGE, quantities={"age": 47, "duration_days": 365 * 4})
    assert case.findings["onset_before_45"] is Answer.PRESENT
    assert case.findings["onset_before_40"] is Answer.ABSENT


def test_without_a_duration_only_the_young_are_known_to_have_begun_young() -> None:
    assert case_from(KNOWLEDGE, quantities={"age": 30}).findings["onset_before_45"] is Answer.PRESENT
    assert case_from(KNOWLEDGE, quantities={"age": 60}).findings["onset_before_45"] is Answer.UNKNOWN


def test_an_age_alone_decides_an_onset_only_where_every_possible_onset_lies_on_one_side() -> None:
    findings = dict(KNOWLEDGE.findings)
    earlier = replace(findings["onset_before_40"], id="onset_before_35", threshold=Threshold("age_at_onset", below=35))
    knowledge = replace(KNOWLEDGE, findings={**findings, "onset_before_35": earlier})
    known = case_from(knowledge, quantities={"age": 38}).findings
    assert known["onset_before_40"] is Answer.PRESENT
    assert known["onset_before_35"] is Answer.UNKNOWN
    assert (
        case_from(knowledge, quantities={"age": 38, "duration_days": 10}).findings["onset_before_35"] is Answer.ABSENT
    )
    assert case_from(knowledge, quantities={"age": 41}).findings["onset_before_45"] is Answer.PRESENT


def test_what_was_said_goes_before_what_a_number_gives() -> None:
    case = case_from(KNOWLEDGE, present=["severe_7plus"], quantities={"pain_worst": 5})
    assert case.findings["severe_7plus"] is Answer.PRESENT


def test_a_narrower_finding_brings_the_wider() -> None:
    case = case_from(KNOWLEDGE, present=["active_cancer"])
    assert case.findings["history_cancer"] is Answer.PRESENT


def test_lacking_the_wider_rules_out_the_narrower() -> None:
    case = case_from(KNOWLEDGE, absent=["history_cancer"])
    assert case.findings["active_cancer"] is Answer.ABSENT


def test_contradictory_answers_count_as_present_and_are_kept_to_show() -> None:
    case = case_from(KNOWLEDGE, present=["fever"], absent=["fever"])
    assert case.findings["fever"] is Answer.PRESENT
    assert case.contradictions == ("fever",)


@pytest.mark.parametrize(("said_so", "sex"), [("present", Sex.FEMALE), ("absent", Sex.MALE)])
def test_sex_is_what_was_said(said_so: str, sex: Sex) -> None:
    assert case_from(KNOWLEDGE, **{said_so: ["female"]}).sex is sex  # type: ignore[arg-type]  # fields named by the test


def test_everything_wrong_is_said_at_once() -> None:
    with pytest.raises(CaseError) as caught:
        case_from(
            KNOWLEDGE,
            responses={"no_such_question": Said()},
            present=["fevr"],
            quantities={"age": 400, "shoe_size": 44},
            profile="atlantis",
        )
    text = str(caught.value)
    for part in ("no_such_question", "`fevr` is no finding", "from 0 to 120", "shoe_size", "atlantis"):
        assert part in text


def test_an_age_told_in_words_brings_the_wider_bounds_with_it() -> None:
    findings = case_from(KNOWLEDGE, present=["age_over_65"], absent=["severe_7plus"]).findings
    assert findings["age_over_60"] is Answer.PRESENT
    assert findings["age_over_30"] is Answer.PRESENT
    assert findings["age_over_70"] is Answer.UNKNOWN
    assert findings["pain_9_or_more"] is Answer.ABSENT


def test_power_of_both_sides_gives_the_power_of_the_weaker() -> None:
    both = case_from(KNOWLEDGE, quantities={"leg_power_left": 5, "leg_power_right": 4})
    assert both.quantities["leg_power"] == 4
    assert both.findings["motor_deficit_leg"] is Answer.PRESENT
    strong = case_from(KNOWLEDGE, quantities={"leg_power_left": 5, "leg_power_right": 5})
    assert strong.findings["motor_deficit_leg"] is Answer.ABSENT
    weak = case_from(KNOWLEDGE, quantities={"leg_power_left": 2})
    assert weak.findings["motor_deficit_leg"] is Answer.PRESENT
    assert "leg_power" not in weak.quantities
    one = case_from(KNOWLEDGE, quantities={"leg_power_left": 5})
    assert one.findings["motor_deficit_leg"] is Answer.UNKNOWN
