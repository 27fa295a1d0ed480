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


def test_vital_signs_are_read_by_the_limits_of_the_age() -> None:
    well_child = {"age": 4, "respiratory_rate": 28, "heart_rate": 120, "systolic_bp": 85}
    child = case_from(KNOWLEDGE, quantities=well_child)
    for id in ("tachypnoea_25", "tachypnoea", "tachycardia_130", "tachycardia", "hypotension"):
        assert child.findings[id] is Answer.ABSENT, id
    grown_up = case_from(KNOWLEDGE, quantities={**well_child, "age": 40})
    assert grown_up.findings["tachypnoea_25"] is grown_up.findings["hypotension"] is Answer.PRESENT
    ill = case_from(KNOWLEDGE, quantities={"age": 4, "respiratory_rate": 40, "heart_rate": 140, "systolic_bp": 70})
    assert {"tachypnoea_25", "tachycardia_130", "hypotension"} <= ill.findings.present


def test_whose_age_is_not_known_is_read_as_grown_up() -> None:
    assert case_from(KNOWLEDGE, quantities={"respiratory_rate": 28}).findings["tachypnoea_25"] is Answer.PRESENT


def test_low_ends_count_and_a_child_may_not_have_a_slow_pulse() -> None:
    low = case_from(KNOWLEDGE, quantities={"age": 60, "heart_rate": 34, "respiratory_rate": 8, "temperature": 35})
    assert {"bradycardia_40", "bradypnoea_8", "temperature_35", "temperature_low"} <= low.findings.present
    assert case_from(KNOWLEDGE, quantities={"age": 8, "heart_rate": 55}).findings["bradycardia_40"] is Answer.PRESENT
    assert case_from(KNOWLEDGE, quantities={"age": 60, "heart_rate": 55}).findings["bradycardia_40"] is Answer.ABSENT


WELL = {"respiratory_rate": 16, "oxygen_saturation": 98, "systolic_bp": 125, "heart_rate": 70, "temperature": 36.8}
FEVERISH = {"respiratory_rate": 24, "oxygen_saturation": 97, "systolic_bp": 95, "heart_rate": 125, "temperature": 38.6}


def test_news2_is_summed_from_what_was_measured() -> None:
    assert case_from(KNOWLEDGE, quantities=WELL).quantities["news2"] == 0
    ill = case_from(KNOWLEDGE, quantities=FEVERISH)
    assert ill.quantities["news2"] == 7
    assert ill.findings["news2_7"] is Answer.PRESENT


def test_a_sum_of_which_a_part_is_missing_counts_only_as_far_as_it_is_certain() -> None:
    partly = case_from(KNOWLEDGE, quantities={"respiratory_rate": 24, "heart_rate": 125, "temperature": 38.6})
    assert "news2" not in partly.quantities
    assert partly.findings["news2_5"] is Answer.PRESENT
    assert partly.findings["news2_7"] is Answer.UNKNOWN
    calm = case_from(KNOWLEDGE, quantities={"heart_rate": 70})
    assert calm.findings["news2_5"] is calm.findings["news2_7"] is Answer.UNKNOWN
    fine = case_from(KNOWLEDGE, quantities={id: number for id, number in WELL.items() if id != "oxygen_saturation"})
    assert fine.findings["news2_5"] is Answer.ABSENT


def test_oxygen_under_a_set_target_is_scored_on_the_other_scale() -> None:
    usual = {
        **{id: number for id, number in WELL.items() if id != "oxygen_saturation"},
        "oxygen_saturation_scale_2": 91,
    }
    case = case_from(KNOWLEDGE, quantities=usual)
    assert case.quantities["news2"] == 0
    assert case.findings["hypoxia_scale_2"] is Answer.ABSENT
    low = case_from(KNOWLEDGE, quantities={**usual, "oxygen_saturation_scale_2": 86})
    assert low.quantities["news2"] == 1
    assert {"hypoxia_scale_2", "hypoxia"} <= low.findings.present


def test_news2_is_not_for_children() -> None:
    child = case_from(KNOWLEDGE, quantities={**FEVERISH, "age": 9})
    assert "news2" not in child.quantities
    assert child.findings["news2_5"] is Answer.UNKNOWN
