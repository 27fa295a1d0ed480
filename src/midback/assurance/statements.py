"""Two contents compared statement by statement: every field of every record that was added, taken out or changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from midback.exchange.plain import plain
from midback.knowledge import KnowledgeBase
from midback.knowledge.schema import SHELVES

KEYS = ("id", "finding", "title", "sign")
"""What tells the parts of a list apart, where they have it; else their place does."""


@dataclass(frozen=True, slots=True)
class Change:
    """One statement that differs. `field` is empty where the whole record is new or gone; None stands for nothing."""

    shelf: str
    id: str
    field: str
    old: object
    new: object


def changes(old: KnowledgeBase, new: KnowledgeBase) -> Iterator[Change]:
    """Every difference, in the order of the shelves."""
    for shelf in SHELVES:
        before, after = _records(old, shelf.name), _records(new, shelf.name)
        for id in sorted({*before, *after}):
            if before.get(id) != after.get(id):
                yield from _compared(shelf.name, id, before.get(id), after.get(id))


def _records(knowledge: KnowledgeBase, shelf: str) -> dict[str, Any]:
    return {plain(id): record for id, record in getattr(knowledge, shelf).items()}


def _compared(shelf: str, id: str, old: Any, new: Any) -> Iterator[Change]:
    if old is None or new is None:
        yield Change(shelf, id, "", _name(old), _name(new))
        return
    before, after = dict(_flat(_whole(old), "")), dict(_flat(_whole(new), ""))
    for field in dict.fromkeys([*before, *after]):
        if before.get(field) != after.get(field):
            yield Change(shelf, id, field, before.get(field), after.get(field))


def _name(record: Any) -> object:
    """What a record is called; None if there is none."""
    words = (getattr(record, name, "") for name in ("label", "situation", "title", "ask", "heading", "id"))
    return None if record is None else next(text for text in words if text)


def _whole(record: Any) -> dict[str, Any]:
    return {field.name: plain(getattr(record, field.name)) for field in fields(record)}


def _flat(value: Any, path: str) -> Iterator[tuple[str, object]]:
    """Every statement in a record by its path. A rule is one statement."""
    match value:
        case Mapping() if not _is_rule(value):
            for key, part in value.items():
                yield from _flat(part, f"{path}.{key}" if path else str(key))
        case list() if any(isinstance(part, Mapping) for part in value):
            for place, part in enumerate(value):
                yield from _flat(part, f"{path}[{_key(part, place)}]")
        case _:
            yield path, value


def _is_rule(value: Mapping[str, Any]) -> bool:
    return bool(value) and value.keys() <= {"all", "any", "not", "at_least", "of"}


def _key(part: Any, place: int) -> object:
    return next((part[key] for key in KEYS if key in part), place)
