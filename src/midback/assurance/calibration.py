"""Does what was said to be so likely come true that often? Bins of a reliability diagram, and one figure over them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Predictions from `low` to below `high`: how many, their mean, and how often they came true (0–1)."""

    low: float
    high: float
    count: int
    predicted: float
    observed: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """The bins that hold a prediction, and the expected calibration error: their mean distance, by count."""

    bins: tuple[Bin, ...]

    @property
    def error(self) -> float:
        """The expected calibration error (0–1); 0 if nothing was predicted."""
        total = sum(one.count for one in self.bins)
        return sum(one.count * abs(one.predicted - one.observed) for one in self.bins) / total if total else 0.0


def reliability(predicted: NDArray[np.float64], came_true: NDArray[np.bool_]) -> Reliability:
    """Sort predictions into ten bins of equal width."""
    place = np.minimum((predicted * BINS).astype(np.int64), BINS - 1)
    bins = (_bin(number, predicted[place == number], came_true[place == number]) for number in range(BINS))
    return Reliability(tuple(one for one in bins if one.count))


def _bin(number: int, predicted: NDArray[np.float64], came_true: NDArray[np.bool_]) -> Bin:
    low, high = number / BINS, (number + 1) / BINS
    if not len(predicted):
        return Bin(low, high, 0, 0.0, 0.0)
    return Bin(low, high, len(predicted), float(predicted.mean()), float(came_true.mean()))
