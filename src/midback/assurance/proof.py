"""What a proof says: a statement, whether it holds, and if not, somebody for whom it doesn't."""

from dataclasses import dataclass

from midback.terms import Findings


@dataclass(frozen=True, slots=True)
class Proof:
    """A statement, whether it holds for everybody, and if not, somebody for whom it doesn't.

    Where the statement is about a change, `then` is the same person after it.
    """

    kind: str
    statement: str
    holds: bool
    counter_example: Findings | None = None
    then: Findings | None = None
    note: str = ""
