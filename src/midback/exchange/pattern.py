"""Patterns in which content says how people put something: words, other words in their place, and gaps."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from midback.exchange.said import Reader, Word

GAP, FAR = 1, 4
"""Words that may stand between two words of a phrase, and where the pattern has `..`."""
EXACT = "="
"""Before a word that stands for none of its other forms."""
_GROUP = re.compile(r"\b[A-Z]{2,}\b")


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a pattern: the words that may stand there, and how many others may come before it."""

    words: tuple[Word, ...]
    gap: int = GAP

    @property
    def texts(self) -> frozenset[str]:
        """The words as they are compared."""
        return frozenset(word.text for word in self.words)

    @property
    def keys(self) -> frozenset[str]:
        """The words, each with `=` before it if it stands for none of its other forms."""
        return frozenset(EXACT + word.text if word.stem.startswith(EXACT) else word.text for word in self.words)


Slots = tuple[Slot, ...]


class Patterns:
    """Reads patterns in one language: `a/b` is one word of two, NAMES are groups of words, `..` is a longer gap."""

    def __init__(self, reader: Reader, groups: Mapping[str, Sequence[str]], alike: Mapping[str, Sequence[str]]) -> None:
        self.reader = reader
        self.groups = groups
        self.alike = alike

    def read(self, pattern: str, gap: int = GAP) -> tuple[Slots, ...]:
        """The slots of a pattern, once for each choice of several words that it has: `flat/on_my_back`."""
        named = _GROUP.sub(lambda found: "/".join(self.groups[found[0]]), pattern)
        return tuple(tuple(self._slots(one, gap)) for one in _choices(named.split()))

    def read_all(self, patterns: Iterable[str]) -> tuple[Slots, ...]:
        """The slots of all patterns."""
        return tuple(slots for pattern in patterns for slots in self.read(pattern))

    def _slots(self, pattern: str, usual: int) -> Iterator[Slot]:
        gap = usual
        for parts in _parts(pattern):
            if parts == ("..",):
                gap = FAR
                continue
            said = [self._words(part) for part in parts]
            for place in range(max(len(words) for words in said)):
                words = [one for words in said if place < len(words) for one in self._alike(words[place])]
                yield Slot(tuple(dict.fromkeys(words)), gap)
                gap = usual

    def _words(self, part: str) -> list[Word]:
        if part.startswith(EXACT):
            return [Word(part.removeprefix(EXACT), part, 0, 0)]
        return [replace(word, start=0, end=0) for word in self.reader.words(part)]

    def _alike(self, word: Word) -> Iterator[Word]:
        if word.stem.startswith(EXACT):
            yield word
            return
        for text in self.alike.get(word.text, (word.text,)):
            yield replace(word, text=text, stem=self.reader.stem(text))


def _choices(parts: Sequence[str]) -> Iterator[str]:
    """A pattern for each choice of several words, and one for all of a word."""
    for place, part in enumerate(parts):
        if "_" in part:
            choices = part.split("/")
            apart = [one.replace("_", " ") for one in choices if "_" in one]
            together = "/".join(one for one in choices if "_" not in one)
            for one in filter(None, (together, *apart)):
                yield from _choices([*parts[:place], *one.split(), *parts[place + 1 :]])
            return
    yield " ".join(parts)


def _parts(pattern: str) -> Iterator[tuple[str, ...]]:
    """The words of a pattern, each with those that may stand in its place; words without such are read together."""
    together: list[str] = []
    for part in pattern.split():
        if "/" not in part and part != ".." and not part.startswith(EXACT):
            together.append(part)
            continue
        if together:
            yield (" ".join(together),)
            together = []
        yield tuple(part.split("/"))
    if together:
        yield (" ".join(together),)


class Expressions:
    """Finds, in a sentence, expressions that follow each other word by word, without slips or gaps."""

    def __init__(self, expressions: Collection[Slots]) -> None:
        self.by_first: dict[str, list[tuple[frozenset[str], ...]]] = {}
        for slots in sorted(expressions, key=len, reverse=True):
            for text in slots[0].texts:
                self.by_first.setdefault(text, []).append(tuple(slot.texts for slot in slots))

    def ends_at(self, words: Sequence[Word], place: int) -> int:
        """The place of the last word of the longest expression that begins here, or -1."""
        if place >= len(words):
            return -1
        for texts in self.by_first.get(words[place].text, ()):
            last = place + len(texts) - 1
            if last < len(words) and all(words[place + at].text in one for at, one in enumerate(texts)):
                return last
        return -1

    def spans(self, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
        """Every expression in a sentence, by the places of its first and last word."""
        for place in range(len(words)):
            if (last := self.ends_at(words, place)) >= 0:
                yield place, last
