"""A person's own words, read for findings to propose. Each proposal is confirmed or not; nothing is concluded.

A phrase is found with small spelling mistakes and with one word in between. What is denied isn't proposed, and it isn't
taken as absent either: these words can never clear a red flag. How people deny is content, in `content/speech.yaml`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from midback.exchange.denial import Denial
from midback.exchange.phrases_heard import PhraseIndex
from midback.exchange.said import Reader, Sentence
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
    finding: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Listener:
    """What is needed to read words, made once for a knowledge base. It keeps nothing of what is written."""

    reader: Reader
    index: PhraseIndex
    denial: Denial


def proposals(knowledge: KnowledgeBase, text: str) -> tuple[Proposal, ...]:
    """What the words may mean, in the order in which they were said; each finding once. Reads 2,000 characters."""
    read = text[:LONGEST]
    found: dict[str, Proposal] = {}
    for match in _longest(list(_matches(_listener(knowledge), read))):
        words = read[match.start : match.end]
        if match.finding not in found or len(words) > len(found[match.finding].words):
            found[match.finding] = Proposal(match.finding, words)
    return tuple(found.values())[:MOST]


def _matches(listener: _Listener, text: str) -> Iterator[_Match]:
    for sentence, following in pairwise([*listener.reader.sentences(text), Sentence(())]):
        heard = list(listener.index.heard(sentence.words))
        denied = listener.denial.denied(sentence, following, heard) if heard else ()
        for one in heard:
            if one not in denied:
                start, end = sentence.words[one.first].start, sentence.words[one.last].end
                yield _Match(one.phrase.finding, start, end)


def _longest(matches: Sequence[_Match]) -> list[_Match]:
    """Matches in order, without those that lie within a longer one."""
    kept = [one for one in matches if not any(_within(one, other) for other in matches)]
    return sorted(kept, key=lambda one: (one.start, -one.end, one.finding))


def _within(one: _Match, other: _Match) -> bool:
    inside = other.start <= one.start and one.end <= other.end
    return inside and (other.end - other.start) > (one.end - one.start)


@lru_cache(maxsize=4)
def _listener(knowledge: KnowledgeBase) -> _Listener:
    speech = knowledge.speech[ENGLISH]
    reader = Reader(speech)
    return _Listener(reader, PhraseIndex(knowledge.phrases, reader, frozenset(speech.denials)), Denial(speech, reader))
