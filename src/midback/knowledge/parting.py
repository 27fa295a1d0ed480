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
    match data:
        case str() if isinstance(hint, type) and issubclass(hint, Line):
            if not data:
                return hint()
            sentences.append(Sentence(key, data, path))
            return hint(key)
        case dict():
            hints = dict(_inside(hint, data))
            return {
                name: _parted(hints.get(name), value, f"{key}.{name}", (*path, name), sentences)
                for name, value in data.items()
            }
        case list():
            inner = next(iter(_arguments(hint, tuple)), None)
            return [
                _parted(inner, value, f"{key}.{_name(value, place)}", (*path, place), sentences)
                for place, value in enumerate(data)
            ]
        case _:
            return data


def _inside(hint: Any, data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """What each value of a mapping should be: a record's field, or the mapping's own values."""
    for one in _choices(hint):
        if is_dataclass(one) and isinstance(one, type):
            yield from _fields(one).items()
        elif get_origin(one) is Mapping:
            yield from ((name, get_args(one)[1]) for name in data)


def _arguments(hint: Any, origin: type) -> tuple[Any, ...]:
    return next((get_args(one) for one in _choices(hint) if get_origin(one) is origin), ())


def _choices(hint: Any) -> tuple[Any, ...]:
    return get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)


@cache
def _fields(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def _name(part: object, place: int) -> object:
    named = part if isinstance(part, dict) else {}
    return next((named[name] for name in NAMES if isinstance(named.get(name), str)), place)
