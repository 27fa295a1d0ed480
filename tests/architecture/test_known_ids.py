"""Code names no record of the content, but for the few in `known_ids`, which content must have.

A record that code treats in a way of its own is found by what it declares: a map by `beside`, paper by `paper`.
A word of the code that happens to be an id as well is listed here, with what it means there.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

import midback
from midback.knowledge import load_knowledge
from midback.knowledge.known_ids import KNOWN_IDS
from midback.knowledge.schema import SHELVES

ROOT = Path(midback.__path__[0])
KNOWLEDGE = load_knowledge()
FIGURE = dict.fromkeys(
    ("disks", "intercostals", "ligaments", "trapezius", "rhomboids", "ribs", "cord", *(f"t{n}" for n in range(1, 13))),
    "a part of the figure",
)
HOMONYMS = {
    "cli/assurance/simulation.py": {"seed": "of chance"},
    "cli/explain/cards.py": {"onset": "a field of a condition", "course": "a field of a condition"},
    "cli/explain/questions.py": {"emergency": "a mark beside a question"},
    "cli/explain/records.py": {"tests": "the kind of record that can be explained"},
    "encounter/standing.py": {"age": "a key of what is stored"},
    "engine/interview.py": {"emergency": "why a question comes next"},
    "exchange/__init__.py": {"own_words": "a module"},
    "exchange/told/care.py": {"tests": "a section of what is told"},
    "exchange/told/clinician.py": {
        "onset": "a group of what is told",
        "regions": "a group of what is told",
        "tests": "a group of what is told",
    },
    "knowledge/advice.py": {"joint": "a kind of structure", "nerves": "a group of tests", **FIGURE},
    "knowledge/base.py": {"site": "a section of the clinician's page", "onset": "a section of the clinician's page"},
    "knowledge/shelf_names.py": {"tests": "what readers call the work-up"},
    "knowledge/sources.py": {"estimate": "a kind of evidence"},
    "knowledge/stories.py": {"female": "whose story it is"},
    "knowledge/story_check.py": {"estimate": "a field of a story"},
    "terms.py": {
        "female": "sex in case files",
        "emergency": "a setting, as an emergency department is",
        "estimate": "a kind of evidence",
    },
    "web/components/cause/template.html": {"estimate": "a kind of evidence"},
    "web/templates/learn_index.html": {"ribs": "a part of the figure"},
    "web/templates/learn_list.html": {"joint": "a kind of structure", "tests": "an address"},
    "web/templates/method.html": {"estimate": "a kind of evidence"},
    "web/templates/result.html": {"tests": "a section of what is told"},
    "web/templates/summary/paper.html": {"pain": "a line of the diary"},
    "web/api/strict.py": {"body": "of a request"},
    "web/check/__init__.py": {"own_words": "a module"},
    "web/kit/guard.py": {"body": "of a request"},
    "web/kit/wire.py": {"body": "of a request"},
    "web/learn/pages.py": {"tests": "an address"},
    "words/catalogue.py": {"en": "the language that every sentence is said in"},
}
DRAWN = {
    "body_map/shapes.html": "drawn for the shipped map's places; one without a drawing stands in the list alone",
    "figure/atlas.html": "drawn for the shipped structures; a part that content doesn't tell of leads nowhere",
    "figure/template.html": "parts of the figure, as `Figure` lists them",
}


def record_ids() -> frozenset[str]:
    """Every id of a record, and of an option that is of more than one word."""
    shelves = [getattr(KNOWLEDGE, shelf.name) for shelf in SHELVES if shelf.name != "safety_netting"]
    options = (option.id for question in KNOWLEDGE.questions.values() for option in question.options)
    return frozenset(id for shelf in shelves for id in shelf) | frozenset(id for id in options if "_" in id)


IDS = record_ids()


@dataclass(frozen=True, slots=True)
class Named:
    """An id where code names it."""

    file: str
    line: int
    id: str


def in_python(code: str, file: str = "planted.py") -> Iterator[Named]:
    """The ids that are text in Python, in a pattern to match too."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in IDS:
            yield Named(file, node.lineno, node.value)


def in_template(code: str, file: str = "planted.html") -> Iterator[Named]:
    """The ids that an expression of a template or a field of its forms names."""
    tree = Environment().parse(code)  # noqa: S701 - nothing is rendered
    for node in tree.find_all(nodes.Const):
        if isinstance(node.value, str) and node.value in IDS:
            yield Named(file, node.lineno, node.value)
    for data in tree.find_all(nodes.TemplateData):
        for id in re.findall(r"""\b(?:name|value|for|id)=["']([\w-]+)["']""", data.data):
            if id in IDS:
                yield Named(file, data.lineno, id)


def in_script(code: str, file: str = "planted.js") -> Iterator[Named]:
    """The ids in quotes in a script."""
    for line, text in enumerate(code.splitlines(), 1):
        yield from (Named(file, line, id) for id in re.findall(r"""["'`#]([\w]+)["'`]""", text) if id in IDS)


READERS = {".py": in_python, ".html": in_template, ".js": in_script}


def named() -> Iterator[Named]:
    """Every id that code names, apart from the list of them."""
    for file in sorted(ROOT.rglob("*")):
        place = file.relative_to(ROOT).as_posix()
        if file.suffix in READERS and place != "knowledge/known_ids.py":
            yield from READERS[file.suffix](file.read_text("utf-8"), place)


def test_code_names_no_record_of_the_content() -> None:
    found = [one for one in named() if not is_homonym(one)]
    assert not found, "declare it in content, or put it into knowledge/known_ids.py:\n" + "\n".join(map(str, found))


def is_homonym(one: Named) -> bool:
    """Is it a word of the code that means something else, or a drawing of a place?"""
    return one.id in HOMONYMS.get(one.file, {}) or one.file.endswith(tuple(DRAWN))


@pytest.mark.slow
def test_every_exception_is_still_needed() -> None:
    used = {(one.file, one.id) for one in named()}
    assert {(file, id) for file, words in HOMONYMS.items() for id in words} <= used
    assert all(any(file.endswith(template) for file, _ in used) for template in DRAWN)


@pytest.mark.parametrize(
    ("read", "planted"),
    [
        (in_python, 'worst = "where_worst"'),
        (in_python, 'PAPER = {"us": "letter"}'),
        (in_python, 'match id:\n    case "fever":\n        pass'),
        (in_python, 'me = chosen == ("with_me",)'),
        (in_template, '{% if question.id == "where_worst" %}x{% endif %}'),
        (in_template, '<input type="radio" name="for_whom">'),
        (in_script, 'document.getElementById("where_worst")'),
    ],
)
def test_an_id_that_code_names_is_found(read: object, planted: str) -> None:
    assert callable(read)
    assert list(read(planted))


def test_a_word_that_is_no_id_is_passed_over() -> None:
    assert not list(in_python('kind = "not_an_id_of_anything"'))


def test_what_code_names_is_there() -> None:
    assert all(id in getattr(KNOWLEDGE, shelf) for shelf, known in KNOWN_IDS.items() for id in known)
