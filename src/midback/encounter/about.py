"""Facts of a visit that no finding holds: who it is about, which place is the worst, what somebody wasn't sure of."""

from datetime import date

from midback.encounter.visit import Encounter
from midback.engine import Case, Responses, Said
from midback.exchange.told import Address, Visit
from midback.knowledge import KnowledgeBase
from midback.knowledge.known_ids import FOR_WHOM, MYSELF, WHERE_MOST
from midback.terms import Answer


def speaks_of_them(responses: Responses) -> bool:
    """Is the check about somebody else than who answers?"""
    return FOR_WHOM in responses and responses[FOR_WHOM].chosen not in ((), (MYSELF,))


def worst_place(responses: Responses) -> str:
    """The option marked as the worst place on the body map, or ""."""
    return next(iter(responses.get(WHERE_MOST, Said()).chosen), "")


def not_sure_of(knowledge: KnowledgeBase, case: Case, responses: Responses) -> frozenset[str]:
    """The findings that the person was asked about and couldn't tell."""
    asked = [knowledge.questions[id] for id, said in responses.items() if said.not_sure and id in knowledge.questions]
    return frozenset(id for question in asked for id in question.findings if case.findings[id] is Answer.UNKNOWN)


def visit_of(knowledge: KnowledgeBase, case: Case, encounter: Encounter, on: date | None) -> Visit:
    """What telling needs to know of an encounter. `on`: the day of its conclusion where the person is."""
    return Visit(
        on=on,
        address=Address.THEY if speaks_of_them(encounter.responses) else Address.YOU,
        unsure=not_sure_of(knowledge, case, encounter.responses),
        worst=worst_place(encounter.responses),
    )
