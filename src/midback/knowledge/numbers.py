"""Numbers as records: quantities with their units and ranges, thresholds that make findings of them, weights."""

from collections.abc import Mapping
from dataclasses import dataclass

from midback.words import Clinical


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is known of a number: it is at least `low` and at most `high`, in its quantity's unit."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Threshold:
    """How a number becomes a finding: PRESENT where at_least ≤ number < below. Units as the quantity's."""

    quantity: str
    at_least: float | None = None
    below: float | None = None

    def holds(self, number: float) -> bool:
        """Is the number within the bounds?"""
        return self._low <= number < self._high

    def encloses(self, other: "Threshold") -> bool:
        """Does every number within the other's bounds lie within these, for the same quantity?"""
        return self.quantity == other.quantity and self._low <= other._low and other._high <= self._high

    @property
    def _low(self) -> float:
        return float("-inf") if self.at_least is None else self.at_least

    @property
    def _high(self) -> float:
        return float("inf") if self.below is None else self.below


@dataclass(frozen=True, slots=True)
class Derived:
    """How a number follows from others: the smaller of `weaker_of`, or `years` less a duration in days."""

    weaker_of: tuple[str, ...] = ()
    years: str = ""
    less_days: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that is asked or measured, with the unit and the range that can be believed.

    `derived` says how it follows from other numbers where it isn't given itself.
    """

    id: str
    label: Clinical
    unit: str
    minimum: float
    maximum: float
    reportable: bool
    derived: Derived | None = None


@dataclass(frozen=True, slots=True)
class Weight:
    """What a finding adds to a condition's score when present, and when absent."""

    present: int
    absent: int


@dataclass(frozen=True, slots=True)
class Weights:
    """Every condition in its written order, which breaks ties; and its weights by finding."""

    order: tuple[str, ...]
    of: Mapping[str, Mapping[str, Weight]]
