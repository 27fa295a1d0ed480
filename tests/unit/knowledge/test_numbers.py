"""Sums of points, and limits by age."""

import pytest

from midback.knowledge.numbers import Band, Bounds, Derived, Points, Threshold, YoungLimit

FAST = Points("respiratory_rate", (Band(0, 21), Band(2, 25), Band(3)))
USUAL = Points("oxygen_saturation", (Band(3, 92), Band(0)))
SET = Points("oxygen_saturation_scale_2", (Band(1, 88), Band(0)), instead_of="oxygen_saturation")


def test_a_number_gets_the_points_of_its_band() -> None:
    assert [FAST.of(number) for number in (20, 21, 24, 25)] == [0, 2, 2, 3]


def test_what_was_not_measured_adds_nothing_or_its_most() -> None:
    assert Derived(points=(FAST, USUAL)).score({"respiratory_rate": 22}) == Bounds(2, 5)


def test_a_number_in_place_of_another_leaves_no_gap() -> None:
    score = Derived(points=(FAST, USUAL, SET))
    assert score.score({"respiratory_rate": 16, "oxygen_saturation_scale_2": 86}) == Bounds(1, 1)
    both = {"respiratory_rate": 16, "oxygen_saturation": 88, "oxygen_saturation_scale_2": 88}
    assert score.score(both) == Bounds(0, 0)


def test_bands_that_leave_numbers_without_points_can_not_be_built() -> None:
    with pytest.raises(ValueError, match="every number gets points"):
        Points("respiratory_rate", (Band(0, 21),))


def test_the_youngest_limit_that_fits_the_age_holds() -> None:
    fast = Threshold("respiratory_rate", at_least=25, young=(YoungLimit(1, 60), YoungLimit(5, 40)))
    assert [fast.at_age(age).at_least for age in (0.5, 1, 4.9, 5)] == [60, 40, 40, 25]
    low = Threshold("systolic_bp", below=91, young=(YoungLimit(1, 70),))
    assert low.at_age(0) == Threshold("systolic_bp", below=70)
