"""Signs to watch for that somebody can't have aren't told to them; whoever might have them is told."""

import pytest

from midback.engine import assess, case_from
from midback.knowledge import load_knowledge, load_words

KNOWLEDGE = load_knowledge()
WORDS = load_words()
NOT_PREGNANT = ("could_be_pregnant", "pregnant_or_6wk_postpartum", "missed_period")


def signs(present: tuple[str, ...] = (), absent: tuple[str, ...] = (), **numbers: float) -> str:
    case = case_from(KNOWLEDGE, present=present, absent=absent, quantities=numbers)
    return " ".join(WORDS.text(watch.sign) for watch in assess(KNOWLEDGE, case).safety_net.watch)


@pytest.mark.parametrize(
    ("present", "absent", "age", "told"),
    [
        ((), NOT_PREGNANT, 40, False),
        (("could_be_pregnant",), (), 40, True),
        ((), (), 40, True),
    ],
)
def test_signs_of_a_pregnancy_are_told_where_there_may_be_one(
    present: tuple[str, ...], absent: tuple[str, ...], age: float, told: bool
) -> None:
    assert ("a pregnancy" in signs(present, absent, age=age)) is told


@pytest.mark.parametrize(("age", "told"), [(7, True), (40, False), (80, True)])
def test_signs_of_who_cannot_tell_are_told_of_children_and_the_old(age: float, told: bool) -> None:
    assert ("In a child" in signs(age=age)) is told
