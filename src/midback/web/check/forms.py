"""Reads a question's form: an answer, or what stands in its way."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.datastructures import FormData

from midback.engine import Said
from midback.engine.case import response_faults
from midback.knowledge.base import Question, QuestionKind

NONE = "__none__"
NOT_SURE = "__not_sure__"


@dataclass(frozen=True, slots=True)
class Filled:
    """What a person put into a question's form, to be shown again as it was left. `error` names a message."""

    chosen: frozenset[str] = frozenset()
    number: str = ""
    none_chosen: bool = False
    not_sure: bool = False
    error: str = ""

    @property
    def response(self) -> Said:
        """The answer, if there is no error. On a tick list a ticked box goes before "none of these"."""
        number = float(self.number) if self.number and not self.not_sure else None
        return Said(tuple(sorted(self.chosen)), number, self.not_sure)


def read(question: Question, form: FormData) -> Filled:
    """Read a form that was sent."""
    choices = [str(choice) for choice in form.getlist("choice")]
    options = {option.id for option in question.options}
    filled = Filled(
        chosen=frozenset(choices) & options,
        number=_number(question, form),
        none_chosen=NONE in choices,
        not_sure=NOT_SURE in choices,
    )
    error = _error(question, filled, choices)
    return Filled(filled.chosen, filled.number, filled.none_chosen, filled.not_sure, error)


def _number(question: Question, form: FormData) -> str:
    """What was typed as a number, where one is asked for."""
    if question.kind is not QuestionKind.NUMBER:
        return ""
    return str(form.get("number", "")).strip().replace(",", ".")[:12]


def again(question: Question, response: Said | None) -> Filled:
    """A form as an earlier answer left it; empty if there was none."""
    if response is None:
        return Filled()
    return Filled(
        chosen=frozenset(response.chosen),
        number="" if response.number is None else f"{response.number:g}",
        none_chosen=question.kind is QuestionKind.MULTIPLE and not response.chosen and not response.not_sure,
        not_sure=response.not_sure,
    )


def _error(question: Question, filled: Filled, choices: Sequence[str]) -> str:
    """The name of the message for what is missing or doesn't go together, or nothing."""
    if question.kind is QuestionKind.NUMBER:
        return "" if filled.not_sure or _is_fitting(question, filled) else "number"
    if not choices:
        return "nothing_ticked" if question.kind is QuestionKind.MULTIPLE else "nothing_chosen"
    if set(choices) - filled.chosen - {NONE, NOT_SURE}:
        return "unknown_option"
    if filled.none_chosen and filled.chosen and not question.emergency:
        return "none_and_some"
    if filled.none_chosen and filled.not_sure:
        return "none_and_not_sure"
    if question.kind is QuestionKind.SINGLE and len(choices) != 1:
        return "nothing_chosen"
    return ""


def _is_fitting(question: Question, filled: Filled) -> bool:
    try:
        return not list(response_faults(question, filled.response))
    except ValueError:
        return False
