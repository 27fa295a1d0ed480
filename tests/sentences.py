"""Finds sentences that a person reads and that stand in a template, in Python or in JavaScript."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from jinja2 import Environment

NAMES = {"Midback"}
"""Names that are the same in every language."""
READ_ALOUD = {"alt", "aria-label", "aria-description", "placeholder", "title", "label", "content"}
"""Attributes that people read or hear; those that begin with `data-` hand sentences to scripts."""
WORD = re.compile(r"[^\W\d_]{2,}")
FILLED = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands in a text where an expression is drawn."""
PHRASE = re.compile(rf"(?<![\w./{{@-])[A-Za-z][A-Za-z’']*[,;:]? (?:{FILLED} |· )?[A-Za-z][A-Za-z’']")
ONE_WORD = re.compile(r"[A-Z][a-z]+[.:]?")
LOGGED = {"debug", "info", "warning", "error", "exception", "critical", "log"}
PROGRAMMERS = {"AssertionError", "KeyError", "NotImplementedError", "RuntimeError", "TypeError", "ValueError"}
"""What is raised where our own code is wrong; no door shows it."""
TO_MACHINES = re.compile(
    r"(SELECT|UPDATE|DELETE|INSERT|PRAGMA|ATTACH|CREATE|BEGIN|SET)\b"
    r"|(not )?(bold|dim|underline)\b|\w+-src |public, max-age=|attachment; filename=|@page "
)
"""Text for a database, a terminal's styles, a browser's headers or a style sheet."""
SELECTORS = re.compile(r"(matchMedia|querySelector|querySelectorAll|closest|matches)\($")
SCRIPT = re.compile(r"//[^\n]*|/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence and the line it stands in."""

    line: int
    text: str


def in_template(source: str) -> list[Found]:
    """Words in text and in attributes that people read, and phrases in expressions."""
    drawn = _Drawn()
    for line, kind, value in Environment(autoescape=True).lex(source):
        drawn.take(line, kind, value)
    return sorted({*drawn.phrases, *_Page(drawn.page).found}, key=lambda one: one.line)


class _Drawn:
    """A template as a page, with a mark for each expression; line breaks stay where they are."""

    def __init__(self) -> None:
        self.page = ""
        self.phrases: list[Found] = []
        self._names: list[str] = []
        self._silent = False

    def take(self, line: int, kind: str, value: str) -> None:
        match kind:
            case "data" if not self._silent:
                self.page += value
                return
            case "name":
                self._names.append(value)
            case "block_end":
                self._silent = self._names[:2] == ["block", "body_class"]
            case "variable_begin":
                self.page += FILLED
            case "string" if not self._silent and _is_phrase(value[1:-1], in_tag=self._in_tag):
                self.phrases.append(Found(line, value[1:-1]))
            case "block_begin":
                self._names = []
            case _:
                pass
        self.page += "\n" * value.count("\n")

    @property
    def _in_tag(self) -> bool:
        return self.page.rfind("<") > self.page.rfind(">")


def _is_phrase(text: str, *, in_tag: bool) -> bool:
    """Is it a phrase, not markup or names of classes?"""
    if "=" in text or text in NAMES:
        return False
    if in_tag:
        return bool(PHRASE.search(text)) and text[:1].isupper()
    return bool(PHRASE.search(text) or ONE_WORD.fullmatch(text))


class _Page(HTMLParser):
    """Collects what people read on a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Found] = []
        self.feed(page)
        self.close()

    def handle_data(self, data: str) -> None:
        self._look(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            heard = name in READ_ALOUD and tag != "meta"
            if heard or (name.startswith("data-") and PHRASE.search(value or "")):
                self._look(value or "")

    def _look(self, text: str) -> None:
        if set(WORD.findall(text)) - NAMES:
            lead = text[: len(text) - len(text.lstrip())]
            self.found.append(Found(self.getpos()[0] + lead.count("\n"), " ".join(text.split())))


def in_python(source: str) -> list[Found]:
    """Phrases in text that is neither a docstring, nor logged, nor for programmers or machines."""
    tree = ast.parse(source)
    passed = {id(part) for node in ast.walk(tree) for part in _passed_over(node)}
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.expr) and id(node) not in passed]
    texts = [(node.lineno, text) for node in nodes if (text := _text(node))]
    return [Found(*one) for one in sorted(texts) if PHRASE.search(one[1]) and not TO_MACHINES.match(one[1])]


def _passed_over(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Expr(ast.Constant() as docstring):
            yield docstring
        case ast.JoinedStr(parts):
            yield from parts
        case ast.Call(ast.Attribute(attr=name)) if name in LOGGED:
            yield from ast.walk(node)
        case ast.Call(ast.Name(id=name)) if name in PROGRAMMERS:
            yield from ast.walk(node)
        case _:
            pass


def _text(node: ast.AST) -> str:
    match node:
        case ast.Constant(str(text)):
            return text
        case ast.JoinedStr(parts):
            return "".join(_text(part) or FILLED for part in parts)
        case _:
            return ""


def in_script(source: str) -> list[Found]:
    """Phrases in a script's text."""
    return [found for match in SCRIPT.finditer(source) for found in _in_literal(source, match)]


def _in_literal(source: str, match: re.Match[str]) -> Iterator[Found]:
    text = re.sub(r"\$\{[^}]*\}", FILLED, match[0][1:-1])
    if match[0].startswith("/") or text == "use strict" or SELECTORS.search(source[: match.start()]):
        return
    if PHRASE.search(text) or ONE_WORD.fullmatch(text):
        yield Found(source.count("\n", 0, match.start()) + 1, text)
