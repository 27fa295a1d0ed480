"""The urgency of many people: each rule becomes a few operations on whole columns."""

from typing import assert_never

import numpy as np
from numpy.typing import NDArray

from midback.kernel.planes import Bits, Planes
from midback.knowledge import KnowledgeBase
from midback.logic import AtLeast, Expression, Has, Not


def urgencies(knowledge: KnowledgeBase, people: Planes) -> NDArray[np.int8]:
    """The urgency (0–4) of the most urgent raised red flag of each person."""
    most = np.zeros(len(people), dtype=np.int8)
    for flag in knowledge.red_flags.values():
        raised, _ = columns(flag.when, people)
        np.maximum(most, raised.astype(np.int8) * np.int8(flag.urgency), out=most)
    return most


def columns(expression: Expression, people: Planes) -> tuple[Bits, Bits]:
    """For whom a rule is known to be true, and for whom known to be false."""
    match expression:
        case Has(id):
            return people.column(id)
        case Not(part):
            yes, no = columns(part, people)
            return no, yes
        case AtLeast(count, parts):
            return _counted(count, [columns(part, people) for part in parts])
        case _:
            assert_never(expression)


def _counted(count: int, parts: list[tuple[Bits, Bits]]) -> tuple[Bits, Bits]:
    """True once `count` parts are; false once so many are that `count` can't be reached."""
    yes = np.sum([part for part, _ in parts], axis=0, dtype=np.int16)
    no = np.sum([part for _, part in parts], axis=0, dtype=np.int16)
    return np.asarray(yes >= count), np.asarray(no > len(parts) - count)
