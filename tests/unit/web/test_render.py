"""Probabilities as people read them."""

import pytest

from midback.web.kit.render import band, of_100


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (0.004, "fewer than 1 in 100"),
        (0.04, "about 4 in 100"),
        (0.33, "about 35 in 100"),
        (0.999, "more than 95 in 100"),
        (1.0, "more than 95 in 100"),
    ],
)
def test_a_probability_is_a_whole_number_of_a_hundred_and_never_all_of_them(probability: float, words: str) -> None:
    assert of_100(probability) == words


@pytest.mark.parametrize("probability", [0.0, 0.001, 0.02, 0.3, 0.5, 0.97, 0.999, 1.0])
def test_a_band_is_in_order_and_stays_below_a_hundred(probability: float) -> None:
    words = band(probability)
    if words.startswith("roughly"):
        low, high = _bounds(words)
        assert 1 <= low < high <= 99


def _bounds(words: str) -> tuple[int, int]:
    numbers = [int(part) for part in words.split() if part.isdecimal()]
    return numbers[0], numbers[1]
