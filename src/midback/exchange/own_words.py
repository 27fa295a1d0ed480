"""A person's own words, read for findings to propose. Each proposal is confirmed or not; nothing is concluded.

A phrase is found with small spelling mistakes and with one word in between. After "no", "not" or their like it isn't
proposed, and it isn't taken as absent either: these words can never clear a red flag.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from midback.knowledge import KnowledgeBase

LONGEST = 1000
"""Characters that are read."""
MOST = 12
"""Proposals; more would be no help to confirm."""
GAP = 1
BEFORE = 4
"""How many words a denial reaches ahead."""
DENIALS = frozenset(
    (
        "no",
        "not",
        "never",
        "without",
        "denies",
        "nor",
        "none",
        "isn't",
        "don't",
        "doesn't",
        "didn't",
        "haven't",
        "hasn't",
    )
)
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_END = re.compile(r"[.!?;:,\n]|\b(?:but|although|however|though|and then)\b")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A finding, and the words it came from as they were written."""

    finding: str
    words: str


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Match:
    finding: str
    start: int
    end: int


def proposals(knowledge: KnowledgeBase, text: str) -> tuple[Proposal, ...]:
    """What the words may mean, in the order in which they were said; each finding once."""
    read = text[:LONGEST].replace("’", "'")
    matches = _longest([match for clause in _clauses(read.lower()) for match in _matches(knowledge, clause)])
    found: dict[str, Proposal] = {}
    for match in matches:
        words = read[match.start : match.end]
        if match.finding not in found or len(words) > len(found[match.finding].words):
            found[match.finding] = Proposal(match.finding, words)
    return tuple(found.values())[:MOST]


def _clauses(text: str) -> Iterator[list[_Word]]:
    """The words of each clause; a denial doesn't reach beyond its own."""
    start = 0
    for end in [*(match.start() for match in _END.finditer(text)), len(text)]:
        words = [_Word(one.group(), one.start(), one.end()) for one in _WORD.finditer(text, start, end)]
        if words:
            yield words
        start = end


def _matches(knowledge: KnowledgeBase, clause: Sequence[_Word]) -> Iterator[_Match]:
    for finding, phrase in _phrases(knowledge):
        for place in range(len(clause)):
            end = _ends(phrase, clause, place)
            if end is not None and not _is_denied(clause, place, phrase):
                yield _Match(finding, clause[place].start, clause[end].end)


def _ends(phrase: tuple[str, ...], clause: Sequence[_Word], place: int) -> int | None:
    """The place of the phrase's last word, if it begins here; at most GAP words may stand between two of its words."""
    if not _alike(phrase[0], clause[place].text):
        return None
    for wanted in phrase[1:]:
        ahead = range(place + 1, min(place + 2 + GAP, len(clause)))
        found = next((one for one in ahead if _alike(wanted, clause[one].text)), None)
        if found is None:
            return None
        place = found
    return place


@lru_cache(maxsize=65536)
def _alike(wanted: str, word: str) -> bool:
    """The same word, or one with a slip in five letters or two in nine."""
    if wanted == word:
        return True
    slips = 0 if len(wanted) < 5 else 1 if len(wanted) < 9 else 2
    return slips > 0 and word[:1] == wanted[:1] and OSA.distance(wanted, word, score_cutoff=slips) <= slips


def _is_denied(clause: Sequence[_Word], place: int, phrase: tuple[str, ...]) -> bool:
    if DENIALS.intersection(phrase):
        return False
    return any(word.text in DENIALS for word in clause[max(0, place - BEFORE) : place])


def _longest(matches: list[_Match]) -> list[_Match]:
    """Matches in order, without those that lie within a longer one."""
    kept = [one for one in matches if not any(_within(one, other) for other in matches)]
    return sorted(kept, key=lambda one: (one.start, -one.end, one.finding))


def _within(one: _Match, other: _Match) -> bool:
    inside = other.start <= one.start and one.end <= other.end
    return inside and (other.end - other.start) > (one.end - one.start)


@lru_cache(maxsize=4)
def _phrases(knowledge: KnowledgeBase) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(
        (id, tuple(_WORD.findall(phrase.lower()))) for id, said in knowledge.phrases.items() for phrase in said.say
    )
