"""What one fact more may do: never lower, add nothing that is said already, decide alone only where a rule says so."""

from collections.abc import Iterator
from itertools import pairwise

import z3

from midback.assurance.formulas import every, same, then
from midback.assurance.proof import Proof
from midback.assurance.solving import fell, proved
from midback.assurance.symbols import Person, Symbol, person, possible
from midback.engine import triage
from midback.knowledge import KnowledgeBase
from midback.knowledge.closure import complete
from midback.knowledge.known_ids import PAIN_NOW, PAIN_WORST
from midback.logic import AtLeast, Expression, Has, Not, Signs, findings_in
from midback.terms import Findings
from midback.words import say


def more_is_never_less(knowledge: KnowledgeBase) -> Iterator[Proof]:
    """Turning an unknown or absent finding present never lowers the urgency: for all at once, else one by one.

    Only what stands under a `not`, or implies what does, can lower: the others are shown by that alone.
    """
    before, after = person(knowledge.findings, "before"), person(knowledge.findings, "after")
    solver = z3.Solver()
    solver.add(possible(before, knowledge), possible(after, knowledge), fell(knowledge, before, after))
    solver.add(every(_grows(before[id], after[id]) for id in before))
    doubtful = set[str]() if solver.check() == z3.unsat else _under_a_not(knowledge)
    for id in knowledge.findings:
        if {id, *knowledge.wider.get(id, ())} & doubtful:
            yield _alone_grows(knowledge, id, solver, before, after)
        else:
            yield Proof("monotone", say("prove.statements.monotone", id=id), holds=True)


def _under_a_not(knowledge: KnowledgeBase) -> set[str]:
    return {id for flag in knowledge.red_flags.values() for id in _denied(flag.when)}


def _denied(rule: Expression) -> Iterator[str]:
    match rule:
        case Not(part):
            yield from findings_in(part)
        case AtLeast(_, parts):
            for one in parts:
                yield from _denied(one)
        case _:
            pass


def _alone_grows(knowledge: KnowledgeBase, id: str, solver: z3.Solver, before: Person, after: Person) -> Proof:
    """The same where nothing grows but this finding and what it implies."""
    may = {id, *knowledge.wider.get(id, ())}
    solver.push()
    solver.add(every(_same(before[one], after[one]) for one in before if one not in may))
    proof = proved("monotone", say("prove.statements.monotone", id=id), solver, [before, after])
    solver.pop()
    return proof


def _grows(before: Symbol, after: Symbol) -> z3.BoolRef:
    return every([then(before.yes, after.yes), then(after.no, before.no)])


def _same(before: Symbol, after: Symbol) -> z3.BoolRef:
    return every([same(before.yes, after.yes), same(before.no, after.no)])


def narrower_says_it_all(knowledge: KnowledgeBase) -> Iterator[Proof]:
    """Who tells a narrower finding has told the wider: adding that changes nothing, and alone it demands no less."""
    for id in knowledge.wider:
        wrong = [wide for wide in _implied(knowledge, id) if not _says(knowledge, id, wide)]
        statement = say("prove.statements.narrower", id=id)
        yield Proof("narrower", statement, not wrong, Findings([id]) if wrong else None, note=", ".join(wrong))


def _implied(knowledge: KnowledgeBase, id: str) -> list[str]:
    """What its record, and the records of what it implies, say that it implies."""
    reached, waiting = dict[str, None](), [*knowledge.findings[id].implies]
    while waiting:
        one = waiting.pop()
        if one not in reached:
            reached[one] = None
            waiting += knowledge.findings[one].implies
    return [*reached, *(wide for wide in knowledge.wider[id] if wide not in reached)]


def _says(knowledge: KnowledgeBase, id: str, wide: str) -> bool:
    """Known by the narrower, absent with the wider, and no more urgent alone than the narrower alone."""
    bits, wider = knowledge.index.signs, knowledge.wider
    alone, both = (bits.completed(bits.present(ids)) for ids in ([id], [id, wide]))
    lacking = bits.completed(bits.bit[wide] << 1)
    has, has_wide = (complete(Findings([one]), wider) for one in (id, wide))
    return (
        alone == both == bits.of(has)
        and bool(lacking & bits.bit[id] << 1)
        and triage(knowledge, has).urgency >= triage(knowledge, has_wide).urgency
    )


def worse_pain_is_never_less(knowledge: KnowledgeBase) -> Iterator[Proof]:
    """At each mark of the pain scales: from there on no less is demanded than just below, all else alike."""
    before, after = person(knowledge.findings, "before"), person(knowledge.findings, "after")
    solver = z3.Solver()
    solver.add(possible(before, knowledge), possible(after, knowledge), fell(knowledge, before, after))
    for quantity in (PAIN_NOW, PAIN_WORST):
        if ruler := knowledge.index.rulers.get(quantity):
            for mark, (low, high) in zip(ruler.marks, pairwise(ruler.stretches), strict=True):
                statement = say("prove.statements.scale", id=quantity, mark=f"{mark:g}")
                solver.push()
                solver.add(every(_grown(knowledge, before, after, low, high)))
                yield proved("scale", statement, solver, [before, after])
                solver.pop()


def _grown(knowledge: KnowledgeBase, before: Person, after: Person, low: Signs, high: Signs) -> Iterator[z3.BoolRef]:
    """All else is alike; only what follows from the number, or it from, may grow with it."""
    bits = knowledge.index.signs
    read = {*bits.findings(low)}
    for id in before:
        if id not in read:
            yield (_grows if read & _kin(knowledge, id) else _same)(before[id], after[id])
    yield from _said(before, bits.findings(low))
    yield from _said(after, bits.findings(high))


def _kin(knowledge: KnowledgeBase, id: str) -> frozenset[str]:
    """What follows from a finding, and what it follows from."""
    return knowledge.wider.get(id, frozenset()) | {one for one, wide in knowledge.wider.items() if id in wide}


def _said(someone: Person, findings: Findings) -> Iterator[z3.BoolRef]:
    yield from (someone[id].yes for id in findings.present)
    yield from (someone[id].no for id in findings.absent)


def none_decides_alone(knowledge: KnowledgeBase) -> Iterator[Proof]:
    """One finding, with what it implies, raises a flag only where the rule names it so, or the flag declares it."""
    bits = knowledge.index.signs
    alone = {id: bits.completed(bits.bit[id]) for id in knowledge.findings}
    for flag, rule in knowledge.index.rules:
        raising = {id for id, signs in alone.items() if rule.sign(signs) > 0}
        named = {id for id in raising if _alternatives(flag.when) & {id, *knowledge.wider.get(id, ())}}
        wrong = sorted((raising - named) ^ {*flag.alone})
        somebody = complete(Findings(wrong[:1]), knowledge.wider) if wrong else None
        statement = say("prove.statements.alone", id=flag.id)
        yield Proof("alone", statement, not wrong, somebody, note=", ".join(wrong))


def _alternatives(rule: Expression) -> set[str]:
    """The findings that a rule names as enough by themselves."""
    match rule:
        case Has(id):
            return {id}
        case AtLeast(1, parts):
            return set().union(*map(_alternatives, parts))
        case _:
            return set()
