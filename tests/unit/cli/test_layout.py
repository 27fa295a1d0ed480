"""Shares are told no finer than they can be known."""

import pytest

from midback.cli.layout import about, exactly, sentence


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.0, "fewer than 1 in 100"),
        (0.0099, "fewer than 1 in 100"),
        (0.01, "about 1 in 100"),
        (0.064, "about 6 in 100"),
        (0.13, "about 15 in 100"),
        (0.524, "about 50 in 100"),
        (0.95, "about 95 in 100"),
        (0.96, "more than 95 in 100"),
        (1.0, "more than 95 in 100"),
    ],
)
def test_a_probability_is_a_count_of_100_people(share: float, words: str) -> None:
    assert about(share) == words


def test_a_share_from_the_literature_stays_as_it_is() -> None:
    assert exactly(0.0035) == "0.35 in 100"


def test_only_the_first_letter_becomes_a_capital() -> None:
    assert sentence("pain since a CT scan") == "Pain since a CT scan"
