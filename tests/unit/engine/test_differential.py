"""Causes are ranked by families first, exactly and with their reasons."""

import pytest

from midback.engine import Case, assess, case_from
from midback.engine.differential import rank, score
from midback.knowledge import load_knowledge
from midback.knowledge.weights import CAP, SCALE
from midback.terms import Setting, Sex

KNOWLEDGE = load_knowledge()


def test_probabilities_make_one_with_something_else() -> None:
    ranking = rank(KNOWLEDGE, Case())
    assert sum(family.probability for family in ranking.families) + ranking.something_else == pytest.approx(1)


def test_nothing_known_gives_the_pretest_shares_alone() -> None:
    ranking = rank(KNOWLEDGE, Case())
    assert ranking.families[0].family.id == "muscle_posture"
    assert all(not one.reasons_for and not one.reasons_against for one in ranking.conditions)


def test_scores_are_whole_numbers_far_below_what_single_precision_holds() -> None:
    for condition, weights in KNOWLEDGE.weights.of.items():
        most = sum(max(abs(weight.present), abs(weight.absent)) for weight in weights.values())
        assert most + 20 * SCALE < 2**24, condition
    assert all(isinstance(points, int) for points in score(KNOWLEDGE, Case()).values())


def test_no_single_finding_moves_the_odds_beyond_the_cap() -> None:
    from math import log

    most = round(log(CAP) * SCALE)
    for weights in KNOWLEDGE.weights.of.values():
        assert all(abs(weight.present) <= most and abs(weight.absent) <= most for weight in weights.values())


@pytest.mark.parametrize("id", sorted(KNOWLEDGE.conditions))
def test_the_typical_case_of_a_condition_ranks_its_family_among_the_first_three(id: str) -> None:
    condition = KNOWLEDGE.conditions[id]
    typical = condition.typical
    sex = {Sex.FEMALE: "present", Sex.MALE: "absent"}.get(typical.sex) if typical.sex else None
    case = case_from(
        KNOWLEDGE,
        present=[*typical.present, *(["female"] if sex == "present" else [])],
        absent=[*typical.absent, *(["female"] if sex == "absent" else [])],
        quantities={"age": typical.age} if typical.age is not None else {},
        setting=Setting.PRIMARY_CARE,
    )
    ranking = rank(KNOWLEDGE, case)
    first = [f"{family.family.id} {family.probability:.2f}" for family in ranking.families[:3]]
    assert condition.family in [family.family.id for family in ranking.families[:3]], first


def test_every_reason_shows_its_kind_and_an_estimate_says_so() -> None:
    result = assess(KNOWLEDGE, case_from(KNOWLEDGE, present=["aching", "worse_movement", "history_cancer"]))
    reasons = [reason for family in result.families for one in family.conditions for reason in one.reasons_for]
    assert reasons
    assert all(reason.sources or reason.kind == "estimate" for reason in reasons)
