"""Facts in answers that no finding holds: who they are about, the worst place, what somebody was not sure of."""

from collections.abc import Collection
from datetime import date

from midback.engine import Case, Responses, Said
from midback.exchange.told import Circumstances
from midback.knowledge import KnowledgeBase
from midback.knowledge.roles import asks_about_whom, marks_of
from midback.terms import Address, Answer


def speaks_of_them(knowledge: KnowledgeBase, responses: Responses) -> bool:
    """Is the check about somebody else than who answers?"""
    asked = asks_about_whom(knowledge)
    if asked is None or asked.id not in responses:
        return False
    chosen = responses[asked.id].chosen
    return any(option.speaks_of is Address.THEY for option in asked.options if option.id in chosen)


def worst_place(knowledge: KnowledgeBase, responses: Responses) -> str:
    """The option marked as the worst place on the body map, or ""."""
    marks = marks_of(knowledge)
    return next(iter(responses.get(marks.worst, Said()).chosen), "") if marks else ""


def not_sure_of(
    knowledge: KnowledgeBase, case: Case, responses: Responses, unknown: Collection[str] = ()
) -> frozenset[str]:
    """The findings that the person was asked about and couldn't tell; `unknown` are those that a case file names."""
    asked = [knowledge.questions[id] for id, said in responses.items() if said.not_sure and id in knowledge.questions]
    named = (*unknown, *(id for question in asked for id in question.findings))
    return frozenset(id for id in named if case.findings[id] is Answer.UNKNOWN)


def visit_of(
    knowledge: KnowledgeBase, case: Case, responses: Responses, on: date | None, unknown: Collection[str] = ()
) -> Circumstances:
    """What telling needs to know of a case's answers. `on`: the day of its conclusion where the person is."""
    return Circumstances(
        on=on,
        address=Address.THEY if speaks_of_them(knowledge, responses) else Address.YOU,
        unsure=not_sure_of(knowledge, case, responses, unknown),
        worst=worst_place(knowledge, responses),
    )
