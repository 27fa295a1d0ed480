"""Any record of the knowledge as plain data: mappings, lists, texts and numbers; rules in their YAML shape."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from midback.logic import AtLeast, Has, Not
from midback.terms import Urgency


def plain(value: Any) -> Any:
    """The value as JSON and YAML know it. Fields that are empty are left out."""
    match value:
        case Has() | Not() | AtLeast():
            return _rule(value)
        case Urgency():
            return value.id
        case StrEnum():
            return value.value
        case date():
            return value.isoformat()
        case Mapping():
            return {plain(key): plain(part) for key, part in value.items()}
        case tuple() | list() | frozenset():
            return [plain(part) for part in value]
        case _ if is_dataclass(value):
            parts = {field.name: getattr(value, field.name) for field in fields(value)}
            return {name: plain(part) for name, part in parts.items() if part not in (None, "", ())}
        case _:
            return value


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
