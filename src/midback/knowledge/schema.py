"""From parsed text to frozen records, and to JSON Schema for editors. The only place that knows pydantic."""

from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from functools import cache
from typing import Any, get_args, get_type_hints

from pydantic import TypeAdapter, ValidationError

from midback.document import Document, Path
from midback.knowledge import advice, base, numbers, sources, speech, stories
from midback.knowledge.parting import Sentence, part
from midback.logic import AtLeast, Expression, Has, Not, RuleFault, parse
from midback.terms import Urgency
from midback.words import Clinical, Lay


class Layout(StrEnum):
    """How a shelf of content is laid out: one sheet, a folder of sheets, or a folder with a file a record."""

    SHEET = "sheet"
    SHEETS = "sheets"
    FILES = "files"


@dataclass(frozen=True, slots=True)
class Shelf:
    """One kind of content: its name in the content folder and in the knowledge base, its record, its layout."""

    name: str
    record: type
    layout: Layout


SHELVES = (
    Shelf("sources", sources.Source, Layout.SHEET),
    Shelf("quantities", numbers.Quantity, Layout.SHEET),
    Shelf("chapters", base.Chapter, Layout.SHEET),
    Shelf("topics", base.Topic, Layout.SHEET),
    Shelf("findings", base.Finding, Layout.SHEETS),
    Shelf("phrases", speech.Phrases, Layout.SHEETS),
    Shelf("speech", speech.Speech, Layout.SHEET),
    Shelf("questions", base.Question, Layout.SHEETS),
    Shelf("families", base.Family, Layout.SHEET),
    Shelf("conditions", base.Condition, Layout.FILES),
    Shelf("red_flags", base.RedFlag, Layout.FILES),
    Shelf("dangers", base.Danger, Layout.FILES),
    Shelf("calms", stories.Calm, Layout.FILES),
    Shelf("ladders", stories.Ladder, Layout.FILES),
    Shelf("workup", advice.Investigation, Layout.FILES),
    Shelf("home_care", advice.HomeCare, Layout.FILES),
    Shelf("exercises", advice.Exercise, Layout.FILES),
    Shelf("safety_netting", advice.SafetyNet, Layout.FILES),
    Shelf("anatomy", advice.Structure, Layout.FILES),
    Shelf("profiles", advice.Profile, Layout.FILES),
    Shelf("countries", advice.Country, Layout.SHEET),
)

RULES = {"when", "unless", "suits"}


@dataclass(frozen=True, slots=True)
class Made:
    """A record made from what is written: what it means as plain data, what it says, and the record itself."""

    meaning: Any
    sentences: tuple[Sentence, ...]
    record: Any


def make(shelf: Shelf, id: str, data: object, document: Document, path: Path) -> Made | None:
    """Part meaning from words and build one record, or note every fault of it in the document and return None."""
    meaning, sentences = part(shelf.record, data, f"{shelf.name}.{id}")
    built = record(shelf.record, meaning, document, path)
    return None if built is None else Made(meaning, tuple(sentences), built)


@dataclass(frozen=True, slots=True)
class Partly:
    """A record that couldn't be made, with what is at fault put right for the time being, to check the rest of it.

    `borrowed` are the places that were put right: nothing that is found there is the author's.
    """

    record: Any
    borrowed: frozenset[Path]


ONE_BY_ONE = "examples"
"""The list of which each part is judged by itself, so that one at fault leaves the others to be checked."""


def partly(shelf: Shelf, id: str, data: object, like: Made) -> Partly | None:
    """A record at fault with each faulty field taken from a sound one; None where that doesn't help."""
    meaning, _ = part(shelf.record, data, f"{shelf.name}.{id}")
    if not isinstance(meaning, dict):
        return None
    borrowed = _at_fault(shelf.record, meaning)
    mended = dict(meaning)
    for field, *place in borrowed:
        mended.pop(field, None) if not place else None
        if field in like.meaning:
            mended[field] = _borrowed(mended[field], place[0], like.meaning[field]) if place else like.meaning[field]
    built = record(shelf.record, mended, Document(""), ())
    return None if built is None else Partly(built, borrowed)


def _borrowed(parts: list[Any], place: Any, like: list[Any]) -> list[Any]:
    return [*parts[:place], like[0], *parts[place + 1 :]]


