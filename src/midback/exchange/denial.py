"""Which phrases of a sentence are denied. What is denied is not proposed; it is never taken as absent."""

from collections.abc import Mapping, Sequence

from midback.exchange.phrases_heard import Heard
from midback.exchange.said import COMMA, Reader, Sentence, Word
from midback.knowledge.base import Speech

OTHER = 3
"""Words that are no phrase and may still be one thing in a list of what is denied: "no energy or fever"."""
AFTER = 3
"""Words within which "before" or "like this" must follow."""


class Denial:
    """Reads denials in one language."""

    def __init__(self, speech: Speech, reader: Reader) -> None:
        self.words = frozenset(speech.denials)
        self.passed_over = frozenset(speech.passed_over)
        self.joins = frozenset(speech.joins)
        self.asked = frozenset(speech.asked)
        self.now_too = [tuple(one.text for one in reader.words(said)) for said in speech.now_too]

    def denied(self, sentence: Sentence, following: Sentence, heard: Sequence[Heard]) -> frozenset[Heard]:
        """The phrases that are denied before they are said, or by a bare "no" after them."""
        by_first: dict[int, list[Heard]] = {}
        for one in heard:
            by_first.setdefault(one.first, []).append(one)
        taken = {place for one in heard if one.phrase.denies for place in range(one.first, one.last + 1)}
        found = {one for one in heard if self.is_answered_no(one, sentence, following)}
        for place, word in enumerate(sentence.words):
            if word.text in self.words and place not in taken:
                found |= _Reach(self, sentence.words, by_first).after(place)
        return frozenset(one for one in found if not one.phrase.denies)

    def is_answered_no(self, one: Heard, sentence: Sentence, following: Sentence) -> bool:
        """Does it end a question that "no" answers?"""
        said = [word.text for word in following.words if word.text not in self.passed_over]
        ends = one.last == len(sentence.words) - 1 and sentence.ended_by in self.asked
        return ends and bool(said) and self.words.issuperset(said)

    def is_now_too(self, words: Sequence[Word], last: int) -> bool:
        """Is it said that it wasn't so before?"""
        after = [word.text for word in words[last + 1 : last + 1 + 2 * AFTER]]
        return any(tuple(after[place : place + len(said)]) == said for said in self.now_too for place in range(AFTER))


class _Reach:
    """How far one denial reaches among the words of a sentence."""

    def __init__(self, denial: Denial, words: Sequence[Word], heard: Mapping[int, Sequence[Heard]]) -> None:
        self.denial = denial
        self.words = words
        self.heard = heard

    def after(self, place: int) -> set[Heard]:
        """What the denial at this place denies: what follows at once, and a list that "or" closes."""
        sure: set[Heard] = set()
        listed: set[Heard] = set()
        is_joined = True
        while is_joined or (sure and self.at(place) == COMMA):
            found, place = self.thing(place + 1)
            listed |= found
            if is_joined or self.at(place) in self.denial.joins:
                sure, listed = sure | listed, set()
            is_joined = self.at(place) in self.denial.joins
        return sure

    def thing(self, place: int) -> tuple[set[Heard], int]:
        """The phrases that begin here, but for small words, and the place after them; or after what is no phrase."""
        while place not in self.heard and self.at(place) in self.denial.passed_over:
            place += 1
        found = self.heard.get(place, ())
        if not found:
            return set(), self.other(place)
        denied = {one for one in found if not self.denial.is_now_too(self.words, one.last)}
        return denied, max(one.last for one in found) + 1

    def other(self, place: int) -> int:
        """The place after a few words that are no phrase."""
        end = min(place + OTHER, len(self.words))
        while place < end and place not in self.heard and self.at(place) not in {COMMA, *self.denial.joins}:
            place += 1
        return place

    def at(self, place: int) -> str:
        """The word or sign at a place; "" beyond the end."""
        return self.words[place].text if place < len(self.words) else ""
