"""How a flaw is planted: one record of the loaded knowledge is replaced, and nothing is read anew."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
import z3

from midback.assurance import proofs, symbols
from midback.assurance.symbols import Person, Symbol
from midback.knowledge import KnowledgeBase
from midback.knowledge.base import Danger, Question, RedFlag
from midback.logic import Compiled, Expression, Not, Signs, findings_in, parse
from midback.logic.compiled import AllOf, AnyOf, SomeOf
from midback.terms import Urgency

Plant = Callable[[KnowledgeBase], KnowledgeBase]


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is planted, and the kind of proof that must catch it with a statement or a note that names `named`.

    Only the stories and, if any are named, the `flags` that the flaw can touch are proved: the others can't see it.
    `code` spoils the reading itself, which no content can.
    """

    id: str
    kind: str
    named: str
    plant: Plant
    flags: tuple[str, ...] = ()
    code: Callable[[pytest.MonkeyPatch], None] | None = None


def record(shelf: str, id: str, **changes: Any) -> Plant:
    """A record with some fields changed; `when` is written as in content."""

    def plant(knowledge: KnowledgeBase) -> KnowledgeBase:
        records = getattr(knowledge, shelf)
        return with_shelf(knowledge, shelf, {**records, id: replace(records[id], **read(changes))})

    return plant


def without(shelf: str, id: object) -> Plant:
    """One record less."""
    return lambda knowledge: with_shelf(
        knowledge, shelf, {one: record for one, record in getattr(knowledge, shelf).items() if one != id}
    )


def flag(when: object, urgency: Urgency, **changes: Any) -> Plant:
    """A red flag more, that says nothing of others; it is called `planted`."""

    def plant(knowledge: KnowledgeBase) -> KnowledgeBase:
        like: RedFlag = next(iter(knowledge.red_flags.values()))
        made = replace(like, id="planted", when=parse(when), urgency=urgency, alone=(), examples=(), **changes)
        return with_shelf(knowledge, "red_flags", {**knowledge.red_flags, "planted": made})

    return plant


def danger(when: object, minimum: Urgency) -> Plant:
    """A danger more, called `planted`."""

    def plant(knowledge: KnowledgeBase) -> KnowledgeBase:
        like: Danger = next(iter(knowledge.dangers.values()))
        made = replace(like, id="planted", when=parse(when), minimum=minimum)
        return with_shelf(knowledge, "dangers", {**knowledge.dangers, "planted": made})

    return plant


def option(page: str, id: str, **changes: Any) -> Plant:
    """An option of a page with some fields changed."""

    def plant(knowledge: KnowledgeBase) -> KnowledgeBase:
        question: Question = knowledge.questions[page]
        options = tuple(replace(one, **changes) if one.id == id else one for one in question.options)
        assert options != question.options, f"{page} has no option {id}"
        return record("questions", page, options=options)(knowledge)

    return plant


def with_shelf(knowledge: KnowledgeBase, shelf: str, records: Any) -> KnowledgeBase:
    """The knowledge with one shelf changed, and what follows from it worked out anew."""
    return replace(knowledge, version="planted", **{shelf: records})


def read(changes: dict[str, Any]) -> dict[str, Any]:
    """The changes with their rule read."""
    return {**changes, "when": parse(changes["when"])} if changes.get("when") else changes


LOWER = int("01" * 4096, 2)
"""The bits that say present, of more findings than there are."""


def unknown_is_no(patch: pytest.MonkeyPatch) -> None:
    """Both readings take a finding that isn't known for one that is absent."""
    reading = symbols.symbol

    def closed(expression: Expression, someone: Person) -> Symbol:
        yes = reading(expression, _closed(expression, someone)).yes
        return Symbol(yes, z3.Not(yes))

    _read(patch, closed, lambda told: (told | told >> 1) & LOWER)


def _closed(expression: Expression, someone: Person) -> Person:
    """What is known of them that the rule names, with no for all that isn't yes."""
    return {id: Symbol(someone[id].yes, z3.Not(someone[id].yes)) for id in findings_in(expression)}


def not_by_default(patch: pytest.MonkeyPatch) -> None:
    """Both readings take a `not` for true until its part is known to be present."""
    reading = symbols.symbol

    def lenient(expression: Expression, someone: Person) -> Symbol:
        if isinstance(expression, Not):
            yes = symbols.symbol(expression.part, someone).yes
            return Symbol(z3.Not(yes), yes)
        return reading(expression, someone)

    _read(patch, lenient, lambda told: told >> 1 & LOWER)


def _read(
    patch: pytest.MonkeyPatch,
    solver: Callable[[Expression, Person], Symbol],
    taken_for_no: Callable[[Signs], Signs],
) -> None:
    """Let the solver read rules so, and the engine take these findings of a rule for absent when they aren't known."""

    def misread(reading: Callable[..., int]) -> Callable[[Compiled, Signs], int]:
        return lambda rule, signs: reading(rule, signs | (taken_for_no(told_by(rule)) & ~signs) << 1)

    for module in (symbols, proofs):
        patch.setattr(module, "symbol", solver)
    for kind in (AnyOf, AllOf, SomeOf):
        patch.setattr(kind, "sign", misread(kind.sign))
        patch.setattr(kind, "watched", Everybody())


class Everybody(int):
    """Watched of everybody: no rule may be passed over where what isn't known says something."""

    def __rand__(self, _signs: Signs) -> int:
        return 1


def told_by(rule: Compiled) -> Signs:
    """Every sign that speaks for a rule, those within its parts included."""
    signs = rule.yes
    for part in rule.rules:
        signs |= told_by(part)
    return signs


def no_page_for_open_flags(patch: pytest.MonkeyPatch) -> None:
    """The interview asks nothing because a flag is open."""
    patch.setattr("midback.engine.interview.by_urgency", lambda _index, _urgency, _signs: {})
