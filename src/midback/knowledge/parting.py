"""Parts what a record means from what it says: each sentence goes to the words, and its key stays in its place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from midback.document import Path
from midback.words import Line

NAMES = ("id", "finding")
"""What tells the parts of a list apart, so that a sentence keeps its key when another part comes before it."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a record says in one place. `path` leads there in its file, `key` is its line's."""

    key: str
    text: str
    path: Path


def part(kind: type, data: object, key: str) -> tuple[Any, list[Sentence]]:
    """A record's data with a line for each sentence, and the sentences. What is no text stays, to be complained of."""
    sentences: list[Sentence] = []
    return _parted(kind, data, key, (), sentences), sentences


def _parted(hint: Any, data: object, key: str, path: Path, sentences: list[Sentence]) -> Any:
    shape = _shape(hint)
    if not shape.speaks:
        return data
    match data:
        case str() if shape.line is not None:
            if not data:
                return shape.line()
            sentences.append(Sentence(key, data, path))
            return shape.line(key)
        case dict():
            return {
                name: _parted(shape.inside(name), value, f"{key}.{name}", (*path, name), sentences)
                for name, value in data.items()
            }
        case list():
            return [
                _parted(shape.items, value, f"{key}.{_name(value, place)}", (*path, place), sentences)
                for place, value in enumerate(data)
            ]
        case _:
            return data


@dataclass(frozen=True, slots=True)
class _Shape:
    """What may stand in one place: a line, a record or a mapping with names of its own, a list; None where not."""

    line: type[Line] | None
    fields: Mapping[str, Any]
    values: Any
    items: Any
    speaks: bool
    """May a line stand in it, or in anything inside it?"""

    def inside(self, name: str) -> Any:
        """What the value of this name should be."""
        return self.fields.get(name) if self.values is None else self.values


@cache
def _shape(hint: Any) -> _Shape:
    return _Shape(
        line=hint if _is_line(hint) else None,
        fields={name: one for kind in _choices(hint) if _is_record(kind) for name, one in _fields(kind).items()},
        values=_argument(hint, Mapping, 1),
        items=_argument(hint, tuple, 0),
        speaks=any(_is_line(one) for one in _within(hint, set())),
    )


def _within(hint: Any, seen: set[Any]) -> Iterator[Any]:
    """What may stand in a place, and in anything inside it. A rule may hold rules: each kind is looked into once."""
    if hint in seen:
        return
    seen.add(hint)
    yield hint
    for one in (*get_args(hint), *(_fields(hint).values() if _is_record(hint) else ())):
        yield from _within(one, seen)


def _is_line(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, Line)


def _is_record(hint: Any) -> bool:
    return isinstance(hint, type) and is_dataclass(hint) and not _is_line(hint)


def _argument(hint: Any, origin: type, place: int) -> Any:
    return next((get_args(one)[place] for one in _choices(hint) if get_origin(one) is origin), None)


def _choices(hint: Any) -> tuple[Any, ...]:
    return get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)


@cache
def _fields(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def _name(part: object, place: int) -> object:
    named = part if isinstance(part, dict) else {}
    return next((named[name] for name in NAMES if isinstance(named.get(name), str)), place)
