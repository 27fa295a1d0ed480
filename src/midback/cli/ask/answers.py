"""What somebody typed on a page of the interview: an answer, or a wish to go back, to know why, or to stop."""

import re
from enum import StrEnum

from midback.engine import Said
from midback.exchange.numerals import NumberRefused, read_number
from midback.knowledge.base import Option, Question, QuestionKind
from midback.words import Words, unit

NONE = "n"
NOT_SURE = "s"


class Wish(StrEnum):
    """What can be typed instead of an answer."""

    BACK = "b"
    WHY = "?"
    STOP = "q"


class Unclear(Exception):
    """What was typed can't be taken for an answer; the message says what would be right."""


def keys(words: Words, question: Question) -> str:
    """Which keys can be used on this page."""
    measured = f" ({unit(words, question.unit)})" if question.unit else ""
    return words.say(f"interview.keys_{question.kind.value}", unit=measured)


def places(words: Words, question: Question) -> dict[str, Option]:
    """What to type for each option: its place from 1, or its own number where every label begins with one.

    On a scale from 0 to 10 a typed 7 must mean 7, not the seventh option.
    """
    own = [f"{option.value:g}" if option.value is not None else "" for option in question.options]
    if all(
        number and words.text(option.label).split()[0] == number
        for number, option in zip(own, question.options, strict=True)
    ):
        return dict(zip(own, question.options, strict=True))
    return {str(place): option for place, option in enumerate(question.options, start=1)}


def understand(words: Words, typed: str, question: Question) -> Wish | Said:
    """Take a typed line for a wish or an answer. Raises Unclear."""
    text = typed.strip().lower()
    if text in set(Wish):
        return Wish(text)
    if not text:
        raise Unclear(words.say("interview.empty"))
    if text == NOT_SURE:
        return Said(not_sure=True)
    return _number(words, text, question) if question.kind is QuestionKind.NUMBER else _choice(words, text, question)


def _number(words: Words, text: str, question: Question) -> Said:
    try:
        return Said(number=read_number(text))
    except NumberRefused as refused:
        raise Unclear(f"{words.say('interview.no_number', text=text)} {refused}.") from None


def _choice(words: Words, text: str, question: Question) -> Said:
    parts = [part for part in re.split(r"[\s,;]+", text) if part]
    if question.kind is QuestionKind.SINGLE:
        _check_single(words, parts, question)
    if NONE in parts:
        if len(parts) > 1:
            raise Unclear(words.say("interview.none_with_ticks"))
        return Said()
    chosen = [_option(words, part, question) for part in parts if part != NOT_SURE]
    return Said(tuple(dict.fromkeys(chosen)), not_sure=NOT_SURE in parts)


def _check_single(words: Words, parts: list[str], question: Question) -> None:
    if NONE in parts:
        raise Unclear(words.say("interview.no_none"))
    if len(parts) > 1:
        raise Unclear(words.say("interview.one_only"))


def _option(words: Words, part: str, question: Question) -> str:
    known = places(words, question)
    if part not in known:
        typed = list(known)
        raise Unclear(words.say("interview.no_option", text=part, first=typed[0], last=typed[-1]))
    return known[part].id
