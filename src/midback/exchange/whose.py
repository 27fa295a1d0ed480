"""Which phrases of a sentence are somebody else's, or of long ago. Neither is proposed, and neither is absent."""

from collections.abc import Sequence

from midback.exchange.pattern import Expressions, Patterns
from midback.exchange.phrases_heard import Heard
from midback.exchange.said import Word
from midback.knowledge.speech import Speech

NEAR = 6
"""Words between a phrase and "years ago"."""
REPORTS = 2
"""Words after "my wife" within which "says" or "noticed" must stand."""
AT_ONCE = 2
"""Places from another person to what is said of that person at once."""
POSSESSIVE = "'s"


class Whose:
    """Tells, in one language, whom a sentence is about."""

    def __init__(self, speech: Speech, patterns: Patterns) -> None:
        self.others = patterns.read(speech.others)[0][0].texts
        self.they = frozenset(speech.they)
        self.theirs = frozenset(speech.theirs)
        self.first_person = frozenset(speech.first_person)
        self.having = frozenset(speech.having)
        self.reports = frozenset(speech.reports)

    def of_others(self, words: Sequence[Word], heard: Sequence[Heard], *, of_them: bool) -> set[Heard]:
        """The phrases that are said of another person: than who writes, or `of_them`, than whom the check is about."""
        places = [place for place in range(len(words)) if self.is_other(words, place, of_them=of_them)]
        return {one for one in heard for place in places if self.reaches(words, place, one, of_them=of_them)}

    def is_other(self, words: Sequence[Word], place: int, *, of_them: bool) -> bool:
        """Does another person stand here, not as who reports what the sentence says?"""
        text = words[place].text
        after = {word.text for word in words[place + 1 : place + 1 + REPORTS]}
        is_named = text.removesuffix(POSSESSIVE) in self.others or (text in self.they and not of_them)
        if not is_named or after & self.reports:
            return False
        before = words[place - 1].text if place else ""
        return not of_them or before in self.theirs or before.endswith(POSSESSIVE)

    def reaches(self, words: Sequence[Word], place: int, one: Heard, *, of_them: bool) -> bool:
        """Is the phrase said after that person, with nobody in between that the check is about?"""
        between = {word.text for word in words[place + 1 : one.last + 1]}
        ours = self.first_person | (self.they | self.theirs if of_them else frozenset())
        is_near = one.first - place <= AT_ONCE or not self.having.isdisjoint(between)
        is_near = is_near or words[place].text.endswith(POSSESSIVE)
        return one.first > place and is_near and not between & ours


class LongAgo:
    """Tells, in one language, what was so long ago."""

    def __init__(self, speech: Speech, patterns: Patterns) -> None:
        self.said = Expressions(patterns.read_all(speech.long_ago))
        self.ends = frozenset(speech.now_again)

    def long_ago(self, words: Sequence[Word], heard: Sequence[Heard]) -> set[Heard]:
        """The phrases of long ago, but for those that count ever after."""
        spans = list(self.said.spans(words))
        return {one for one in heard if not one.phrase.ever and any(self._is_of(words, one, *span) for span in spans)}

    def _is_of(self, words: Sequence[Word], one: Heard, first: int, last: int) -> bool:
        between = words[one.last + 1 : first] if one.last < first else words[last + 1 : one.first]
        return len(between) <= NEAR and not any(word.text in self.ends for word in between)
