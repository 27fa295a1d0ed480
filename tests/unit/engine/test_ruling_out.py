"""What must be ruled out: the causes that red flags point to, then dangerous ones that fit."""

from dataclasses import replace

import pytest

from midback.engine import Assessment, assess, case_from
from midback.engine.differential import LIKELY
from midback.engine.ruling_out import DANGEROUS, MOST, TUNING, Suspect, Tuning, pointed_to, to_rule_out
from midback.knowledge import load_knowledge
from midback.terms import Urgency

KNOWLEDGE = load_knowledge()
ACHE = ("aching", "worse_movement", "onset_gradual")
FEVERISH = ("fever", "night_sweats", "recent_infection", *ACHE)
GRAVE = (("leg_weakness",), ("fever", "history_cancer"), ("tearing_new", "onset_sudden"), FEVERISH)


def result_of(*present: str, age: float = 50) -> Assessment:
    return assess(KNOWLEDGE, case_from(KNOWLEDGE, present=present, quantities={"age": age}))


def ids(suspects: tuple[Suspect, ...]) -> list[str]:
    return [one.rank.condition.id for one in suspects]


def listed(result: Assessment, tuning: Tuning = TUNING) -> list[str]:
    raised = [reason.red_flag for reason in result.raised]
    return ids(to_rule_out(KNOWLEDGE, result.causes, raised, result.disposition.suspected, tuning))


@pytest.mark.parametrize("flag", sorted(id for id, flag in KNOWLEDGE.red_flags.items() if flag.suspects))
def test_every_raised_red_flag_has_a_cause_in_the_list(flag: str) -> None:
    raiser = next(one for one in KNOWLEDGE.red_flags[flag].examples if one.expect == "present")
    result = assess(KNOWLEDGE, case_from(KNOWLEDGE, present=raiser.present, absent=raiser.absent))
    raised = [reason.red_flag for reason in result.raised]
    assert flag in {one.id for one in raised}
    named = set(ids(result.to_rule_out))
    ranks = {rank.condition.id: rank for rank in result.causes.conditions}
    assert all(named.intersection(pointed) for one in raised if (pointed := pointed_to(one, ranks)))


def test_a_dangerous_cause_that_a_red_flag_names_first_is_listed_even_if_another_fits_better() -> None:
    result = result_of("steroid_use", "progressive_pain", *ACHE, age=39)
    assert "osteoporotic_vertebral_fracture" in ids(result.to_rule_out)


def test_what_is_looked_after_at_home_is_not_to_be_ruled_out() -> None:
    for flag in KNOWLEDGE.red_flags.values():
        raiser = next(one for one in flag.examples if one.expect == "present")
        result = assess(KNOWLEDGE, case_from(KNOWLEDGE, present=raiser.present, absent=raiser.absent))
        assert all(one.rank.condition.urgency > Urgency.SELF_CARE for one in result.to_rule_out), flag.id


@pytest.mark.parametrize("present", GRAVE)
def test_what_the_most_urgent_red_flag_points_to_comes_first(present: tuple[str, ...]) -> None:
    result = result_of(*present)
    top = max(reason.red_flag.urgency for reason in result.raised)
    assert top in {flag.urgency for flag in result.to_rule_out[0].flags}


@pytest.mark.parametrize("present", GRAVE)
def test_a_cause_that_is_likely_is_said_twice_only_if_a_red_flag_points_to_it(present: tuple[str, ...]) -> None:
    result = result_of(*present)
    likely = {rank.condition.id for line in result.causes.likely for rank in line.conditions}
    for one in result.to_rule_out:
        assert one.flags or one.rank in result.disposition.suspected or one.rank.condition.id not in likely


@pytest.mark.parametrize("present", GRAVE)
def test_what_no_red_flag_points_to_is_dangerous_and_fits(present: tuple[str, ...]) -> None:
    result = result_of(*present)
    others = [one for one in result.to_rule_out if not one.flags and one.rank not in result.disposition.suspected]
    assert all(one.rank.condition.urgency >= DANGEROUS and one.rank.fit >= TUNING.least_fit for one in others)
    assert len(listed(result, replace(TUNING, least_fit=-99))) >= MOST


def test_what_cannot_be_told_apart_is_one_line_of_what_is_likely() -> None:
    likely = result_of(*ACHE).causes.likely
    assert len(likely) == LIKELY
    assert likely[0].is_family
    assert {rank.condition.family for rank in likely[0].conditions} == {likely[0].family.id}
    assert all(len(line.conditions) == 1 for line in likely if not line.is_family)


def test_nothing_known_leaves_nothing_to_rule_out() -> None:
    assert result_of().to_rule_out == ()


def test_how_common_a_cause_is_counts_as_far_as_the_tuning_says() -> None:
    by_fit, by_probability = (listed(result_of(*FEVERISH), Tuning(temper, -99)) for temper in (0, 1))
    assert by_fit != by_probability
