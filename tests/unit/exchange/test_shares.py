"""Probabilities as people read them."""

import pytest

from midback.exchange.told import band, of_100
from midback.words import english


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (0.0, "fewer than 1 in 100"),
        (0.0099, "fewer than 1 in 100"),
        (0.01, "about 1 in 100"),
        (0.064, "about 6 in 100"),
        (0.13, "about 15 in 100"),
        (0.524, "about 50 in 100"),
        (0.9, "about 90 in 100"),
        (1.0, "about 90 in 100"),
    ],
)
def test_a_probability_is_a_whole_number_of_a_hundred_and_never_all_of_them(probability: float, words: str) -> None:
    assert of_100(english(), probability) == words


@pytest.mark.parametrize("probability", [0.0, 0.001, 0.02, 0.3, 0.5, 0.97, 0.999, 1.0])
def test_a_band_is_in_order_and_stays_below_a_hundred(probability: float) -> None:
    words = band(english(), probability)
    if words.startswith("roughly"):
        low, high = _bounds(words)
        assert 1 <= low < high <= 99


def _bounds(words: str) -> tuple[int, int]:
    numbers = [int(part) for part in words.split() if part.isdecimal()]
    return numbers[0], numbers[1]
