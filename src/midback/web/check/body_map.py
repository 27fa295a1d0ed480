"""The page with the body map: where it hurts, and beside each place whether it is the worst or the pain spreads to it.

The page is that of the question that declares `beside`. The marks are answers to the two questions that it names, which
set no finding and which the interview never asks by themselves.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.datastructures import FormData

from midback.encounter import Visit
from midback.engine import Responses, Said
from midback.knowledge import KnowledgeBase
from midback.knowledge.base import Question


@dataclass(frozen=True, slots=True)
class Marks:
    """The worst of the places chosen, or "", and those that the pain spreads to."""

    most: str = ""
    spread: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class BodyMap:
    """The questions that the marks beside the places answer."""

    worst: Question
    spread: Question

    @property
    def ids(self) -> tuple[str, str]:
        """Their ids."""
        return self.worst.id, self.spread.id

    def read(self, form: FormData) -> Marks:
        """The marks in a form that was sent. Beside an empty box they don't count; a single place is the worst."""
        chosen = {str(choice) for choice in form.getlist("choice")}
        places = {option.id for option in self.worst.options} & chosen
        wanted = str(form.get("most", ""))
        most = wanted if wanted in places else next(iter(places)) if len(places) == 1 else ""
        return Marks(most, frozenset(str(place) for place in form.getlist("spread")) & places - {most})

    def again(self, responses: Responses) -> Marks:
        """The marks as they were left."""
        most, spread = (responses.get(id, Said()).chosen for id in self.ids)
        return Marks(next(iter(most), ""), frozenset(spread))

    def said(self, form: FormData) -> Mapping[str, Said | None]:
        """The answers that the marks in a form are, by question; None where there is no mark."""
        marks = self.read(form)
        return {
            self.worst.id: Said((marks.most,)) if marks.most else None,
            self.spread.id: Said(tuple(sorted(marks.spread))) if marks.spread else None,
        }

    def record(self, visit: Visit, form: FormData) -> Visit:
        """Record the marks in a form; take back those that were given before and are gone."""
        for id, answer in self.said(form).items():
            if answer:
                visit = visit.answer(id, answer)
            elif id in visit.encounter.responses:
                visit = visit.retract(id)
        return visit


def map_of(knowledge: KnowledgeBase, asked: Question) -> BodyMap | None:
    """The map on a question's page; None where it has none."""
    if asked.beside is None:
        return None
    return BodyMap(knowledge.questions[asked.beside.worst], knowledge.questions[asked.beside.spread])


def page_with(knowledge: KnowledgeBase, asked: Question) -> Question | None:
    """The question on whose map this one is answered by a mark; None for a question with a page of its own."""
    pages = (one for one in knowledge.questions.values() if one.beside)
    return next((one for one in pages if one.beside and asked.id in (one.beside.worst, one.beside.spread)), None)
