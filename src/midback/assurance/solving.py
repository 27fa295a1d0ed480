"""Asks the solver for a person for whom a statement fails, and makes whom it finds small."""

from collections.abc import Iterable, Iterator, Sequence

import z3

from midback.assurance.formulas import every, no, some
from midback.assurance.proof import Proof
from midback.assurance.symbols import Person, Symbol, at_least, findings_of, possible
from midback.knowledge import KnowledgeBase
from midback.terms import Urgency


def fell(knowledge: KnowledgeBase, before: Person, after: Person) -> z3.BoolRef:
    """Is it less urgent after than before?"""
    was, is_now = at_least(knowledge, before), at_least(knowledge, after)
    return some(every([was[urgency], no(is_now[urgency])]) for urgency in Urgency)


def refuted(
    knowledge: KnowledgeBase, kind: str, statement: str, people: list[dict[str, Symbol]], claim: z3.BoolRef
) -> Proof:
    """The statement holds if no possible people make the claim true; else somebody small for whom it is."""
    solver = z3.Solver()
    solver.add(every([*(possible(someone, knowledge) for someone in people), claim]))
    return proved(kind, statement, solver, people)


def proved(kind: str, statement: str, solver: z3.Solver, people: Sequence[Person]) -> Proof:
    """The statement holds if what the solver was given can't be; else somebody small for whom it can."""
    if solver.check() == z3.unsat:
        return Proof(kind, statement, holds=True)
    model = smallest(solver, people[0])
    then = findings_of(model, people[1]) if len(people) > 1 else None
    return Proof(kind, statement, False, findings_of(model, people[0]), then)


def smallest(solver: z3.Solver, someone: Person) -> z3.ModelRef:
    """Shrink a counter-example: leave out every known finding that it can do without, many at a time, then each."""
    model = solver.model()
    solver.push()
    _leave_out(solver, someone, {*someone} - {*findings_of(model, someone)})
    for size in _halved(len(someone)):
        known = list(findings_of(model, someone))
        for start in range(0, len(known), size):
            model = _without(solver, someone, known[start : start + size]) or model
    while less := next(filter(None, (_without(solver, someone, [id]) for id in findings_of(model, someone))), None):
        model = less
    solver.pop()
    return model


def _halved(size: int) -> Iterator[int]:
    """The size and its halves down to 1."""
    while size:
        yield size
        size //= 2


def _without(solver: z3.Solver, someone: Person, ids: Sequence[str]) -> z3.ModelRef | None:
    """The person with none of these known, if there is such; then they stay left out."""
    solver.push()
    _leave_out(solver, someone, ids)
    model = solver.model() if solver.check() == z3.sat else None
    solver.pop()
    if model is not None:
        _leave_out(solver, someone, ids)
    return model


def _leave_out(solver: z3.Solver, someone: Person, ids: Iterable[str]) -> None:
    solver.add(every(no(part) for id in ids for part in (someone[id].yes, someone[id].no)))
