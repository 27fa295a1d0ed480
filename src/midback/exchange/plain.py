"""Any record of the knowledge as plain data: mappings, lists, texts and numbers. Rules keep their YAML shape."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from midback.logic import AtLeast, Has, Not
from midback.terms import Urgency
from midback.words import Clinical, Lay, Line, Words


def plain(value: Any, words: Words) -> Any:
    """The value as JSON and YAML know it, its lines in these words. Fields that are empty are left out."""
    match value:
        case Has() | Not() | AtLeast():
            return _rule(value)
        case Line():
            return words.text(value)
        case Urgency():
            return value.id
        case StrEnum():
            return value.value
        case date():
            return value.isoformat()
        case Mapping():
            return {plain(key, words): plain(part, words) for key, part in value.items()}
        case tuple() | list() | frozenset():
            return [plain(part, words) for part in value]
        case _:
            return _record(value, words) if is_dataclass(value) else value


def _record(record: Any, words: Words) -> dict[str, Any]:
    parts = {field.name: getattr(record, field.name) for field in fields(record)}
    return {name: plain(part, words) for name, part in parts.items() if part not in (None, "", (), Lay(), Clinical())}


def _rule(expression: Has | Not | AtLeast) -> Any:
    match expression:
        case Has(id):
            return id
        case Not(part):
            return {"not": _rule(part)}
        case AtLeast(count, parts) if count == len(parts):
            return {"all": [_rule(part) for part in parts]}
        case AtLeast(1, parts):
            return {"any": [_rule(part) for part in parts]}
        case AtLeast(count, parts):
            return {"at_least": count, "of": [_rule(part) for part in parts]}