def _at_fault(kind: type, meaning: dict[str, Any]) -> frozenset[Path]:
    """The fields of a record that aren't as they should be; of what is judged one by one, the parts."""
    rules = {name: Document("") for name in meaning}
    ready = {name: _with_rules({name: value}, rules[name], ()) for name, value in meaning.items()}
    faulty: set[Path] = {(name,) for name, document in rules.items() if document.faults}
    try:
        _adapter(kind).validate_python({name: one[name] for name, one in ready.items() if isinstance(one, dict)})
    except ValidationError as error:
        faulty |= {_place(fault["loc"]) for fault in error.errors(include_url=False, include_context=False)}
    whole = {place for place in faulty if len(place) == 1}
    return frozenset(whole | {place for place in faulty if place[:1] not in whole})


def _place(location: tuple[int | str, ...]) -> Path:
    return location[: 2 if location[0] == ONE_BY_ONE else 1]


def record(kind: type, meaning: object, document: Document, path: Path) -> Any:
    """Build one record, or note every fault of it in the document and return None."""
    before = len(document.faults)
    ready = _with_rules(meaning, document, path)
    try:
        built = _adapter(kind).validate_python(ready)
    except ValidationError as error:
        for fault in error.errors(include_url=False, include_context=False):
            document.fault((*path, *fault["loc"]), _message(fault["loc"], fault["msg"]))
        return None
    return built if len(document.faults) == before else None


def json_schema(kind: type) -> dict[str, Any]:
    """The JSON Schema of a record as it is written in YAML."""
    schema = _adapter(kind).json_schema()
    definitions = schema.get("$defs", {})
    for name in definitions.keys() & _SHAPES.keys():
        definitions[name] = _SHAPES[name]
    if "Urgency" in definitions:
        definitions["Urgency"] = {
            "title": "Urgency",
            "enum": [urgency.id for urgency in Urgency],
            "type": "string",
        }
    return schema


_RULE = {"anyOf": [{"$ref": f"#/$defs/{name}"} for name in ("Has", "Not", "AtLeast")]}
_RULE_LIST = {"type": "array", "minItems": 1, "items": _RULE}
_SHAPES: dict[str, dict[str, Any]] = {
    "Lay": {"type": "string", "description": "Words that patients read: plain, grade 8 or less"},
    "Clinical": {"type": "string", "description": "Words that clinicians and editors read"},
    "Has": {"type": "string", "description": "A finding's id"},
    "Not": {
        "type": "object",
        "properties": {"not": _RULE},
        "required": ["not"],
        "additionalProperties": False,
    },
    "AtLeast": {
        "type": "object",
        "oneOf": [
            {"properties": {"all": _RULE_LIST}, "required": ["all"], "additionalProperties": False},
            {"properties": {"any": _RULE_LIST}, "required": ["any"], "additionalProperties": False},
            {
                "properties": {"at_least": {"type": "integer", "minimum": 1}, "of": _RULE_LIST},
                "required": ["at_least", "of"],
                "additionalProperties": False,
            },
        ],
    },
}


@cache
def _adapter(kind: type) -> TypeAdapter[Any]:
    _forbid_unknown_keys(kind)
    return TypeAdapter(kind)


@cache
def _forbid_unknown_keys(kind: type) -> None:
    """A misspelt key must be a fault, in the record and in every record inside it."""
    kind.__pydantic_config__ = {"extra": "forbid", "arbitrary_types_allowed": True}  # type: ignore[attr-defined]  # pydantic reads it; dataclasses don't declare it
    hints = get_type_hints(kind)
    for field in fields(kind):
        for inner in (hints[field.name], *get_args(hints[field.name])):
            if is_dataclass(inner) and isinstance(inner, type) and inner not in (Has, Not, AtLeast, Lay, Clinical):
                _forbid_unknown_keys(inner)


def _with_rules(data: object, document: Document, path: Path) -> object:
    match data:
        case dict():
            return {
                key: _rule(value, document, (*path, key))
                if key in RULES
                else _with_rules(value, document, (*path, key))
                for key, value in data.items()
            }
        case list():
            return [_with_rules(item, document, (*path, place)) for place, item in enumerate(data)]
        case _:
            return data


def _rule(raw: object, document: Document, path: Path) -> Expression | None:
    try:
        return parse(raw)
    except RuleFault as fault:
        document.fault((*path, *fault.path), str(fault))
        return Has("?")


def _message(location: tuple[int | str, ...], message: str) -> str:
    name = ".".join(str(part) for part in location) or "this record"
    return f"`{name}`: {message[:1].lower()}{message[1:]}"
