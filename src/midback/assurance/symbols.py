"""Rules as formulas: each answer becomes two booleans, "known present" and "known absent".

This is a third reading of the rule language, beside one person's (`logic.evaluate`) and many people's
(`kernel`); a generative test holds them together.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import assert_never

import z3

from midback.assurance.formulas import every, no, some, then
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
    never_both = [no(every([one.yes, one.no])) for one in someone.values()]
    follows = [
        every([then(someone[id].yes, someone[wide].yes), then(someone[wide].no, someone[id].no)])
        for id, wider in knowledge.wider.items()
        for wide in wider
        if id in someone and wide in someone
    ]
    return every([*never_both, *follows])


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
        return every(parts)
    if count == 1:
        return some(parts)
    return z3.PbGe([(part, 1) for part in parts], count)


def at_least(knowledge: KnowledgeBase, someone: Person) -> dict[Urgency, z3.BoolRef]:
    """For each urgency: is a red flag of it or above raised?"""
    levels: dict[Urgency, z3.BoolRef] = {}
    above: list[z3.BoolRef] = []
    for urgency in sorted(Urgency, reverse=True):
        flags = [flag for flag in knowledge.red_flags.values() if flag.urgency is urgency]
        levels[urgency] = some([*above, *(symbol(flag.when, someone).yes for flag in flags)])
        above = [levels[urgency]]
    return levels


TRUE = re.compile(r"\(define-fun \|(.+?):(.+?):(yes|no)\| \(\) Bool\s+true\)")
"""How a model writes that a boolean of a `person` is true."""


def findings_of(model: z3.ModelRef, someone: Person) -> Findings:
    """The person a model describes, as findings. It says nothing of what can be either."""
    name = next(iter(someone.values())).yes.decl().name().partition(":")[0]
    told = [(id, answer) for whose, id, answer in TRUE.findall(model.sexpr()) if whose == name]
    return Findings([id for id, answer in told if answer == "yes"], [id for id, answer in told if answer == "no"])
