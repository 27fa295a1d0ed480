"""Scores of many people: one matrix product of whole numbers, exact."""

import numpy as np
from numpy.typing import NDArray

from midback.kernel.planes import Planes
from midback.knowledge import KnowledgeBase


def scores(knowledge: KnowledgeBase, people: Planes, start: NDArray[np.int64]) -> NDArray[np.int64]:
    """Log-odds × 2^12 by person and condition, in the written order of conditions.

    `start` holds each person's pretest scores in the same shape.
    """
    present, absent = _tables(knowledge, people.ids)
    return start + _product(people.present, present) + _product(people.absent, absent)


def _product(bits: NDArray[np.bool_], table: NDArray[np.float32]) -> NDArray[np.int64]:
    """Single precision holds every sum exactly: the largest stays below 2^24."""
    return np.asarray(bits.astype(np.float32) @ table).astype(np.int64)


def _tables(knowledge: KnowledgeBase, ids: tuple[str, ...]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """What each finding adds to each condition when present, and when absent."""
    place = {id: number for number, id in enumerate(ids)}
    present = np.zeros((len(ids), len(knowledge.weights.order)), dtype=np.float32)
    absent = np.zeros_like(present)
    for column, condition in enumerate(knowledge.weights.order):
        for finding, weight in knowledge.weights.of[condition].items():
            if finding in place:
                present[place[finding], column] = weight.present
                absent[place[finding], column] = weight.absent
    return present, absent
