"""The three shapes a rule can have."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import assert_never


@dataclass(frozen=True, slots=True)
class Has:
    """True of a person when the finding with this id is present."""

    id: str


@dataclass(frozen=True, slots=True)
class Not:
    """True when its part is false; unknown stays unknown."""

    part: "Expression"


@dataclass(frozen=True, slots=True)
class AtLeast:
    """True when at least `count` of `parts` are true; 1 ≤ count ≤ number of parts."""

    count: int
    parts: tuple["Expression", ...]

    def __post_init__(self) -> None:
        if not 1 <= self.count <= len(self.parts):
            raise ValueError(
                f"at least {self.count} of {len(self.parts)} can't be built: count must be 1 to the number of parts"
            )


Expression = Has | Not | AtLeast


def all_of(parts: Iterable[Expression]) -> AtLeast:
    """True when every part is: at least n of n."""
    parts = tuple(parts)
    return AtLeast(len(parts), parts)


def any_of(parts: Iterable[Expression]) -> AtLeast:
    """True when one part or more is: at least 1 of n."""
    return AtLeast(1, tuple(parts))


def findings_in(expression: Expression) -> Iterator[str]:
    """The ids that a rule names, in reading order, repeats included."""
    match expression:
        case Has(id):
            yield id
        case Not(part):
            yield from findings_in(part)
        case AtLeast(_, parts):
            for part in parts:
                yield from findings_in(part)
        case _:
            assert_never(expression)
