"""What a person reads stands in `words`, by key: none of it in a template, in Python or in JavaScript."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.sentences import Found, in_python, in_script, in_template

import midback

ROOT = Path(midback.__path__[0])
READERS: dict[str, Callable[[str], list[Found]]] = {".html": in_template, ".py": in_python, ".js": in_script}
AUTHORS = "told with file and line to whoever writes content or a case, in English, as a compiler tells it"
PROGRAMMING = "for programmers: the API's reference and the answers of an endpoint that was called wrongly"
EXEMPT = {
    "document.py": AUTHORS,
    "engine/case.py": AUTHORS,
    "exchange/case_document.py": AUTHORS,
    "exchange/case_file.py": AUTHORS,
    "knowledge/": AUTHORS,
    "logic/": AUTHORS,
    "strict_json.py": AUTHORS,
    "strict_yaml.py": AUTHORS,
    "terms.py": AUTHORS,
    "text_gate.py": AUTHORS,
    "words/": AUTHORS,
    "records/migrations/": "a step between two layouts of the database, never to be changed again",
    "web/api/": PROGRAMMING,
}


def files() -> Iterator[Path]:
    for file in sorted(ROOT.rglob("*")):
        place = file.relative_to(ROOT).as_posix()
        if file.suffix in READERS and not place.startswith(tuple(EXEMPT)):
            yield file


def test_no_sentence_stands_outside_the_catalogue() -> None:
    found = [
        f"{file}:{one.line}: {one.text}" for file in files() for one in READERS[file.suffix](file.read_text("utf-8"))
    ]
    assert not found, "say it by a key of src/midback/words/en:\n" + "\n".join(found)


def test_every_exemption_is_of_something() -> None:
    assert [place for place in EXEMPT if not (ROOT / place).exists()] == []


@pytest.mark.parametrize(
    "planted",
    [
        "<p>Call now</p>",
        "<p>Today</p>",
        "<p>{{ name }} years</p>",
        '<p aria-label="Close">{{ x }}</p>',
        '<img alt="{{ name }} from behind">',
        '<p>{{ "call now" if urgent else "wait" }}</p>',
        '<p>{{ "Yes" if told else "No" }}</p>',
        '<p title="{{ "Two words" if told }}"></p>',
        '{{ fold("causes", "What it may be") }}',
        '<p data-stale="Not updated"></p>',
    ],
)
def test_a_sentence_in_a_template_is_found(planted: str) -> None:
    assert [one.line for one in in_template(f"<div>\n{planted}\n</div>")] != []
    assert {one.line for one in in_template(f"<div>\n{planted}\n</div>")} == {2}


@pytest.mark.parametrize(
    "plain",
    [
        '<p class="call now {{ "wide mapped" if x }}">{{ say("pages.start.title") }}</p>',
        "{% block body_class %}narrow reading{% endblock %}",
        "{# A note for whoever reads the template. #}",
        '<strong>Midback</strong> · {{ say("a.b." ~ id) }}',
    ],
)
def test_what_no_person_reads_is_passed_over_in_a_template(plain: str) -> None:
    assert in_template(plain) == []


@pytest.mark.parametrize(
    "planted",
    [
        'raise RecordError("try again later")',
        'title = f"{name}: try again"',
        'share = f"about {number} in 100"',
        'page(title="Delete my answers")',
    ],
)
def test_a_sentence_in_python_is_found(planted: str) -> None:
    assert [one.line for one in in_python(f'"""What it does."""\n{planted}\n')] == [2]


@pytest.mark.parametrize(
    "plain",
    [
        '_log.warning("it is tried again")',
        'raise ValueError("one of two")',
        'say("errors.try_again")',
        'X = 1\n"""Seconds to wait."""',
        'text("SELECT name FROM accounts")',
    ],
)
def test_what_no_person_reads_is_passed_over_in_python(plain: str) -> None:
    assert in_python(plain) == []


@pytest.mark.parametrize("planted", ['live.textContent = "Not updated";', "x = 'Saved';", "x = `${n} in all`;"])
def test_a_sentence_in_a_script_is_found(planted: str) -> None:
    assert [one.line for one in in_script(f"// Not this one, nor /* that */\n{planted} // nor this one")] == [2]


@pytest.mark.parametrize(
    "plain", ['"use strict";', 'matchMedia("(pointer: coarse) and (hover: none)")', 'x = said.dataset.chosen + "-b";']
)
def test_what_no_person_reads_is_passed_over_in_a_script(plain: str) -> None:
    assert in_script(plain) == []
