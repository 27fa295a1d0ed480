"""Answers that were given under earlier content, as far as they fit this one.

What no longer fits is left out, and never turned into a "no": a list of which a tick is gone, or which has grown since,
keeps its other ticks, and its empty boxes are unknown.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from midback.engine.case import response_faults
from midback.engine.said import Responses, Said
from midback.knowledge import KnowledgeBase
from midback.knowledge.base import Question, QuestionKind

Offered = Mapping[str, Collection[str]]
NOT_NOTED: Offered = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Fitted:
    """Answers that fit their questions, and the ids of the questions whose answers were left out, wholly or partly."""

    responses: Responses
    left_out: tuple[str, ...]


def fitting(knowledge: KnowledgeBase, responses: Responses, offered: Offered = NOT_NOTED) -> Fitted:
    """The answers as this content can take them. `offered` says which options stood there when each was given."""
    found = {id: _fitted(knowledge.questions.get(id), said, offered.get(id)) for id, said in responses.items()}
    kept = {id: said for id, said in found.items() if said is not None}
    return Fitted(MappingProxyType(kept), tuple(id for id, said in found.items() if said != responses[id]))


def _fitted(question: Question | None, said: Said, offered: Collection[str] | None) -> Said | None:
    """The answer, or what is left of it, or None."""
    if question is None or _is_of_another_kind(question, said):
        return None
    rest = _without_what_is_gone(question, said)
    if rest is not None and offered is not None and question.kind is QuestionKind.MULTIPLE:
        rest = _with_new_options_open(question, rest, offered)
    return None if rest is None or any(response_faults(question, rest)) else rest


def _is_of_another_kind(question: Question, said: Said) -> bool:
    """A number or a text would be read as "none of these" on a list."""
    has_number = said.number is not None and question.kind is not QuestionKind.NUMBER
    return has_number or (said.text != "" and question.kind is not QuestionKind.TEXT)


def _without_what_is_gone(question: Question, said: Said) -> Said | None:
    known = tuple(option.id for option in question.options)
    chosen = tuple(id for id in said.chosen if id in known)
    if chosen == said.chosen:
        return said
    if question.kind is QuestionKind.TEXT:
        return replace(said, chosen=chosen)
    return replace(said, chosen=chosen, not_sure=True) if chosen and question.kind is QuestionKind.MULTIPLE else None


def _with_new_options_open(question: Question, said: Said, offered: Collection[str]) -> Said | None:
    """Nobody said no to what they never saw."""
    if said.not_sure or {option.id for option in question.options} <= set(offered):
        return said
    return replace(said, not_sure=True) if said.chosen else None
