"""The questions that doors treat in a way of their own, found by what content declares of them, or None."""

from collections.abc import Callable

from midback.knowledge.base import Beside, Question, QuestionKind
from midback.knowledge.knowledge_base import KnowledgeBase


def asks_about_whom(knowledge: KnowledgeBase) -> Question | None:
    """Who the check is for, asked on the first page: an option of it declares `speaks_of`."""
    return _first(knowledge, speaks_of_somebody)


def body_map(knowledge: KnowledgeBase) -> Question | None:
    """Where it hurts, with marks beside the places: it declares `beside`."""
    return _first(knowledge, lambda question: question.beside is not None)


def marks_of(knowledge: KnowledgeBase) -> Beside | None:
    """The questions that the marks on the body map answer."""
    page = body_map(knowledge)
    return page.beside if page else None


def own_words(knowledge: KnowledgeBase) -> Question | None:
    """What is answered in writing: of kind `text`."""
    return _first(knowledge, is_written)


def speaks_of_somebody(question: Question) -> bool:
    """Does an option say who the check is about?"""
    return any(option.speaks_of for option in question.options)


def is_written(question: Question) -> bool:
    """Is it answered in writing?"""
    return question.kind is QuestionKind.TEXT


def _first(knowledge: KnowledgeBase, fits: Callable[[Question], bool]) -> Question | None:
    return next((question for question in knowledge.interview if fits(question)), None)
