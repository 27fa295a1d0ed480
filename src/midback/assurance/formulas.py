"""The solver's connectives, made straight through its C interface.

The binding's own look up the sort of every operand again, which takes longer than most of the proofs.
"""

from collections.abc import Iterable
from typing import Any

import z3


def every(parts: Iterable[z3.BoolRef]) -> z3.BoolRef:
    """True if all of them are; of none, true."""
    held = [*parts]
    return _formula(z3.Z3_mk_and(_context(), len(held), _array(held)))


def some(parts: Iterable[z3.BoolRef]) -> z3.BoolRef:
    """True if one of them is; of none, false."""
    held = [*parts]
    return _formula(z3.Z3_mk_or(_context(), len(held), _array(held)))


def no(part: z3.BoolRef) -> z3.BoolRef:
    """True if it isn't."""
    return _formula(z3.Z3_mk_not(_context(), part.ast))


def then(first: z3.BoolRef, second: z3.BoolRef) -> z3.BoolRef:
    """True if the second follows from the first."""
    return _formula(z3.Z3_mk_implies(_context(), first.ast, second.ast))


def same(one: z3.BoolRef, other: z3.BoolRef) -> z3.BoolRef:
    """True if both are, or neither."""
    return _formula(z3.Z3_mk_iff(_context(), one.ast, other.ast))


def _array(held: list[z3.BoolRef]) -> Any:
    """Whoever calls holds the parts: a formula that nothing holds is freed."""
    return (z3.Ast * len(held))(*(one.ast for one in held))


def _context() -> z3.ContextObj:
    return z3.main_ctx().ref()


def _formula(made: z3.Ast) -> z3.BoolRef:
    return z3.BoolRef(made, z3.main_ctx())
