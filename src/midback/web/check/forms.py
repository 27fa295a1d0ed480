"""Reads a question's form: an answer, or what stands in its way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from starlette.datastructures import FormData

from midback.engine import Said
from midback.engine.case import response_faults
from midback.exchange.numerals import NumberRefused, read_number, written
from midback.knowledge.base import Question, QuestionKind

NONE = "__none__"
NOT_SURE = "__not_sure__"
NO_PARTS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Filled:
    """What a person put into a question's form, to be shown again as it was left.

    `error` is the key of a sentence, and `parts` fill its blanks beside what comes from the question.
    """

    chosen: frozenset[str] = frozenset()
    number: str = ""
    none_chosen: bool = False
    not_sure: bool = False
    error: str = ""
    parts: Mapping[str, str] = field(default_factory=lambda: NO_PARTS)

    @property
    def response(self) -> Said:
        """The answer, if there is no error. On a tick list a ticked box goes before "none of these"."""
        number = read_number(self.number) if self.number and not self.not_sure else None
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
    if question.kind is QuestionKind.NUMBER:
        return _with_number_read(question, filled)
    return replace(filled, error=_error(question, filled, choices))


def _number(question: Question, form: FormData) -> str:
    """What was typed as a number, where one is asked for."""
    if question.kind is not QuestionKind.NUMBER:
        return ""
    return str(form.get("number", "")).strip()


def _with_number_read(question: Question, filled: Filled) -> Filled:
    """The same, with what stands in the way of the number; what could mean two numbers is told in its own words."""
    if filled.not_sure:
        return filled
    try:
        fits = not list(response_faults(question, filled.response))
    except NumberRefused as refused:
        if refused.key != "numbers.none":
            return replace(filled, error=refused.key, parts=refused.parts)
        fits = False
    return filled if fits else replace(filled, error="errors.number")


def again(question: Question, response: Said | None) -> Filled:
    """A form as an earlier answer left it; empty if there was none."""
    if response is None:
        return Filled()
    return Filled(
        chosen=frozenset(response.chosen),
        number="" if response.number is None else written(response.number),
        none_chosen=question.kind is QuestionKind.MULTIPLE and not response.chosen and not response.not_sure,
        not_sure=response.not_sure,
    )


def _error(question: Question, filled: Filled, choices: Sequence[str]) -> str:
    """The key of the sentence for what is missing or doesn't go together, or nothing."""
    if not choices:
        return "errors.nothing_ticked" if question.kind is QuestionKind.MULTIPLE else "errors.nothing_chosen"
    if set(choices) - filled.chosen - {NONE, NOT_SURE}:
        return "errors.unknown_option"
    if filled.none_chosen and filled.chosen and not question.emergency:
        return "errors.none_and_some"
    if filled.none_chosen and filled.not_sure:
        return "errors.none_and_not_sure"
    if question.kind is QuestionKind.SINGLE and len(choices) != 1:
        return "errors.nothing_chosen"
    return ""
