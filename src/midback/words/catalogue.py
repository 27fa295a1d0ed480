"""Sentences by dotted key. What the doors say stands in `words/<language>/*.yaml`; what content says is added to it.

A key's first part is its group, such as `urgency` or `titles`; a group stands in one file. The groups of content are
its shelves, such as `red_flags`. Adding a language is adding a folder.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from midback.document import Document
from midback.errors import ContentError, Fault
from midback.strict_yaml import read
from midback.words.line import Line

Sentences = Mapping[str, str]
NONE: Sentences = MappingProxyType({})
ENGLISH = "en"
_BLANK = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """Sentences of one language. `place` fills blanks such as {provider} with what a place calls it."""

    sentences: Sentences
    place: Sentences = field(default_factory=lambda: NONE)
    language: str = ENGLISH

    def say(self, key: str, /, **parts: object) -> str:
        """The sentence with this key, its {blanks} filled; a blank that nothing fills stays as it is.

        What fills a blank may be a line.

        The key "" says nothing. Raises KeyError for a key that there isn't: a mistake of ours.
        """
        if not key:
            return ""
        filled = {**self.place, **parts}
        return _BLANK.sub(lambda blank: self._part(filled.get(blank[1], blank[0])), self.sentences[key])

    def _part(self, part: object) -> str:
        return self.text(part) if isinstance(part, Line) else str(part)

    def text(self, line: Line, /) -> str:
        """What a record's line says, in the words of the place."""
        return self.say(line.key)

    def texts(self, lines: Iterable[Line], /) -> tuple[str, ...]:
        """What each line says."""
        return tuple(map(self.text, lines))

    def count(self, key: str, count: int, /, **parts: object) -> str:
        """The sentence for so many things: `key.one` for one, else `key.other`; {count} is the number."""
        return self.say(f"{key}.{'one' if count == 1 else 'other'}", count=count, **parts)

    def listed(self, items: Sequence[str], joined_by: str = "and") -> str:
        """Items as a list in a sentence: "a, b and c"; `joined_by` is `and` or `or`."""
        *first, last = items or ("",)
        return self.say(f"list.{joined_by}", first=self.say("list.comma").join(first), last=last) if first else last

    def day(self, when: date) -> str:
        """A date in words, such as 25 November 2026."""
        return self.say("date.day", day=when.day, month=self.say(f"date.month_{when.month}"), year=when.year)

    def group(self, name: str) -> Sentences:
        """Every sentence of a group by the rest of its key, blanks unfilled."""
        start = f"{name}."
        return {key.removeprefix(start): text for key, text in self.sentences.items() if key.startswith(start)}

    def at(self, place: Sentences) -> "Words":
        """The same sentences with another place's words in their blanks."""
        return replace(self, place=place)

    def with_sentences(self, more: Sentences) -> "Words":
        """These sentences and more. Raises ContentError for a key that both have."""
        if twice := sorted(self.sentences.keys() & more.keys()):
            raise ContentError([Fault(key, 0, "is said twice; a key has one sentence") for key in twice])
        return replace(self, sentences=MappingProxyType({**self.sentences, **more}))


@cache
def doors(language: str = ENGLISH) -> Words:
    """What the doors say in a language, without content."""
    folder = files("midback.words") / language
    found: dict[str, str] = {}
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        document = read(file.read_text(encoding="utf-8"), f"words/{language}/{file.name}")
        found |= _sound(document, found)
    return Words(MappingProxyType(found), language=language)


def _sound(document: Document, known: Sentences) -> dict[str, str]:
    sentences = dict(_flat(document.data, ""))
    for key in sorted(sentences.keys() & known.keys()):
        document.fault(tuple(key.split(".")), f"`{key}` stands in another file, too; keep one")
    if document.faults:
        raise ContentError(document.faults)
    return sentences


def _flat(data: object, above: str) -> Iterator[tuple[str, str]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _flat(value, f"{above}.{key}" if above else str(key))
    else:
        yield above, str(data)


def english() -> Words:
    """What the doors say in English."""
    return doors(ENGLISH)


_spoken: ContextVar[Words | None] = ContextVar("spoken", default=None)


@contextmanager
def speaking(words: Words) -> Iterator[None]:
    """While this lasts `say` says it in these words, in whatever begins here and nowhere else: a request, a program."""
    before = _spoken.set(words.at(NONE))
    try:
        yield
    finally:
        _spoken.reset(before)


def say(key: str, /, **parts: object) -> str:
    """A sentence of the doors with its blanks filled, in the words that are spoken here, else in English."""
    return (_spoken.get() or english()).say(key, **parts)
