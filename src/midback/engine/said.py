"""What a person answered, by question."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """One answer: the options chosen (none chosen = "none of these"), or a number; or "not sure".

    In a tick list `not_sure` may stand beside ticks: then the boxes left empty stay unknown. `text` is what was
    written in the person's own words; by itself it says nothing.
    """

    chosen: tuple[str, ...] = ()
    number: float | None = None
    not_sure: bool = False
    text: str = ""


Responses = Mapping[str, Said]
