"""JSON read strictly: each key once, only numbers that there are, no deeper than anybody needs, every text admitted."""

import json
import math
import re
from collections import Counter

from midback.errors import CaseError, Fault
from midback.text_gate import admit, decode

DEEPEST = 40
LONGEST_NUMBER = 40
"""Digits and signs of one number; nothing measured in a person has more."""
_STRING = re.compile(r'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
_BRACKET = re.compile(r"[\[\]{}]")
_PLAIN_KEY = re.compile(r"[a-z0-9_-]{1,60}")


def read(data: bytes | str, where: str = "") -> object:
    """One JSON document as dictionaries, lists, texts and numbers.

    Raises CaseError where it isn't UTF-8 or JSON, says something twice, holds what is no number, or nests deeper
    than 40. What was sent is not repeated, but for the name of a key.
    """
    text = decode(data, where) if isinstance(data, bytes) else data.removeprefix("\ufeff")
    if _depth(text) > DEEPEST:
        raise CaseError([Fault(where, 0, f"is nested deeper than {DEEPEST}")])
    try:
        return _Reader(where).read(text)
    except json.JSONDecodeError as error:
        raise CaseError([Fault(where, error.lineno, f"this isn't JSON: {error.msg}")]) from None


def _depth(text: str) -> int:
    """How deep brackets nest outside of texts, counted before anything is built from them."""
    depth = deepest = 0
    for bracket in _BRACKET.findall(_STRING.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


class _Reader:
    """Reads one document; each refusal names the document."""

    def __init__(self, where: str) -> None:
        self.where = where

    def read(self, text: str) -> object:
        return self.admitted(
            json.loads(
                text,
                object_pairs_hook=self.mapping,
                parse_float=self.fraction,
                parse_int=self.whole,
                parse_constant=self.constant,
            )
        )

    def admitted(self, value: object) -> object:
        """The same with every text and every key through the gate."""
        match value:
            case str():
                return admit(value, self.where)
            case list():
                return [self.admitted(one) for one in value]
            case dict():
                return self.mapping([(admit(key, self.where), self.admitted(one)) for key, one in value.items()])
            case _:
                return value

    def mapping(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        twice = [key for key, times in Counter(key for key, _ in pairs).items() if times > 1]
        if twice:
            raise CaseError([Fault(self.where, 0, f"{_named(key)} stands here twice; keep one") for key in twice])
        return dict(pairs)

    def fraction(self, number: str) -> float:
        if len(number) > LONGEST_NUMBER or not math.isfinite(float(number)):
            raise self.refusal("holds a number with too many digits")
        return float(number)

    def whole(self, number: str) -> int:
        if len(number) > LONGEST_NUMBER:
            raise self.refusal("holds a number with too many digits")
        return int(number)

    def constant(self, name: str) -> float:
        raise self.refusal(f"{name} is no number; leave it out, or write null")

    def refusal(self, message: str) -> CaseError:
        return CaseError([Fault(self.where, 0, message)])


def _named(key: str) -> str:
    return f"`{key}`" if _PLAIN_KEY.fullmatch(key) else "a key"
