"""What a red flag is called can be read at a glance: the findings that raised it are printed beside it."""

import pytest

from midback.knowledge import load_knowledge, load_words
from midback.knowledge.base import RedFlag

KNOWLEDGE = load_knowledge()
WORDS = load_words()
MOST = 14
"""Words of a label."""


def words(label: str) -> int:
    return len(label.split())


@pytest.mark.parametrize("flag", KNOWLEDGE.red_flags.values(), ids=lambda flag: flag.id)
def test_a_red_flag_is_called_in_few_words(flag: RedFlag) -> None:
    label = WORDS.text(flag.label)
    assert words(label) <= MOST, f"{words(label)} words: {label}"


def test_no_two_red_flags_are_called_alike() -> None:
    labels = [WORDS.text(flag.label).casefold() for flag in KNOWLEDGE.red_flags.values()]
    assert sorted({one for one in labels if labels.count(one) > 1}) == []


def test_a_label_that_lists_every_way_would_be_noticed() -> None:
    listed = "Adrenal disease with vomiting, a faint, dizziness, illness, fever, confusion, low pressure or weak legs"
    assert words(listed) == MOST + 1
