"""The answers as a person checks them: by chapter, as short statements."""

from collections.abc import Iterator
from dataclasses import dataclass

from midback.encounter import Encounter
from midback.engine import Responses, Said
from midback.exchange.numerals import written
from midback.knowledge import KnowledgeBase
from midback.knowledge.base import Chapter, Question, QuestionKind
from midback.words import Words, say, unit


@dataclass(frozen=True, slots=True)
class Further:
    """Where the questions go on; `is_settled` says that they can only tell of the cause any more.

    `is_open` says that danger signs are left open all the same, such as those that somebody isn't sure of.
    """

    url: str
    is_settled: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One question, what was said, and where to change it. `state` is answered, none or not_sure."""

    question: Question
    answers: tuple[str, ...]
    state: str
    change_url: str


@dataclass(frozen=True, slots=True)
class Group:
    """A chapter's rows."""

    chapter: Chapter
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Answers that no longer fit: each question with its address, and notes on what can't be answered again."""

    title: str
    why: str
    questions: tuple[tuple[Question, str], ...]
    notes: tuple[str, ...]


def groups(words: Words, knowledge: KnowledgeBase, responses: Responses) -> tuple[Group, ...]:
    """Every answered question, in the written order."""
    chapters = sorted(knowledge.chapters.values(), key=lambda chapter: chapter.order)
    found = (Group(chapter, tuple(_rows(words, knowledge, responses, chapter))) for chapter in chapters)
    return tuple(group for group in found if group.rows)


def left_out(words: Words, knowledge: KnowledgeBase, encounter: Encounter) -> LeftOut | None:
    """What is told of answers that no longer fit the questions; None where all do."""
    if not encounter.left_out and not encounter.profile_is_gone:
        return None
    questions = tuple(knowledge.questions[id] for id in encounter.left_out if id in knowledge.questions)
    gone = len(encounter.left_out) - len(questions)
    place = knowledge.places[encounter.profile].label
    notes = (
        words.count("left_out.gone", gone) if gone else "",
        words.say("left_out.place", place=place) if encounter.profile_is_gone else "",
    )
    return LeftOut(
        say("left_out.title"),
        say("left_out.why") if questions else "",
        tuple((question, f"/check/question/{question.id}") for question in questions),
        tuple(note for note in notes if note),
    )


def _rows(words: Words, knowledge: KnowledgeBase, responses: Responses, chapter: Chapter) -> Iterator[Row]:
    for question in knowledge.interview:
        response = responses.get(question.id)
        if response is not None and question.chapter == chapter.id and not _is_left_out(question, response):
            change = f"/check/question/{question.id}"
            yield Row(question, _said(words, question, response), _state(question, response), change)


def _is_left_out(question: Question, response: Said) -> bool:
    """Nothing was written where writing was offered."""
    return question.kind is QuestionKind.TEXT and not response.text


def _said(words: Words, question: Question, response: Said) -> tuple[str, ...]:
    if response.number is not None:
        return (f"{written(response.number)} {unit(words, question.unit)}".strip(),)
    chosen = words.texts(option.label for option in question.options if option.id in response.chosen)
    return (f"“{response.text}”", *chosen) if response.text else chosen


def in_words(words: Words, question: Question, response: Said) -> tuple[str, ...]:
    """An answer in words, that there was none to tick, or that the person wasn't sure."""
    said = _said(words, question, response)
    if response.not_sure:
        return (*said, words.text(question.not_sure_label))
    return said or (words.text(question.none_label),)


def _state(question: Question, response: Said) -> str:
    if response.not_sure:
        return "not_sure"
    is_none = question.kind is QuestionKind.MULTIPLE and not response.chosen
    return "none" if is_none else "answered"
