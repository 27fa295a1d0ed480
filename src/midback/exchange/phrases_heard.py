"""Phrases found among words: by their first two words, with slips forgiven and words in between."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from midback.exchange.pattern import FAR, GAP, Patterns, Slots
from midback.exchange.said import COMMA, Word
from midback.exchange.vocabulary import Vocabulary
from midback.knowledge.speech import Phrases

May = frozenset[str]
"""The words of phrases that may stand in a place."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a phrase: what may stand there, and how many words may come before it."""

    may: May
    gap: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """A way to say a finding. `said` is the pattern as it is written; with `but_not` it is another sense of the words.

    `denies` means that a denial is part of it. `ever` means that it counts however long ago it was.
    """

    finding: str
    said: str
    places: tuple[Place, ...]
    denies: bool
    ever: bool
    but_not: bool


@dataclass(frozen=True, slots=True)
class Heard:
    """A phrase in a sentence, from its first word's place to its last word's."""

    phrase: Phrase
    first: int
    last: int


class PhraseIndex:
    """Every phrase of the content in one language, by its first two words. It keeps nothing of what it is asked."""

    def __init__(
        self, phrases: Iterable[Phrases], patterns: Patterns, denials: frozenset[str], real_words: Iterable[str]
    ) -> None:
        self.denials = denials
        self.alone: dict[str, list[Phrase]] = {}
        self.pairs: dict[str, dict[str, list[Phrase]]] = {}
        words: set[Word] = set()
        for one in phrases:
            for said, but_not in (*((said, False) for said in one.say), *((said, True) for said in one.but_not)):
                for slots in patterns.read(said, 0 if but_not else GAP):
                    words.update(word for slot in slots for word in slot.words)
                    self._add(self._phrase(one, said, slots, but_not=but_not))
        self.vocabulary = Vocabulary(words, real_words)

    def _phrase(self, phrases: Phrases, said: str, slots: Slots, *, but_not: bool) -> Phrase:
        denies = but_not or any(self.denials & slot.texts for slot in slots)
        places = tuple(Place(slot.keys, slot.gap) for slot in slots)
        return Phrase(phrases.finding, said, places, denies, phrases.ever, but_not)

    def _add(self, phrase: Phrase) -> None:
        for first in phrase.places[0].may:
            if len(phrase.places) == 1:
                self.alone.setdefault(first, []).append(phrase)
                continue
            seconds = self.pairs.setdefault(first, {})
            for second in phrase.places[1].may:
                seconds.setdefault(second, []).append(phrase)

    def heard(self, words: Sequence[Word]) -> Iterator[Heard]:
        """Every phrase in a sentence, at each of its places, without those that mean something else there."""
        may_be = [self.vocabulary.may_be(word) for word in words]
        found = dict.fromkeys(one for first in range(len(words)) for one in self._from(first, words, may_be))
        others = [one for one in found if one.phrase.but_not]
        yield from (one for one in found if not one.phrase.but_not and not any(_overlap(one, it) for it in others))

    def _from(self, first: int, words: Sequence[Word], may_be: Sequence[May]) -> Iterator[Heard]:
        for word in may_be[first]:
            yield from (Heard(phrase, first, first) for phrase in self.alone.get(word, ()))
            if seconds := self.pairs.get(word):
                for second in self._ahead(words, first, FAR, past_commas=True):
                    for phrase in _with_any(seconds, may_be[second]):
                        if second - first <= phrase.places[1].gap + 1 and _goes_on(phrase, words, first, second):
                            yield from self._rest(phrase, (first, second), words, may_be)

    def _rest(
        self, phrase: Phrase, begun: tuple[int, int], words: Sequence[Word], may_be: Sequence[May]
    ) -> Iterator[Heard]:
        """The phrase, if the others of its words follow the first two."""
        first, last = begun
        for place in phrase.places[2:]:
            ahead = self._ahead(words, last, place.gap, past_commas=phrase.but_not)
            last = next((one for one in ahead if not place.may.isdisjoint(may_be[one])), -1)
            if last < 0:
                return
        yield Heard(phrase, first, last)

    def _ahead(self, words: Sequence[Word], place: int, gap: int, *, past_commas: bool) -> Iterator[int]:
        """The places where the next word of a phrase may stand. A denial is never passed over."""
        for ahead in range(place + 1, min(place + 2 + gap, len(words))):
            yield ahead
            if words[ahead].text in self.denials or (words[ahead].text == COMMA and not past_commas):
                return


def _with_any(seconds: dict[str, list[Phrase]], may: May) -> Iterator[Phrase]:
    for word in may:
        if word in seconds:
            yield from seconds[word]


def _goes_on(phrase: Phrase, words: Sequence[Word], first: int, second: int) -> bool:
    """Does no comma part its first two words? In another sense of the words, one may."""
    return phrase.but_not or all(words[place].text != COMMA for place in range(first + 1, second))


def _overlap(one: Heard, other: Heard) -> bool:
    is_same = one.phrase.finding == other.phrase.finding
    return is_same and one.first <= other.last and other.first <= one.last
