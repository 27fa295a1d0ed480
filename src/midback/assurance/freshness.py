"""Which statements are due for review."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from midback.knowledge import KnowledgeBase
from midback.knowledge.review import Review
from midback.knowledge.schema import SHELVES


@dataclass(frozen=True, slots=True)
class Due:
    """A record and its last review."""

    shelf: str
    id: str
    review: Review


def due(knowledge: KnowledgeBase, on: date) -> list[Due]:
    """What is due for review on a day, the longest overdue first."""
    return [one for one in _reviewed(knowledge) if one.review.due <= on]


def next_due(knowledge: KnowledgeBase, on: date) -> Due | None:
    """What falls due first after a day."""
    return next((one for one in _reviewed(knowledge) if one.review.due > on), None)


def _reviewed(knowledge: KnowledgeBase) -> list[Due]:
    return sorted(_all(knowledge), key=lambda one: (one.review.due, one.shelf, one.id))


def _all(knowledge: KnowledgeBase) -> Iterator[Due]:
    for shelf in SHELVES:
        for record in getattr(knowledge, shelf.name).values():
            review: Any = getattr(record, "review", None)
            if isinstance(review, Review):
                yield Due(shelf.name, record.id, review)
