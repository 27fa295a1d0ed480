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
class YoungLimit:
    """Another limit for children: `limit` stands for the threshold's own at an age below `under` years."""

    under: float
    limit: float


@dataclass(frozen=True, slots=True)
class Threshold:
    """How a number becomes a finding: PRESENT where at_least ≤ number < below. Units as the quantity's.

    `young` holds other limits for children, the youngest first; whose age isn't known is read as grown up.
    """

    quantity: str
    at_least: float | None = None
    below: float | None = None
    young: tuple[YoungLimit, ...] = ()

    def at_age(self, age: float) -> "Threshold":
        """The threshold that holds at this age, in years."""
        limit = next((one.limit for one in self.young if age < one.under), None)
        if limit is None:
            return Threshold(self.quantity, self.at_least, self.below)
        if self.at_least is None:
            return Threshold(self.quantity, None, limit)
        return Threshold(self.quantity, limit, self.below)

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
class Band:
    """The points for a number below `below`, and not below the band before; without `below`, for all above."""

    points: int
    below: float | None = None


@dataclass(frozen=True, slots=True)
class Points:
    """What a number adds to a score, by bands from low to high. `instead_of` is the quantity whose place it takes."""

    quantity: str
    bands: tuple[Band, ...]
    instead_of: str = ""

    def __post_init__(self) -> None:
        if not self.bands or self.bands[-1].below is not None:
            raise ValueError(f"the last band of {self.quantity} must have no `below`: every number gets points")

    def of(self, number: float) -> int:
        """The points for this number."""
        return next(band.points for band in self.bands if band.below is None or number < band.below)

    @property
    def most(self) -> int:
        """The most points that any number gets."""
        return max(band.points for band in self.bands)


@dataclass(frozen=True, slots=True)
class Derived:
    """How a number follows from others: the smaller of `weaker_of`, `years` less a duration in days, or summed points.

    Summed points hold from the age of `from_age` years; whose age isn't known is read as grown up.
    """

    weaker_of: tuple[str, ...] = ()
    years: str = ""
    less_days: str = ""
    points: tuple[Points, ...] = ()
    from_age: float = 0

    def score(self, numbers: Mapping[str, float]) -> Bounds:
        """The least and the most that the sum can be: a number that wasn't measured adds nothing, or its most."""
        low = high = 0
        for place in dict.fromkeys(one.instead_of or one.quantity for one in self.points):
            rated = [one for one in self.points if place in (one.quantity, one.instead_of)]
            known = [one.of(numbers[one.quantity]) for one in reversed(rated) if one.quantity in numbers]
            low += known[0] if known else 0
            high += known[0] if known else rated[0].most
        return Bounds(low, high)


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
