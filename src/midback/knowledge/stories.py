"""Stories that say how far the rules may go: calms, which must not be sent too high, and ladders, step by step.

Both are written from guidelines and from practice, apart from the rules, and proved against them like dangers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from midback.knowledge.review import Review
from midback.terms import Sex, Urgency
from midback.words import Clinical


class OfSex(StrEnum):
    """Whose story it is: anybody's, or of one sex at birth."""

    ANY = "any"
    FEMALE = "female"
    MALE = "male"

    @property
    def sexes(self) -> tuple[Sex, ...]:
        """The sexes that are meant."""
        return tuple(Sex) if self is OfSex.ANY else (Sex(self.value),)


@dataclass(frozen=True, slots=True)
class Calm:
    """A harmless story: whatever isn't `present` is answered no, and nobody is told more than `maximum`.

    It holds at every age in years from the first to the last of `ages`, both included. `numbers` are by quantity, in
    its unit. It needs `sources`, or an `estimate` that gives the reasoning, or both.
    """

    id: str
    situation: Clinical
    present: tuple[str, ...]
    ages: tuple[float, float]
    maximum: Urgency
    review: Review
    sex: OfSex = OfSex.ANY
    numbers: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    sources: tuple[str, ...] = ()
    estimate: Clinical = Clinical()


class Relation(StrEnum):
    """How urgent a step is against the one before: START has none before it; NOT_HIGHER is for what calms."""

    START = "start"
    NOT_LOWER = "not_lower"
    NOT_HIGHER = "not_higher"
    HIGHER = "higher"


@dataclass(frozen=True, slots=True)
class Step:
    """What a step of a ladder adds to the story, and how it must stand to the step before."""

    add: tuple[str, ...]
    relation: Relation


@dataclass(frozen=True, slots=True)
class Ladder:
    """A story that gets graver step by step. It holds with all else unknown, and with all else answered no.

    It needs `sources`, or an `estimate` that gives the reasoning, or both.
    """

    id: str
    situation: Clinical
    steps: tuple[Step, ...]
    review: Review
    sources: tuple[str, ...] = ()
    estimate: Clinical = Clinical()
