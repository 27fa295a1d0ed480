"""A person's own words, read for findings to propose. Each proposal is confirmed or not; nothing is concluded.

A phrase is found with small spelling mistakes and with words in between. What is denied, somebody else's or of long ago
isn't proposed, and it isn't taken as absent either: these words can never clear a red flag. How people say things is
content, in `content/phrases/`; how they deny them and tell whose they are, in `content/speech.yaml`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from midback.exchange.denial import Denial
from midback.exchange.pattern import Patterns
from midback.exchange.phrases_heard import Heard, Phrase, PhraseIndex
from midback.exchange.said import Reader, Sentence
from midback.exchange.whose import LongAgo, Whose
from midback.knowledge import KnowledgeBase
from midback.words.catalogue import ENGLISH

LONGEST = 2000
"""Characters that are read."""
MOST = 12
"""Proposals; more would be no help to confirm."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A finding, and the words it came from as they were written."""

    finding: str
    words: str


@dataclass(frozen=True, slots=True)
class _Match:
    phrase: Phrase
    start: int
    end: int

    @property
    def finding(self) -> str:
        return self.phrase.finding


@dataclass(frozen=True, slots=True)
class _Listener:
    """What is needed to read words, made once for a knowledge base. It keeps nothing of what is written."""

    reader: Reader
    index: PhraseIndex
    denial: Denial
    whose: Whose
    long_ago: LongAgo

    def meant(self, sentence: Sentence, following: Sentence, *, of_them: bool) -> Iterator[Heard]:
        """The phrases of a sentence that are so, now, of the person whom the check is about."""
        heard = list(self.index.heard(sentence.words))
        if not heard:
            return
        taken_back = self.denial.denied(sentence, following, heard)
        taken_back |= self.whose.of_others(sentence.words, heard, of_them=of_them)
        taken_back |= self.long_ago.long_ago(sentence.words, heard)
        yield from (one for one in heard if one not in taken_back)


def proposals(knowledge: KnowledgeBase, text: str, *, of_them: bool = False) -> tuple[Proposal, ...]:
    """What the words may mean, in the order in which they were said; each finding once. Reads 2,000 characters.

    `of_them` means that the check is about somebody else than who writes. Where there are more than fit, those that may
    be more urgent are kept.
    """
    read = text[:LONGEST]
    found: dict[str, Proposal] = {}
    matches = _matches(_listener(knowledge), read, of_them=of_them)
    for match in sorted(matches, key=lambda one: (one.start, -one.end, one.finding)):
        words = read[match.start : match.end]
        if match.finding not in found or len(words) > len(found[match.finding].words):
            found[match.finding] = Proposal(match.finding, words)
    urgent = knowledge.index.asked_by_flags
    kept = sorted(found, key=lambda id: -urgent[id] if id in urgent else 0)[:MOST]
    return tuple(one for id, one in found.items() if id in kept)


def phrases_in(knowledge: KnowledgeBase, text: str, *, of_them: bool = False) -> frozenset[Phrase]:
    """The phrases of the content by which words are understood."""
    return frozenset(match.phrase for match in _matches(_listener(knowledge), text, of_them=of_them))


def _matches(listener: _Listener, text: str, *, of_them: bool) -> Iterator[_Match]:
    for sentence, following in pairwise([*listener.reader.sentences(text), Sentence(())]):
        for one in listener.meant(sentence, following, of_them=of_them):
            yield _Match(one.phrase, sentence.words[one.first].start, sentence.words[one.last].end)


@lru_cache(maxsize=4)
def _listener(knowledge: KnowledgeBase) -> _Listener:
    speech = knowledge.speech[ENGLISH]
    reader = Reader(speech)
    patterns = Patterns(reader, speech.groups, speech.alike)
    said = [one for one in knowledge.phrases.values() if one.language == ENGLISH]
    index = PhraseIndex(said, patterns, frozenset(speech.denials), speech.real_words)
    return _Listener(reader, index, Denial(speech, patterns), Whose(speech, patterns), LongAgo(speech, patterns))
