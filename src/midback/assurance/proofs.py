"""The safety of the rules, proved for every possible person on every build.

Each statement is proved by asking the solver for a person for whom it fails. If there is one, the smallest
that was found becomes a case that `midback assess` can run.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from types import MappingProxyType

import z3

from midback.assurance.calms import calms_hold
from midback.assurance.facts import (
    more_is_never_less,
    narrower_says_it_all,
    none_decides_alone,
    worse_pain_is_never_less,
)
from midback.assurance.formulas import every, no, same, some, then
from midback.assurance.ladders import ladders_hold
from midback.assurance.proof import Proof
from midback.assurance.reach import emergencies_are_reached
from midback.assurance.solving import proved, refuted
from midback.assurance.symbols import Person, Symbol, at_least, person, possible, symbol
from midback.knowledge import KnowledgeBase
from midback.knowledge.base import Question
from midback.knowledge.closure import complete
from midback.logic import evaluate, findings_in
from midback.terms import Answer, Findings, Urgency
from midback.words import say


def prove(knowledge: KnowledgeBase, kinds: Collection[str] = ()) -> Iterator[Proof]:
    """Every statement about these rules, or those of some kinds, with its proof."""
    for kind, proofs in PROOFS.items():
        if not kinds or kind in kinds:
            yield from proofs(knowledge)


def _no_escapes(knowledge: KnowledgeBase) -> Iterator[Proof]:
    """Whoever is in a danger gets at least its urgency. One solver serves all dangers."""
    someone = person(knowledge.findings, "p")
    solver = z3.Solver()
    solver.add(possible(someone, knowledge))
    urgent = {urgency: z3.Bool(f"at_least_{urgency.id}") for urgency in Urgency}
    demanded = at_least(knowledge, someone)
    solver.add(every(same(urgent[level], demanded[level]) for level in Urgency))
    for danger in knowledge.dangers.values():
        solver.push()
        solver.add(every([symbol(danger.when, someone).yes, no(urgent[danger.minimum])]))
        statement = say("prove.statements.danger", id=danger.id, level=danger.minimum.id)
        yield proved("danger", statement, solver, [someone])
        solver.pop()


def _all_can_be_raised(knowledge: KnowledgeBase) -> Iterator[Proof]:
    """Some possible person raises each flag: none is dead."""
    someone = person(knowledge.findings, "p")
    solver = z3.Solver()
    solver.add(possible(someone, knowledge))
    for flag in knowledge.red_flags.values():
        can_be = solver.check(symbol(flag.when, someone).yes) == z3.sat
        yield Proof("raisable", say("prove.statements.raisable", id=flag.id), can_be)


def _settled_stays_settled(knowledge: KnowledgeBase) -> Iterator[Proof]:
    """Once settled, no further answer changes the urgency, up or down."""
    before, after = person(knowledge.findings, "before"), person(knowledge.findings, "after")
    answered = every(part for id in before for part in _kept(before[id], after[id]))
    changed = some(_changes(knowledge, before, after))
    statement = say("prove.statements.settled")
    yield refuted(knowledge, "settled", statement, [before, after], every([answered, changed]))


def _kept(before: Symbol, after: Symbol) -> Iterator[z3.BoolRef]:
    yield then(before.yes, after.yes)
    yield then(before.no, after.no)


def _changes(knowledge: KnowledgeBase, before: Person, after: Person) -> Iterator[z3.BoolRef]:
    """For each urgency: what was raised is so no longer, or is raised although no flag so urgent or more was open."""
    was, is_now = at_least(knowledge, before), at_least(knowledge, after)
    closed: list[z3.BoolRef] = []
    for urgency in sorted(Urgency, reverse=True):
        flags = [flag for flag in knowledge.red_flags.values() if flag.urgency is urgency]
        closed = [every([*closed, *(_closed(symbol(flag.when, before)) for flag in flags)])]
        yield every([was[urgency], no(is_now[urgency])])
        yield every([no(was[urgency]), *closed, is_now[urgency]])


def _closed(flag: Symbol) -> z3.BoolRef:
    return some([flag.yes, flag.no])


def _everyone_has_a_disposition(knowledge: KnowledgeBase) -> Iterator[Proof]:
    """Every urgency has advice in every profile and a safety net, and a case not settled has a floor above home."""
    lacking = [
        f"{profile.id}: {urgency.id}"
        for profile in knowledge.profiles.values()
        for urgency in Urgency
        if urgency not in profile.advice or urgency not in knowledge.safety_netting
    ]
    low = [profile.id for profile in knowledge.profiles.values() if profile.floor <= Urgency.ROUTINE]
    statement = say("prove.statements.disposition")
    nobody = Findings() if low else None
    yield Proof("disposition", statement, not lacking and not low, nobody, note=", ".join([*lacking, *low]))


def _the_screen_is_for_everybody(knowledge: KnowledgeBase) -> Iterator[Proof]:
    """There is an emergency screen, and no answer makes a page of it beside the point."""
    screen = [question for question in knowledge.questions.values() if question.emergency]
    skipped = [question.id for question in screen if question.when is not None]
    statement = say("prove.statements.screen")
    yield Proof("screen", statement, bool(screen) and not skipped, note=", ".join(skipped))


def _everything_is_asked(knowledge: KnowledgeBase) -> Iterator[Proof]:
    """Whatever a person can know of a danger is asked of everybody who has it, before the interview may end."""
    someone = person(knowledge.findings, "p")
    solver = z3.Solver()
    solver.add(possible(someone, knowledge))
    for id in sorted({id for danger in knowledge.dangers.values() for id in findings_in(danger.when)}):
        if knowledge.findings[id].reportable:
            askers = [question for question in knowledge.questions.values() if _asks(question, id, knowledge)]
            asked = any(_reaches(solver, someone, question, id) for question in askers)
            somebody = None if asked else complete(Findings([id]), knowledge.wider)
            yield Proof("asked", say("prove.statements.asked", id=id), asked, somebody)


def _asks(question: Question, id: str, knowledge: KnowledgeBase) -> bool:
    """Itself, or by a narrower finding: whoever has the wider one has it in one of its narrower forms."""
    threshold = knowledge.findings[id].threshold
    narrower = {one for one in question.asked if id in knowledge.wider.get(one, ())}
    return (
        id in question.asked
        or bool(narrower)
        or (threshold is not None and question.quantity == _asked_as(knowledge, threshold.quantity))
    )


def _asked_as(knowledge: KnowledgeBase, quantity: str) -> str:
    """The age at which the pain began is worked out from two answers; asking the age is what matters."""
    derived = knowledge.quantities[quantity].derived
    return derived.years if derived and derived.years else quantity


def _reaches(solver: z3.Solver, someone: Person, question: Question, id: str) -> bool:
    """Nobody who has the finding can have made the question beside the point."""
    if question.when is None:
        return True
    return bool(solver.check(someone[id].yes, symbol(question.when, someone).no) == z3.unsat)


def _nobody_well_is_alarmed(knowledge: KnowledgeBase) -> Iterator[Proof]:
    """With every finding absent no flag is raised and none is open."""
    well = Findings(absent=knowledge.findings)
    raised = [flag.id for flag in knowledge.red_flags.values() if evaluate(flag.when, well) is not Answer.ABSENT]
    statement = say("prove.statements.well")
    yield Proof("well", statement, not raised, well if raised else None, note=", ".join(raised))


PROOFS: Mapping[str, Callable[[KnowledgeBase], Iterator[Proof]]] = MappingProxyType(
    {
        "danger": _no_escapes,
        "calm": calms_hold,
        "ladder": ladders_hold,
        "raisable": _all_can_be_raised,
        "monotone": more_is_never_less,
        "narrower": narrower_says_it_all,
        "scale": worse_pain_is_never_less,
        "alone": none_decides_alone,
        "settled": _settled_stays_settled,
        "disposition": _everyone_has_a_disposition,
        "reached": emergencies_are_reached,
        "screen": _the_screen_is_for_everybody,
        "asked": _everything_is_asked,
        "well": _nobody_well_is_alarmed,
    }
)
"""What is proved, by kind. Each kind has flaws in tests/proofs/flaws.py that it must catch."""
