"""The pages of the interview, as text or as JSON."""

from collections.abc import Iterator
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from midback.cli.explain.cards import aloud
from midback.cli.layout import MUTED, hanging
from midback.knowledge import KnowledgeBase
from midback.knowledge.base import Option, Question, QuestionKind
from midback.words import Line, Words, unit


def draw_questions(words: Words, knowledge: KnowledgeBase) -> Iterator[RenderableType]:
    """Every page in its written order, below its chapter."""
    chapter = ""
    for question in knowledge.interview:
        if question.chapter != chapter:
            chapter = question.chapter
            yield Group(Text(), Text(words.text(knowledge.chapters[chapter].label), style="bold underline"))
        yield _page(words, knowledge, question)


def _page(words: Words, knowledge: KnowledgeBase, question: Question) -> RenderableType:
    shown = question.options if question.kind is not QuestionKind.TEXT else ()
    rows = [(option.id, _option(words, option)) for option in shown]
    none = [Text(words.say("questions.none", label=question.none_label))] if question.none_label else []
    return Group(
        Text(),
        Text(words.text(question.ask), style="bold"),
        *(Text(line, style=MUTED) for line in _remarks(words, knowledge, question)),
        hanging(rows),
        *none,
    )


def _remarks(words: Words, knowledge: KnowledgeBase, question: Question) -> Iterator[str]:
    yield words.say("questions.flags", id=question.id, kind=question.kind.value)
    if question.emergency:
        yield words.say("questions.emergency")
    if question.always:
        yield words.say("questions.always")
    if question.when:
        yield words.say("questions.when", rule=aloud(words, knowledge, question.when))
    if question.minimum is not None and question.maximum is not None:
        bounds = {"minimum": f"{question.minimum:g}", "maximum": f"{question.maximum:g}"}
        yield words.say("questions.range", unit=unit(words, question.unit), **bounds).strip()


def _option(words: Words, option: Option) -> Text:
    sets = [words.say("questions.sets", present=", ".join(option.present))] if option.present else []
    if option.absent:
        sets.append(words.say("questions.sets_absent", absent=", ".join(option.absent)))
    if option.value is not None:
        sets.append(words.say("questions.value", value=f"{option.value:g}"))
    return Text(words.text(option.label)).append("".join(f" · {one}" for one in sets), style=MUTED)


def questions_data(words: Words, knowledge: KnowledgeBase) -> list[dict[str, Any]]:
    """Every page as plain data: what is asked, in whose words, and what each option sets."""
    return [_data(words, question) for question in knowledge.interview]


def _data(words: Words, question: Question) -> dict[str, Any]:
    told = ("id", "chapter", "kind", "ask", "ask_they", "clinician", "why", "hint", "none_label")
    more = ("not_sure_label", "quantity", "minimum", "maximum", "unit", "emergency", "always")
    options = [
        {
            "id": option.id,
            "label": words.text(option.label),
            "heading": words.text(option.heading),
            "hint": words.text(option.hint),
            "present": list(option.present),
            "absent": list(option.absent),
            "value": option.value,
        }
        for option in question.options
    ]
    data = {name: getattr(question, name) for name in (*told, *more)}
    return {name: words.text(one) if isinstance(one, Line) else one for name, one in data.items()} | {
        "options": options
    }
