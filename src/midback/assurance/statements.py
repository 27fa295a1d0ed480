"""Two contents compared statement by statement: every field of every record that was added, taken out or changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from midback.exchange.plain import plain
from midback.knowledge import Content
from midback.knowledge.schema import SHELVES
from midback.words import Words

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


def changes(old: Content, new: Content) -> Iterator[Change]:
    """Every difference in what is meant and in what is said, in the order of the shelves."""
    for shelf in SHELVES:
        before, after = _records(old, shelf.name), _records(new, shelf.name)
        for id in sorted({*before, *after}):
            if before.get(id) != after.get(id):
                yield from _compared(shelf.name, id, before.get(id), after.get(id))


def _records(content: Content, shelf: str) -> dict[str, dict[str, Any]]:
    records = getattr(content.knowledge, shelf).items()
    return {plain(id, content.words): _whole(record, content.words) for id, record in records}


def _compared(shelf: str, id: str, old: dict[str, Any] | None, new: dict[str, Any] | None) -> Iterator[Change]:
    if old is None or new is None:
        yield Change(shelf, id, "", _name(old), _name(new))
        return
    before, after = dict(_flat(old, "")), dict(_flat(new, ""))
    for field in dict.fromkeys([*before, *after]):
        if before.get(field) != after.get(field):
            yield Change(shelf, id, field, before.get(field), after.get(field))


def _name(record: dict[str, Any] | None) -> object:
    """What a record is called; None if there is none."""
    if record is None:
        return None
    return next(record[name] for name in ("label", "situation", "title", "ask", "heading", "id") if record.get(name))


def _whole(record: Any, words: Words) -> dict[str, Any]:
    return {field.name: plain(getattr(record, field.name), words) for field in fields(record)}


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
