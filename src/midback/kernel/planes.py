"""Findings of many people as two planes of bits: known present, and known absent. Neither is unknown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from midback.terms import Answer

Bits = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Planes:
    """`present` and `absent` have a row a person and a column a finding, in the order of `ids`; never both."""

    ids: tuple[str, ...]
    present: Bits
    absent: Bits

    def __post_init__(self) -> None:
        if self.present.shape != self.absent.shape or self.present.shape[1] != len(self.ids):
            raise ValueError(f"planes need a column for each of {len(self.ids)} findings and the same number of rows")
        if bool((self.present & self.absent).any()):
            raise ValueError("somebody has a finding both present and absent; take the more serious reading first")

    def __len__(self) -> int:
        return int(self.present.shape[0])

    def column(self, id: str) -> tuple[Bits, Bits]:
        """The two columns of a finding."""
        place = self.ids.index(id)
        return self.present[:, place], self.absent[:, place]


def planes_of(people: Sequence[Mapping[str, Answer]], ids: Sequence[str]) -> Planes:
    """Planes from people held one by one."""
    answers = np.array([[person[id] for id in ids] for person in people], dtype=np.int8).reshape(len(people), len(ids))
    return Planes(tuple(ids), answers == Answer.PRESENT, answers == Answer.ABSENT)
