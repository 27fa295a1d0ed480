"""Two clinicians at one case: what a form changes, and where somebody else changed the same thing meanwhile.

Each field has three values: as the form showed it, as it stands now, and as it was sent. What the form left as it was
is no change, so that an old page takes nothing back. What both changed, and differently, is a clash.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from midback.encounter.desk_case import Examination
from midback.terms import Answer


@dataclass(frozen=True, slots=True)
class Merged:
    """What a form changes in an examination. `is_clash` says that somebody else changed some of it meanwhile."""

    findings: Mapping[str, Answer]
    numbers: Mapping[str, float | None]
    is_clash: bool

    @property
    def is_empty(self) -> bool:
        """Does the form change nothing?"""
        return not self.findings and not self.numbers


def merged(
    findings: Mapping[str, Answer], numbers: Mapping[str, float | None], seen: Examination, now: Examination
) -> Merged:
    """What was sent, beside what the form `seen` showed and what stands `now`. UNKNOWN and None are empty fields."""
    signs = {id: None if said is Answer.UNKNOWN else said for id, said in findings.items()}
    new_signs, new_numbers = _changed(signs, seen.findings, now.findings), _changed(numbers, seen.numbers, now.numbers)
    moved = _moved(new_signs, seen.findings, now.findings) or _moved(new_numbers, seen.numbers, now.numbers)
    return Merged(
        {id: said for id, said in findings.items() if id in new_signs},
        {id: number for id, number in numbers.items() if id in new_numbers},
        moved,
    )


def _changed(sent: Mapping[str, object], were: Mapping[str, object], are: Mapping[str, object]) -> frozenset[str]:
    return frozenset(id for id, mine in sent.items() if mine not in (were.get(id), are.get(id)))


def _moved(ids: frozenset[str], were: Mapping[str, object], are: Mapping[str, object]) -> bool:
    return any(were.get(id) != are.get(id) for id in ids)
