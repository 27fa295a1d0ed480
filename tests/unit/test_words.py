"""Every sentence that a door asks for is there, and every one that is there is asked for."""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

import midback
from midback.words import english, say
from tests.trees import nodes_of

ROOT = Path(midback.__path__[0])
ASKING = {"say": "", "count": r"\.(one|other)", "to_them": r"\.(you|they)"}
KEY = re.compile(r"[a-z_]+(\.\w+)+")


@cache
def asked_for() -> frozenset[str]:
    """Each key that is asked for, as a pattern: a part that is worked out matches any word."""
    code = (key for file in ROOT.rglob("*.py") for key in asked_by_code(nodes_of(file)))
    pages = (key for file in ROOT.rglob("*.html") for key in asked_by_page(file.read_text("utf-8")))
    return frozenset(key for key in (*code, *pages) if not key.startswith("\\w"))


def asked_by_code(found: Iterable[ast.AST]) -> Iterator[str]:
    for node in found:
        if isinstance(node, ast.Call) and (asking := _name(node.func)) in ASKING and node.args:
            yield from (key + ASKING[asking] for key in pattern(node.args[0]))
        match node:
            case ast.Call(ast.Attribute(attr="group"), [ast.Constant(str(group))]):
                yield rf"{re.escape(group)}\.\w+"
            case _:
                pass


def _name(called: ast.expr) -> str:
    return called.id if isinstance(called, ast.Name) else called.attr if isinstance(called, ast.Attribute) else ""


def pattern(key: ast.expr) -> Iterator[str]:
    match key:
        case ast.Constant(str(text)) if KEY.fullmatch(text):
            yield re.escape(text)
        case ast.JoinedStr(parts):
            yield "".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"\w+" for part in parts)
        case ast.IfExp(body=one, orelse=other):
            yield from (*pattern(one), *pattern(other))
        case _:
            pass  # a name: what it stands for is found as text, below


def asked_by_page(source: str) -> Iterator[str]:
    for call in Environment(autoescape=True).parse(source).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in ASKING and call.args:
            yield from (key + ASKING[call.node.name] for key in page_pattern(call.args[0]))


def page_pattern(key: nodes.Expr) -> Iterator[str]:
    match key:
        case nodes.Const(value=str(text)):
            yield re.escape(text)
        case nodes.Concat(nodes=parts):
            yield "".join(next(page_pattern(part), r"\w+") for part in parts)
        case nodes.CondExpr(expr1=one, expr2=other) if other:
            yield from (*page_pattern(one), *page_pattern(other))
        case _:
            pass


@cache
def written() -> frozenset[str]:
    """Every text in the code that could be a key, as a pattern, for what is kept under a name before it is said."""
    found = (node for file in ROOT.rglob("*.py") for node in nodes_of(file))
    texts = (node for node in found if isinstance(node, ast.Constant | ast.JoinedStr))
    return frozenset(key for text in texts for key in pattern(text) if re.match(r"[a-z_]+\\\.", key))


def test_every_sentence_asked_for_is_there() -> None:
    known = "\n".join(english().sentences)
    assert [key for key in sorted(asked_for()) if not re.search(f"^(?:{key})$", known, re.MULTILINE)] == []


def test_every_sentence_is_asked_for() -> None:
    one_of = re.compile("|".join(sorted(asked_for() | written())))
    assert [key for key in english().sentences if not one_of.fullmatch(key)] == []


def test_parts_are_filled_in() -> None:
    assert say("share.about", number=5) == "about 5 in 100"


def test_an_unknown_phrase_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        say("no.such")
