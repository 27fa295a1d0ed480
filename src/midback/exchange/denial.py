"""Which phrases of a sentence are denied. What is denied is not proposed; it is never taken as absent."""

from collections.abc import Mapping, Sequence

from midback.exchange.pattern import Expressions, Patterns
from midback.exchange.phrases_heard import Heard
from midback.exchange.said import COMMA, Sentence, Word
from midback.knowledge.speech import Speech

OTHER = 3
"""Words that are no phrase and may still be one thing in a list of what is denied: "no energy or fever"."""
AFTER = 3
"""Words within which "before" or "like this" must follow, and words between a phrase and "was negative"."""


class Denial:
    """Reads denials in one language."""

    def __init__(self, speech: Speech, patterns: Patterns) -> None:
        self.words = frozenset(speech.denials)
        self.lists = frozenset(speech.lists)
        self.passed_over = frozenset(speech.passed_over)
        self.results = frozenset(speech.results)
        self.joins = frozenset(speech.joins)
        self.asked = frozenset(speech.asked)
        self.doubts = Expressions(patterns.read_all(speech.doubts))
        self.fears = Expressions(patterns.read_all(speech.fears))
        self.no_denials = Expressions(patterns.read_all(speech.no_denials))
        self.now_too = Expressions(patterns.read_all(speech.now_too))
        self.denied_after = Expressions(patterns.read_all(speech.denied_after))

    def denied(self, sentence: Sentence, following: Sentence, heard: Sequence[Heard]) -> set[Heard]:
        """The phrases that are denied before they are said, or after them."""
        words = sentence.words
        by_first: dict[int, list[Heard]] = {}
        for one in heard:
            by_first.setdefault(one.first, []).append(one)
        found = {one for one in heard if self.is_answered_no(one, sentence, following) or self.is_undone(one, words)}
        for last in self.denials(words, heard):
            found |= _Reach(self, words, by_first).after(last)
        for _, last in self.fears.spans(words):
            found |= {one for one in _Reach(self, words, by_first).after(last) if one.phrase.ever}
        return {one for one in found if not one.phrase.denies}

    def denials(self, words: Sequence[Word], heard: Sequence[Heard]) -> list[int]:
        """The places of denials that are no part of a phrase and no idiom, such as "can't stop" or "not only"."""
        denying = [one for one in heard if one.phrase.denies]
        taken = {place for one in denying for place in range(one.first, one.last + 1)}
        taken |= {place for first, last in self.no_denials.spans(words) for place in range(first, last + 1)}
        said = [place for place, word in enumerate(words) if word.text in self.words and place not in taken]
        said += [last for first, last in self.doubts.spans(words) if first not in taken]
        return said + [one.last + 1 for one in denying if self.hands_on(words, one)]

    def hands_on(self, words: Sequence[Word], one: Heard) -> bool:
        """Does a phrase that begins with a denial hand it on: "no appetite or fever"?"""
        after = words[one.last + 1].text if one.last + 1 < len(words) else ""
        return words[one.first].text in self.words and after in self.joins

    def is_answered_no(self, one: Heard, sentence: Sentence, following: Sentence) -> bool:
        """Does it end a question that "no" answers?"""
        said = [word.text for word in following.words if word.text not in self.passed_over]
        ends = one.last == len(sentence.words) - 1 and sentence.ended_by in self.asked
        return ends and bool(said) and self.words.issuperset(said)

    def is_undone(self, one: Heard, words: Sequence[Word]) -> bool:
        """Is it said after it that it isn't so: "was ruled out", "runs in the family"?"""
        for place in range(one.last + 1, min(one.last + 2 + AFTER, len(words))):
            if (last := self.denied_after.ends_at(words, place)) >= 0:
                return self.now_too.ends_at(words, last + 1) < 0
            if words[place].text not in self.results:
                break
        return False

    def is_now_too(self, words: Sequence[Word], one: Heard) -> bool:
        """Is it said that it wasn't so before? Of what counts however long ago it was, that is a denial."""
        places = range(one.last + 1, one.last + 1 + AFTER)
        return not one.phrase.ever and any(self.now_too.ends_at(words, place) >= 0 for place in places)


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
        is_list = self.at(place) in self.denial.lists
        while is_joined or ((sure or is_list) and self.at(place) == COMMA):
            found, place = self.thing(place + 1)
            listed |= found
            if is_joined or self.at(place) in self.denial.joins:
                sure, listed = sure | listed, set()
            is_joined = self.at(place) in self.denial.joins
        return sure

    def thing(self, place: int) -> tuple[set[Heard], int]:
        """The phrases that begin here, but for small words, and the place after them; or after what is no phrase."""
        found: list[Heard] = []
        while self.at(place) in self.denial.passed_over or place in self.heard:
            found += self.heard.get(place, ())
            if self.at(place) not in self.denial.passed_over:
                break
            place += 1
        if not found:
            return set(), self.other(place)
        end = max(one.last for one in found)
        found += [one for within in range(place + 1, end + 1) for one in self.heard.get(within, ())]
        return {one for one in found if not self.denial.is_now_too(self.words, one)}, end + 1

    def other(self, place: int) -> int:
        """The place after a few words that are no phrase."""
        end = min(place + OTHER, len(self.words))
        while place < end and place not in self.heard and self.at(place) not in {COMMA, *self.denial.joins}:
            place += 1
        return place

    def at(self, place: int) -> str:
        """The word or sign at a place; "" beyond the end."""
        return self.words[place].text if place < len(self.words) else ""
