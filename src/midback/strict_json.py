"""JSON read strictly: each key once, only numbers that there are, no deeper than anybody needs, every text admitted."""

import json
import math
import re

from midback.document import DEEPEST, Document, Path
from midback.errors import CaseError
from midback.text_gate import admit, utf8

LONGEST_NUMBER = 40
"""Digits and signs of one number; nothing measured in a person has more."""
_TEXT = r'"(?:[^"\\]|\\.)*+"?'
_BRACKET = re.compile(rf"{_TEXT}|[\[\]{{}}]", re.DOTALL)
_PART = re.compile(rf'{_TEXT}|[\[\]{{}},:]|[^\s\[\]{{}},:"]+', re.DOTALL)
_PLAIN_KEY = re.compile(r"[a-z0-9_-]{1,60}")
_NO_NUMBERS = ("NaN", "Infinity", "-Infinity")
_NAMES = {"true": True, "false": False, "null": None}


def read(data: bytes | str, where: str = "") -> object:
    """One JSON document as dictionaries, lists, texts and numbers. Raises CaseError with all its faults."""
    document = read_document(data, where)
    if document.faults:
        raise CaseError(document.faults)
    return document.data


def read_document(data: bytes | str, where: str = "") -> Document:
    """One JSON document with the line of each value and every fault.

    It is at fault where it isn't JSON, says something twice, holds what is no number, or nests deeper than 40. What was
    sent is not repeated, but for the name of a key. Raises CaseError where bytes aren't UTF-8.
    """
    text = utf8(data, where) if isinstance(data, bytes) else data.removeprefix("\ufeff")
    document = Document(where)
    if (place := _too_deep(text)) is not None:
        document.fault_at(_line(text, place), f"is nested deeper than {DEEPEST}")
    elif (error := _not_json(text)) is not None:
        document.fault_at(error.lineno, f"this isn't JSON: {error.msg}")
    else:
        document.data = _Reader(document, text).value(())
    return document


def _too_deep(text: str) -> int | None:
    """The place of the first bracket that is too deep; counted outside of texts, before anything is built."""
    depth = 0
    for bracket in _BRACKET.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(bracket[0], 0)
        if depth > DEEPEST:
            return bracket.start()
    return None


def _not_json(text: str) -> json.JSONDecodeError | None:
    try:
        json.loads(text, parse_int=len, parse_float=len, parse_constant=len)
    except json.JSONDecodeError as error:
        return error
    return None


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


class _Reader:
    """Builds what is known to be JSON, and notes what is wrong with it otherwise."""

    def __init__(self, document: Document, text: str) -> None:
        self.document = document
        self.text = text
        self.parts = _PART.finditer(text)
        self.counted, self.line = 0, 1

    def next(self) -> str:
        part = next(self.parts)
        self.line += self.text.count("\n", self.counted, part.start())
        self.counted = part.start()
        return part[0]

    def value(self, path: Path, part: str = "") -> object:
        part = part or self.next()
        self.document.lines[path] = self.line
        if part == "{":
            return self.mapping(path)
        if part == "[":
            return self.sequence(path)
        if part[0] == '"':
            return self.admitted(part)
        return _NAMES[part] if part in _NAMES else self.number(part)

    def sequence(self, path: Path) -> list[object]:
        found: list[object] = []
        while (part := self.next()) != "]":
            if part != ",":
                found.append(self.value((*path, len(found)), part))
        return found

    def mapping(self, path: Path) -> dict[str, object]:
        found: dict[str, object] = {}
        while (part := self.next()) != "}":
            if part != ",":
                key = self.admitted(part)
                if key in found:
                    self.document.fault_at(self.line, f"{_named(key)} stands here twice; keep one")
                self.next()
                found[key] = self.value((*path, key))
        return found

    def admitted(self, part: str) -> str:
        try:
            return admit(str(json.loads(part)))
        except CaseError as error:
            self.document.fault_at(self.line, error.faults[0].message)
            return ""

    def number(self, part: str) -> float:
        if part in _NO_NUMBERS:
            self.document.fault_at(self.line, f"{part} is no number; leave it out, or write null")
        elif len(part) > LONGEST_NUMBER or not math.isfinite(float(part)):
            self.document.fault_at(self.line, "holds a number with too many digits")
        else:
            return float(part) if any(sign in part for sign in ".eE") else int(part)
        return 0


def _named(key: str) -> str:
    return f"`{key}`" if _PLAIN_KEY.fullmatch(key) else "a key"
