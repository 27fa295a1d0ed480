"""Everything that a patient reads asks for a reading grade of 8 at most."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import pytest
from tests.reading import grade

from midback.knowledge import load_knowledge, load_words
from midback.knowledge.schema import SHELVES
from midback.words import Lay, Line

MOST = 8.0
KNOWLEDGE = load_knowledge()
WORDS = load_words("us")
NAMES = ("label", "lay")
"""What something is called: a name can be long without being hard."""


def texts() -> Iterator[tuple[str, str]]:
    """What each record says to patients, read together as it stands on a page, by its shelf and id."""
    for shelf in SHELVES:
        for id, record in getattr(KNOWLEDGE, shelf.name).items():
            said = [WORDS.text(line) for line in lines(record, shelf.name)]
            if said:
                yield f"{shelf.name}/{getattr(id, 'id', id)}", ". ".join(one.rstrip(".?") for one in said) + "."


def lines(part: Any, shelf: str) -> Iterator[Lay]:
    """Every line that patients read, anywhere in a record, apart from what the record is called."""
    if isinstance(part, Lay) and part:
        yield part
    for inner in inside(part, shelf):
        yield from lines(inner, shelf)


def inside(part: Any, shelf: str) -> Iterator[Any]:
    """What a part of a record is made of."""
    if is_dataclass(part) and not isinstance(part, Line):
        named = NAMES if shelf != "questions" else ()
        yield from (getattr(part, field.name) for field in fields(part) if field.name not in named)
    elif isinstance(part, Mapping):
        yield from part.values()
    elif isinstance(part, tuple):
        yield from part


@pytest.mark.parametrize(("name", "text"), [pytest.param(*one, id=one[0]) for one in texts()])
def test_a_text_asks_for_no_more_than_grade_8(name: str, text: str) -> None:
    assert grade(text) <= MOST, f"{name}: {text}"


def test_hard_words_and_long_sentences_would_be_noticed() -> None:
    assert grade("Intermittent musculoskeletal exacerbations necessitate multidisciplinary reassessment.") > MOST
    assert grade("Sit up. Breathe in. Let your arms hang, and wait until it eases.") < 2
