"""The page with the body map: where it hurts, and beside each place whether it is the worst or the pain spreads to it.

The page is that of the question `where_worst`. The marks are answers to two questions of their own, which set no
finding and which the interview never asks by themselves.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.datastructures import FormData

from midback.encounter import Visit
from midback.engine import Responses, Said
from midback.knowledge import KnowledgeBase

PAGE = "where_worst"
MOST = "where_most"
SPREAD = "where_spread"
BESIDE = (MOST, SPREAD)


@dataclass(frozen=True, slots=True)
class Marks:
    """The worst of the places chosen, or "", and those that the pain spreads to."""

    most: str = ""
    spread: frozenset[str] = frozenset()


def read(knowledge: KnowledgeBase, form: FormData) -> Marks:
    """The marks in a form that was sent. Beside an empty box they don't count; a single place is the worst."""
    chosen = {str(choice) for choice in form.getlist("choice")}
    places = {option.id for option in knowledge.questions[MOST].options} & chosen
    wanted = str(form.get("most", ""))
    most = wanted if wanted in places else next(iter(places)) if len(places) == 1 else ""
    return Marks(most, frozenset(str(place) for place in form.getlist("spread")) & places - {most})


def again(responses: Responses) -> Marks:
    """The marks as they were left."""
    most, spread = (responses.get(id, Said()).chosen for id in BESIDE)
    return Marks(next(iter(most), ""), frozenset(spread))


def said(knowledge: KnowledgeBase, form: FormData) -> Mapping[str, Said | None]:
    """The answers that the marks in a form are, by question; None where there is no mark."""
    marks = read(knowledge, form)
    return {
        MOST: Said((marks.most,)) if marks.most else None,
        SPREAD: Said(tuple(sorted(marks.spread))) if marks.spread else None,
    }


def record(visit: Visit, form: FormData) -> Visit:
    """Record the marks in a form; take back those that were given before and are gone."""
    for id, answer in said(visit.encounters.knowledge, form).items():
        if answer:
            visit = visit.answer(id, answer)
        elif id in visit.encounter.responses:
            visit = visit.retract(id)
    return visit
