"""The rule language: three shapes, closed, with one meaning for a person, a page and a solver."""

from midback.logic.compiled import Compiled, Signs, compiled
from midback.logic.deciding import deciding
from midback.logic.evaluate import evaluate
from midback.logic.nodes import AtLeast, Expression, Has, Not, all_of, any_of, findings_in
from midback.logic.parse import RuleFault, parse
from midback.logic.prose import prose

__all__ = [
    "AtLeast",
    "Compiled",
    "Expression",
    "Has",
    "Not",
    "RuleFault",
    "Signs",
    "all_of",
    "any_of",
    "compiled",
    "deciding",
    "evaluate",
    "findings_in",
    "parse",
    "prose",
]
