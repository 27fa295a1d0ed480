"""A rule made ready to be answered many times: findings as bits of two whole numbers, parts counted as bits.

`evaluate` is the definition; this is the same meaning in a form in which a computer counts fast. A person is two whole
numbers, the findings that are present and those that are absent; a bit in neither is unknown. The two are compared over
random rules and people in tests/generative.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, assert_never

from midback.logic.nodes import AtLeast, Expression, Has, Not
from midback.terms import Answer

Bit = Mapping[str, int]
_ANSWERS = {answer.value: answer for answer in Answer}


class Signs(NamedTuple):
    """One person's findings as bits: those present and those absent."""

    present: int
    absent: int


@dataclass(frozen=True, slots=True)
class Compiled:
    """True when at least `count` of `size` parts are: findings in `has`, findings lacking in `lacks`, and rules."""

    count: int
    size: int
    has: int
    lacks: int
    rules: tuple["Compiled", ...]

    def answer(self, signs: Signs) -> Answer:
        """What the rule says of one person."""
        return _ANSWERS[self.sign(signs.present, signs.absent)]

    def sign(self, present: int, absent: int) -> int:
        """The answer as a plain number, -1, 0 or 1: an enumeration's members are slow to compare in the inner loop."""
        if self.count == 1:
            return self._any(present, absent)
        return self._all(present, absent) if self.count == self.size else self._counted(present, absent)

    def _any(self, present: int, absent: int) -> int:
        """The first part that is true ends it: most rules are of this kind or the next, and counting is slower."""
        has, lacks = self.has, self.lacks
        if present & has or absent & lacks:
            return 1
        known = absent & has == has and present & lacks == lacks
        for rule in self.rules:
            part = rule.sign(present, absent)
            if part > 0:
                return 1
            known = known and part < 0
        return -1 if known else 0

    def _all(self, present: int, absent: int) -> int:
        """The first part that is false ends it."""
        has, lacks = self.has, self.lacks
        if absent & has or present & lacks:
            return -1
        known = present & has == has and absent & lacks == lacks
        for rule in self.rules:
            part = rule.sign(present, absent)
            if part < 0:
                return -1
            known = known and part > 0
        return 1 if known else 0

    def _counted(self, present: int, absent: int) -> int:
        yes = (present & self.has).bit_count() + (absent & self.lacks).bit_count()
        no = (absent & self.has).bit_count() + (present & self.lacks).bit_count()
        for rule in self.rules:
            part = rule.sign(present, absent)
            yes += part > 0
            no += part < 0
        if yes >= self.count:
            return 1
        return -1 if no > self.size - self.count else 0

    @property
    def told_by(self) -> Signs:
        """The findings whose presence, and those whose absence, speak for the rule."""
        inner = [rule.told_by for rule in self.rules]
        has, lacks = self.has, self.lacks
        for one in inner:
            has, lacks = has | one.present, lacks | one.absent
        return Signs(has, lacks)


def compiled(expression: Expression, bit: Bit) -> Compiled:
    """The rule over these bits, one a finding. Raises KeyError for a finding that has none."""
    return _compiled(expression, bit, negated=False)


def _compiled(expression: Expression, bit: Bit, *, negated: bool) -> Compiled:
    match expression:
        case Has(id):
            return Compiled(1, 1, 0, bit[id], ()) if negated else Compiled(1, 1, bit[id], 0, ())
        case Not(part):
            return _compiled(part, bit, negated=not negated)
        case AtLeast(count, parts):
            # Not at least k of n is at least n - k + 1 of the parts turned round.
            needed = len(parts) - count + 1 if negated else count
            return _joined(needed, tuple(_compiled(part, bit, negated=negated) for part in parts))
        case _:
            assert_never(expression)


def _joined(count: int, parts: tuple[Compiled, ...]) -> Compiled:
    """Single findings become bits; one that is named twice counts twice, so the second stays a rule of its own."""
    has, lacks, rules = 0, 0, []
    for part in parts:
        single = part.size == 1 and not part.rules
        if single and not (part.has & has or part.lacks & lacks):
            has, lacks = has | part.has, lacks | part.lacks
        else:
            rules.append(part)
    return Compiled(count, len(parts), has, lacks, tuple(rules))
