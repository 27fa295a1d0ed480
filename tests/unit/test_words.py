"""Every phrase that the terminal asks for is there."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

import midback.cli
import midback.words
from midback.strict_yaml import read
from midback.words import english, say

FOLDER = Path(midback.cli.__path__[0])
CODE = sorted(FOLDER.rglob("*.py"))
PAGES = sorted(FOLDER.rglob("*.html"))


def asked_for() -> Iterator[str]:
    """Each key given to `say`, as a pattern: a part that is worked out matches any word."""
    for file in CODE:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
                yield from pattern(node.args[0])
    for file in PAGES:
        for text, worked_out in re.findall(r'say\("([\w.]+)"( ~)?', file.read_text(encoding="utf-8")):
            yield re.escape(text) + (r"\w+" if worked_out else "")


def pattern(key: ast.expr) -> Iterator[str]:
    match key:
        case ast.Constant(str(text)):
            yield re.escape(text)
        case ast.JoinedStr(parts):
            yield "".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"\w+" for part in parts)
        case ast.IfExp(body=one, orelse=other):
            yield from (*pattern(one), *pattern(other))
        case _:
            raise AssertionError(f"line {key.lineno}: give say() a key that a test can read")


def of_the_terminal() -> Iterator[str]:
    text = (Path(midback.words.__path__[0]) / "en" / "terminal.yaml").read_text(encoding="utf-8")
    groups = {str(group) for group in cast("dict[str, object]", read(text, "terminal.yaml").data)}
    return (key for key in english().sentences if key.split(".")[0] in groups)


def test_every_phrase_asked_for_is_there() -> None:
    missing = [key for key in asked_for() if not any(re.fullmatch(key, known) for known in english().sentences)]
    assert missing == []


def test_every_phrase_of_the_terminal_is_used() -> None:
    patterns = set(asked_for())
    unused = [known for known in of_the_terminal() if not any(re.fullmatch(key, known) for key in patterns)]
    assert unused == []


def test_parts_are_filled_in() -> None:
    assert say("share.about", number=5) == "about 5 in 100"


def test_an_unknown_phrase_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        say("no.such")
