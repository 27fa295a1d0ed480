"""Phrases found among words: by the first letter of their first word, with slips forgiven and one word in between."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA

from midback.exchange.said import COMMA, Reader, Word
from midback.knowledge.base import Phrases

GAP = 1
"""Words that may stand between two words of a phrase."""
FIRM, SURE = 5, 9
"""Letters from which a word may have one slip, and from which two."""
SLIPS = 2


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in the order in which they mean a finding."""

    finding: str
    words: tuple[Word, ...]
    denies: bool


@dataclass(frozen=True, slots=True)
class Heard:
    """A phrase in a sentence, from its first word's place to its last word's."""

    phrase: Phrase
    first: int
    last: int


class PhraseIndex:
    """Every phrase of the content, by its first word. It keeps nothing of what it is asked."""

    def __init__(self, phrases: Mapping[str, Phrases], reader: Reader, denials: frozenset[str]) -> None:
        self.denials = denials
        self.by_word: dict[Word, list[Phrase]] = {}
        self.firsts: dict[tuple[str, int] | str, list[Word]] = {}
        for finding, said in phrases.items():
            for one in said.say:
                self.add(finding, tuple(replace(word, start=0, end=0) for word in reader.words(one)))
        for first in self.by_word:
            self.firsts.setdefault(first.stem, []).append(first)
            self.firsts.setdefault((first.text[0], len(first.text)), []).append(first)

    def add(self, finding: str, words: tuple[Word, ...]) -> None:
        """Take in a phrase."""
        denies = any(word.text in self.denials for word in words)
        self.by_word.setdefault(words[0], []).append(Phrase(finding, words, denies))

    def heard(self, words: Sequence[Word]) -> Iterator[Heard]:
        """Every phrase in a sentence, at each of its places."""
        for place, word in enumerate(words):
            for first in self.first_words(word):
                if alike(first, word):
                    yield from self.at(place, words, self.by_word[first])

    def first_words(self, word: Word) -> set[Word]:
        """First words of phrases that may be this word: of its stem, or of its first letter and about its length."""
        length = len(word.text)
        may_be = set(self.firsts.get(word.stem, ()))
        if length >= FIRM - 1:
            for other in range(max(FIRM, length - SLIPS), length + SLIPS + 1):
                may_be.update(self.firsts.get((word.text[0], other), ()))
        return may_be

    def at(self, place: int, words: Sequence[Word], phrases: Sequence[Phrase]) -> Iterator[Heard]:
        """Those of the phrases that begin here."""
        for phrase in phrases:
            last = place
            for wanted in phrase.words[1:]:
                last = self.next(wanted, words, last)
                if last < 0:
                    break
            else:
                yield Heard(phrase, place, last)

    def next(self, wanted: Word, words: Sequence[Word], place: int) -> int:
        """The place of the next word of a phrase, or -1. A comma or a denial is never passed over."""
        for ahead in range(place + 1, min(place + 2 + GAP, len(words))):
            if alike(wanted, words[ahead]):
                return ahead
            if words[ahead].text == COMMA or words[ahead].text in self.denials:
                break
        return -1


def alike(wanted: Word, word: Word) -> bool:
    """The same word but for its ending, or one with a slip in five letters or two in nine."""
    if wanted.text == word.text or wanted.stem == word.stem:
        return True
    length = len(wanted.text)
    if length < FIRM or word.text[0] != wanted.text[0]:
        return False
    slips = 1 if length < SURE else 2
    return abs(length - len(word.text)) <= slips and OSA.distance(wanted.text, word.text, score_cutoff=slips) <= slips
