"""Rules as formulas: each answer becomes two booleans, "known present" and "known absent".

This is a third reading of the rule language, beside one person's (`logic.evaluate`) and many people's
(`kernel`); a generative test holds them together.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import assert_never

import z3

from midback.knowledge import KnowledgeBase
from midback.logic import AtLeast, Expression, Has, Not
from midback.terms import Findings, Urgency


@dataclass(frozen=True, slots=True)
class Symbol:
    """A three-valued answer: yes, no, or neither. Never both."""

    yes: z3.BoolRef
    no: z3.BoolRef


Person = Mapping[str, Symbol]


def person(ids: Iterable[str], name: str) -> dict[str, Symbol]:
    """Somebody about whom nothing is known yet; `name` keeps people apart."""
    return {id: Symbol(z3.Bool(f"{name}:{id}:yes"), z3.Bool(f"{name}:{id}:no")) for id in ids}


def possible(someone: Person, knowledge: KnowledgeBase) -> z3.BoolRef:
    """No finding is both present and absent, and what findings imply holds."""
    never_both = [z3.Not(z3.And(one.yes, one.no)) for one in someone.values()]
    follows = [
        z3.And(z3.Implies(someone[id].yes, someone[wide].yes), z3.Implies(someone[wide].no, someone[id].no))
        for id, wider in knowledge.wider.items()
        for wide in wider
        if id in someone and wide in someone
    ]
    return z3.And(*never_both, *follows)


def symbol(expression: Expression, someone: Person) -> Symbol:
    """What a rule says of somebody, as formulas."""
    match expression:
        case Has(id):
            return someone[id]
        case Not(part):
            turned = symbol(part, someone)
            return Symbol(turned.no, turned.yes)
        case AtLeast(count, parts):
            symbols = [symbol(part, someone) for part in parts]
            return Symbol(
                _at_least(count, [one.yes for one in symbols]),
                _at_least(len(parts) - count + 1, [one.no for one in symbols]),
            )
        case _:
            assert_never(expression)


def _at_least(count: int, parts: list[z3.BoolRef]) -> z3.BoolRef:
    """Plain and/or where it is one, else a counting constraint."""
    if count == len(parts):
        return z3.And(*parts)
    if count == 1:
        return z3.Or(*parts)
    return z3.PbGe([(part, 1) for part in parts], count)


def at_least_as_urgent(knowledge: KnowledgeBase, someone: Person, urgency: Urgency) -> z3.BoolRef:
    """Is a red flag of this urgency or above raised?"""
    flags = [flag for flag in knowledge.red_flags.values() if flag.urgency >= urgency]
    return z3.Or(*(symbol(flag.when, someone).yes for flag in flags))


def findings_of(model: z3.ModelRef, someone: Person) -> Findings:
    """The person a model describes, as findings."""
    present = [id for id, one in someone.items() if z3.is_true(model.eval(one.yes))]
    absent = [id for id, one in someone.items() if z3.is_true(model.eval(one.no))]
    return Findings(present, absent)
