"""The pages of the interview, as text or as JSON."""

from collections.abc import Iterator
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from midback.cli.explain.cards import aloud
from midback.cli.layout import MUTED, hanging
from midback.knowledge import KnowledgeBase
from midback.knowledge.base import Option, Question, QuestionKind
from midback.words import say


def draw_questions(knowledge: KnowledgeBase) -> Iterator[RenderableType]:
    """Every page in its written order, below its chapter."""
    chapter = ""
    for question in knowledge.interview:
        if question.chapter != chapter:
            chapter = question.chapter
            yield Group(Text(), Text(knowledge.chapters[chapter].label, style="bold underline"))
        yield _page(knowledge, question)


def _page(knowledge: KnowledgeBase, question: Question) -> RenderableType:
    shown = question.options if question.kind is not QuestionKind.TEXT else ()
    rows = [(option.id, _option(option)) for option in shown]
    none = [Text(say("questions.none", label=question.none_label))] if question.none_label else []
    return Group(
        Text(),
        Text(question.ask, style="bold"),
        *(Text(line, style=MUTED) for line in _remarks(knowledge, question)),
        hanging(rows),
        *none,
    )


def _remarks(knowledge: KnowledgeBase, question: Question) -> Iterator[str]:
    yield say("questions.flags", id=question.id, kind=question.kind.value)
    if question.emergency:
        yield say("questions.emergency")
    if question.always:
        yield say("questions.always")
    if question.when:
        yield say("questions.when", rule=aloud(knowledge, question.when))
    if question.minimum is not None and question.maximum is not None:
        bounds = {"minimum": f"{question.minimum:g}", "maximum": f"{question.maximum:g}"}
        yield say("questions.range", unit=question.unit, **bounds).strip()


def _option(option: Option) -> Text:
    sets = [say("questions.sets", present=", ".join(option.present))] if option.present else []
    if option.absent:
        sets.append(say("questions.sets_absent", absent=", ".join(option.absent)))
    if option.value is not None:
        sets.append(say("questions.value", value=f"{option.value:g}"))
    return Text(option.label).append("".join(f" · {one}" for one in sets), style=MUTED)


def questions_data(knowledge: KnowledgeBase) -> list[dict[str, Any]]:
    """Every page as plain data: what is asked, in whose words, and what each option sets."""
    return [_data(question) for question in knowledge.interview]


def _data(question: Question) -> dict[str, Any]:
    told = ("id", "chapter", "kind", "ask", "ask_they", "clinician", "why", "hint", "none_label")
    more = ("not_sure_label", "quantity", "minimum", "maximum", "unit", "emergency", "always")
    options = [
        {
            "id": option.id,
            "label": option.label,
            "heading": option.heading,
            "hint": option.hint,
            "present": list(option.present),
            "absent": list(option.absent),
            "value": option.value,
        }
        for option in question.options
    ]
    return {name: getattr(question, name) for name in (*told, *more)} | {"options": options}
