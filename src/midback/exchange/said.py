"""Words as somebody said them: each in the form in which it is compared, with its place in the text."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from midback.knowledge.speech import Speech

_PART = re.compile(
    r"(?<![\d.])(?:19\d\d|20\d\d|0000)(?!\d|\.\d)"
    r"|[^\W\d_]+(?:'[^\W\d_]+)*|\n|(?<!\d)[.,]|[.,](?!\d)|(?<!\w)-|-(?!\w)|[^\w\s.,'-]"
)
APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ´`", "'"))
SHORTEST_STEM = 3
COMMA = ","
YEAR = "0000"
"""Any year: which one makes no difference to what is meant."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or a sign. `text` and `stem` are compared; `start` and `end` are where it stands, as it was written."""

    text: str
    stem: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """What stands between two breaks: words and commas, and the sign or word that ended it."""

    words: tuple[Word, ...]
    ended_by: str = ""


class Reader:
    """Reads words in one language."""

    def __init__(self, speech: Speech) -> None:
        self.breaks = frozenset(speech.breaks) | {"\n"}
        self.endings = tuple(sorted(speech.endings, key=len, reverse=True))
        self.same = _by_first(speech.same)

    def sentences(self, text: str) -> Iterator[Sentence]:
        """The sentences of a text; a line is one at least."""
        words: list[Word] = []
        for word in self.words(text):
            if word.text in self.breaks:
                yield Sentence(tuple(words), word.text)
                words = []
            else:
                words.append(word)
        yield Sentence(tuple(words))

    def words(self, text: str) -> Iterator[Word]:
        """The words and signs of a text, with what is said otherwise put as `same` says."""
        parts = [(_plain(one[0]), one.start(), one.end()) for one in _PART.finditer(text.translate(APOSTROPHES))]
        place = 0
        while place < len(parts):
            count, said = self.put(parts, place)
            yield from (Word(one, self.stem(one), parts[place][1], parts[place + count - 1][2]) for one in said)
            place += count

    def put(self, parts: Sequence[tuple[str, int, int]], place: int) -> tuple[int, Sequence[str]]:
        """How many parts are taken together, and the words that stand for them."""
        for wanted, instead in self.same.get(parts[place][0], ()):
            if tuple(text for text, _, _ in parts[place : place + len(wanted)]) == wanted:
                return len(wanted), instead
        return 1, (parts[place][0],)

    def stem(self, word: str) -> str:
        """A word without its ending; a doubled letter before it is taken once."""
        for ending in self.endings:
            stem = word.removesuffix(ending)
            if stem != word and len(stem) >= SHORTEST_STEM:
                return stem[:-1] if stem[-1] == stem[-2] and len(stem) > SHORTEST_STEM else stem
        return word


def _plain(word: str) -> str:
    if word.isdecimal():
        return YEAR
    return word.lower() if word.isascii() else unicodedata.normalize("NFKC", word).lower()


def _by_first(same: Mapping[str, str]) -> dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]:
    """What is put otherwise, by its first word, the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for said in sorted(same, key=lambda one: -len(one.split())):
        words = tuple(said.split())
        found.setdefault(words[0], []).append((words, tuple(same[said].split())))
    return found
