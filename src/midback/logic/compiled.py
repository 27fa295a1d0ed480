"""A rule made ready to be answered many times: a person is one whole number, two bits a finding.

The lower bit of a finding says that it is present, the upper that it is absent; with neither it is unknown. `evaluate`
is the definition; this is the same meaning in a form in which a computer counts fast. The two are compared over random
rules and people in tests/generative.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from midback.logic.nodes import AtLeast, Expression, Has, Not
from midback.terms import Answer

Signs: TypeAlias = int
"""What is known of one person, or asked for by a rule: bits of `Bit`, and of `Bit` one place up for those absent."""
Bit = Mapping[str, int]
"""By finding the bit that says it is present; the next higher one says that it is absent."""
_ANSWERS = {answer.value: answer for answer in Answer}


@dataclass(frozen=True, slots=True)
class Compiled(ABC):
    """Some parts: single signs, that make one true (`yes`) or false (`no`), and rules.

    With none of the signs `for_yes` it can't be true, with none of `for_no` it can't be false: so what most rules say
    of most people, that nothing is known, is seen at one glance. They are as few as will do: of four parts of which
    two are needed any three hold a true one, so that the other needn't be watched. `watched` are both.
    """

    yes: Signs
    no: Signs
    rules: tuple["Compiled", ...]
    for_yes: Signs
    for_no: Signs
    watched: Signs

    def answer(self, signs: Signs) -> Answer:
        """What the rule says of one person."""
        return _ANSWERS[self.sign(signs)]

    def holds(self, signs: Signs) -> bool:
        """Is it known to be true?"""
        return bool(self.for_yes & signs) and self.sign(signs) > 0

    @abstractmethod
    def sign(self, signs: Signs) -> int:
        """The answer as a plain number, -1, 0 or 1: an enumeration's members are slow to compare in the inner loop."""


class AnyOf(Compiled):
    """True when any part is; the first that is ends it."""

    __slots__ = ()

    def sign(self, signs: Signs) -> int:
        """-1, 0 or 1."""
        if signs & self.yes:
            return 1
        no = self.no
        known = signs & no == no
        for rule in self.rules:
            if known or signs & rule.for_yes:
                part = rule.sign(signs)
                if part > 0:
                    return 1
                known = known and part < 0
        return -1 if known else 0


class AllOf(Compiled):
    """True when all parts are; the first that is false ends it."""

    __slots__ = ()

    def sign(self, signs: Signs) -> int:
        """-1, 0 or 1."""
        if signs & self.no:
            return -1
        yes = self.yes
        known = signs & yes == yes
        for rule in self.rules:
            if known or signs & rule.for_no:
                part = rule.sign(signs)
                if part < 0:
                    return -1
                known = known and part > 0
        return 1 if known else 0


@dataclass(frozen=True, slots=True)
class SomeOf(Compiled):
    """True when at least `count` of the `size` parts are."""

    count: int
    size: int

    def sign(self, signs: Signs) -> int:
        """-1, 0 or 1."""
        yes, no = (signs & self.yes).bit_count(), (signs & self.no).bit_count()
        for rule in self.rules:
            part = rule.sign(signs)
            yes += part > 0
            no += part < 0
        if yes >= self.count:
            return 1
        return -1 if no > self.size - self.count else 0


def compiled(expression: Expression, bit: Bit, expected: Signs = 0) -> Compiled:
    """The rule over these bits. Raises KeyError for a finding that has none.

    Signs that are `expected` of nearly everybody tell little, and aren't watched where others will do.
    """
    return _Compiler(bit, expected).rule(expression)


@dataclass(frozen=True, slots=True)
class _Compiler:
    bit: Bit
    expected: Signs

    def rule(self, expression: Expression, *, negated: bool = False) -> Compiled:
        match expression:
            case Has(id):
                has, lacks = self.bit[id], self.bit[id] << 1
                yes, no = (lacks, has) if negated else (has, lacks)
                return AnyOf(yes, no, (), yes, no, yes | no)
            case Not(part):
                return self.rule(part, negated=not negated)
            case AtLeast(count, parts):
                # Not at least k of n is at least n - k + 1 of the parts turned round.
                needed = len(parts) - count + 1 if negated else count
                return self._joined(needed, [self.rule(part, negated=negated) for part in parts])
            case _:
                assert_never(expression)

    def _joined(self, count: int, parts: list[Compiled]) -> Compiled:
        """What is asked for twice counts twice where parts are counted, and once where any or all are asked for."""
        for_yes = self._fewest((part.for_yes for part in parts), len(parts) - count + 1)
        for_no = self._fewest((part.for_no for part in parts), count)
        watched = for_yes, for_no, for_yes | for_no
        if count == 1:
            return AnyOf(*_flattened(AnyOf, parts), *watched)
        if count == len(parts):
            return AllOf(*_flattened(AllOf, parts), *watched)
        return SomeOf(*_counted(parts), *watched, count, len(parts))

    def _fewest(self, watched: Iterable[Signs], enough: int) -> Signs:
        """All signs of so many of the parts, those of the parts that tell most at a glance."""
        best = sorted(watched, key=lambda signs: ((signs & self.expected).bit_count(), signs.bit_count()))
        return _together(best[:enough])


def _counted(parts: list[Compiled]) -> tuple[Signs, Signs, tuple[Compiled, ...]]:
    """Single findings as bits, each once; the others, repeats among them, one by one."""
    yes, no, others = 0, 0, list[Compiled]()
    for part in parts:
        if _is_single(part) and not part.yes & yes:
            yes, no = yes | part.yes, no | part.no
        else:
            others.append(part)
    return yes, no, tuple(others)


def _flattened(kind: type[Compiled], parts: list[Compiled]) -> tuple[Signs, Signs, tuple[Compiled, ...]]:
    """Any of any is any, and all of all is all."""
    flat = [part for part in parts if isinstance(part, kind) or _is_single(part)]
    inner = [rule for part in flat for rule in part.rules]
    others = [part for part in parts if not (isinstance(part, kind) or _is_single(part))]
    return _together(part.yes for part in flat), _together(part.no for part in flat), (*inner, *others)


def _is_single(part: Compiled) -> bool:
    """Is it one finding, present or absent?"""
    return not part.rules and part.yes.bit_count() == 1


def _together(signs: Iterable[Signs]) -> Signs:
    together = 0
    for one in signs:
        together |= one
    return together
