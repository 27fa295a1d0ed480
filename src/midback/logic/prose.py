"""A rule as a sentence that a clinician can check."""

from collections.abc import Callable
from typing import assert_never

from midback.logic.nodes import AtLeast, Expression, Has, Not


def prose(expression: Expression, name: Callable[[str], str], *, inner: bool = False) -> str:
    """Read a rule aloud; `name` gives the words for a finding's id. Parts within parts stand in brackets."""
    match expression:
        case Has(id):
            return name(id)
        case Not(part):
            return f"not {prose(part, name, inner=True)}"
        case AtLeast(_, (part,)):
            return prose(part, name, inner=inner)
        case AtLeast(count, parts):
            sentence = _joined(count, [prose(part, name, inner=True) for part in parts])
            return f"({sentence})" if inner else sentence
        case _:
            assert_never(expression)


def _joined(count: int, parts: list[str]) -> str:
    if count == len(parts):
        return " and ".join(parts)
    if count == 1:
        return " or ".join(parts)
    return f"at least {count} of: {'; '.join(parts)}"
