"""What a rule says of one person.

With ABSENT < UNKNOWN < PRESENT, "at least k of n" is the k-th largest answer: if the k-th largest is
PRESENT then k are; if it is ABSENT then too many are for k ever to be; otherwise the answer depends on
what is not known yet, and is UNKNOWN. "All" is at least n of n, the smallest answer; "any" is at least
one, the largest; "not" turns PRESENT and ABSENT round and leaves UNKNOWN alone.
"""

from collections.abc import Mapping
from typing import assert_never

from midback.logic.nodes import AtLeast, Expression, Has, Not
from midback.terms import Answer


def evaluate(expression: Expression, findings: Mapping[str, Answer]) -> Answer:
    """The rule's answer for these findings; a finding that isn't known counts as UNKNOWN."""
    match expression:
        case Has(id):
            return findings[id]
        case Not(part):
            return Answer(-evaluate(part, findings))
        case AtLeast(count, parts):
            return sorted([evaluate(part, findings) for part in parts])[-count]
        case _:
            assert_never(expression)
