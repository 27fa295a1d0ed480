"""Findings as bits of one whole number: what is known of a person, what answers and numbers say, and what follows.

Each finding has two bits: the lower says present, the upper absent (see `midback.logic.Signs`). Findings stand in the
order of their ids.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import compress
from operator import and_

from midback.knowledge.base import Question, QuestionKind
from midback.knowledge.numbers import Bounds, Threshold
from midback.logic import Signs
from midback.terms import Answer, Findings

_ONE = ord("1")
_BITS = bytes.maketrans(b"01", b"\0\1")


@dataclass(frozen=True, slots=True)
class SignTable:
    """The bit of every finding, and what follows from a sign.

    `places` gives the place of the sign that says it is present, counted from the end of all signs written out.
    `everywhere` holds the lower bit of every finding. `follows` gives, by a single sign, that sign and all that it
    implies: the wider from the narrower when present, the narrower from the wider when absent; `telling` is their sum.
    """

    bit: Mapping[str, int]
    places: Mapping[str, int]
    ids: tuple[str, ...]
    everywhere: Signs
    follows: Mapping[Signs, Signs]
    telling: Signs

    def of(self, answers: Mapping[str, Answer]) -> Signs:
        """What is known of one person; an id that no finding has says nothing."""
        written, places = bytearray(b"0" * (2 * len(self.ids) + 1)), self.places
        for id, answer in answers.items():
            if place := places.get(id):
                written[place if answer is Answer.PRESENT else place - 1] = _ONE
        return int(written, 2)

    def present(self, ids: Iterable[str]) -> Signs:
        """These findings as present. Raises KeyError for an id that no finding has."""
        return sum(self.bit[id] for id in set(ids))

    def findings(self, signs: Signs) -> Findings:
        """The same by id; what is given as both is present, the more serious reading."""
        bits = f"{signs:b}"[::-1].encode().translate(_BITS)
        return Findings(compress(self.ids, bits[::2]), compress(self.ids, bits[1::2]))

    def known(self, signs: Signs) -> Signs:
        """The lower bits of what is known, present or absent."""
        return (signs | signs >> 1) & self.everywhere

    def contradicted(self, signs: Signs) -> Signs:
        """The lower bits of what is said both ways."""
        return signs & signs >> 1 & self.everywhere

    def resolved(self, signs: Signs) -> Signs:
        """What is said both ways is present, the more serious reading."""
        return signs & ~(self.contradicted(signs) << 1)

    def denied(self, signs: Signs) -> Signs:
        """The opposite of each sign."""
        return (signs & self.everywhere) << 1 | (signs >> 1 & self.everywhere)

    def completed(self, signs: Signs) -> Signs:
        """With all that follows (`midback.knowledge.closure.complete`, over bits)."""
        signs = self.resolved(signs)
        waiting = signs & self.telling
        while waiting:
            one = waiting & -waiting
            signs |= self.follows[one]
            waiting ^= one
        return self.resolved(signs)


def sign_table(findings: Iterable[str], wider: Mapping[str, frozenset[str]]) -> SignTable:
    """The table of these findings; `wider` holds all that each implies when present."""
    ids = tuple(sorted(findings))
    bit = {id: 1 << 2 * place for place, id in enumerate(ids)}
    follows = {bit[id]: sum(bit[wide] for wide in implied) | bit[id] for id, implied in wider.items()}
    for id, implied in wider.items():
        for lacking in (bit[wide] << 1 for wide in implied):
            follows[lacking] = follows.get(lacking, lacking) | bit[id] << 1
    places = {id: -1 - 2 * place for place, id in enumerate(ids)}
    return SignTable(bit, places, ids, sum(bit.values()), follows, sum(follows))


@dataclass(frozen=True, slots=True)
class Choices:
    """What the options of one question say. `ticked` is what can be ticked in a list whose empty boxes say no."""

    options: Mapping[str, Signs]
    ticked: Signs

    def signs(self, chosen: Iterable[str], *, not_sure: bool) -> Signs:
        """What a choice says; with "not sure" the boxes left empty say nothing."""
        said = 0
        for id in chosen:
            said |= self.options.get(id, 0)
        return said if not_sure else said | (self.ticked & ~said) << 1


def choices_of(question: Question, bit: Mapping[str, int]) -> Choices:
    """What the options of this question say. Raises KeyError for a finding that has no bit."""
    present = {one.id: sum(bit[id] for id in set(one.present)) for one in question.options}
    options = {one.id: present[one.id] | sum(bit[id] << 1 for id in set(one.absent)) for one in question.options}
    ticked = 0
    if question.kind is QuestionKind.MULTIPLE:
        for signs in present.values():
            ticked |= signs
    return Choices(options, ticked)


@dataclass(frozen=True, slots=True)
class Ruler:
    """What one number says of findings: the same signs all along a stretch from one of `marks` to below the next."""

    marks: tuple[float, ...]
    stretches: tuple[Signs, ...]

    def signs(self, bounds: Bounds) -> Signs:
        """What holds wherever within the bounds the number lies."""
        first, last = bisect_right(self.marks, bounds.low), bisect_right(self.marks, bounds.high)
        return reduce(and_, self.stretches[first : last + 1])


def ruler_of(thresholds: Iterable[tuple[str, Threshold]], bit: Mapping[str, int]) -> Ruler:
    """The ruler of one quantity, from the findings that it makes."""
    found = tuple(thresholds)
    ends = {end for _, one in found for end in (one.at_least, one.below) if end is not None}
    marks = tuple(sorted(ends))
    inside = (float("-inf"), *marks)
    return Ruler(marks, tuple(_read(found, bit, number) for number in inside))


def _read(thresholds: Iterable[tuple[str, Threshold]], bit: Mapping[str, int], number: float) -> Signs:
    return sum(bit[id] if one.holds(number) else bit[id] << 1 for id, one in thresholds)
