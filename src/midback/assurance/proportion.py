"""A share with its exact interval."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from scipy.stats import binomtest


@dataclass(frozen=True, slots=True)
class Proportion:
    """So many of so many, with a 95 % Clopper–Pearson interval."""

    count: int
    of: int

    @property
    def value(self) -> float:
        """The share (0–1); 0 of 0 is 0."""
        return self.count / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The exact 95 % interval."""
        if not self.of:
            return 0.0, 1.0
        bounds = binomtest(self.count, self.of).proportion_ci(0.95, "exact")
        return float(bounds.low), float(bounds.high)


def middle(counts: Sequence[float]) -> float:
    """The median; of none, 0."""
    return float(median(counts)) if counts else 0.0


def percentile_90(counts: Sequence[float]) -> float:
    """The 90th percentile; of one count, itself; of none, 0."""
    if len(counts) < 2:
        return float(sum(counts))
    return float(quantiles(counts, n=10, method="inclusive")[-1])
