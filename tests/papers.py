"""The published cases with most to print in each part of the paper: if these have room, the others have."""

import re
from datetime import date
from functools import cache
from pathlib import Path

from midback.engine import Assessment, assess
from midback.exchange.case_file import load_case
from midback.exchange.told import Circumstances, tell
from midback.knowledge import load_knowledge, load_words
from midback.strict_yaml import read
from midback.web.kit.paper import Paper, printed
from midback.web.kit.render import Renderer

CASES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
PARTS = ("for-clinician", "for-you", "at-home")
MOST = 8
"""Cases a part."""
TAG = re.compile(r"<[^>]*>")
CONCLUDED = date(2026, 11, 25)
COUNTRIES = ("us", "uk")
"""One of letter paper and one of A4."""


@cache
def renderer() -> Renderer:
    """Pages as the shipped content has them."""
    return Renderer(load_knowledge(), load_words())


@cache
def assessed(file: Path, profile: str = "us") -> Assessment:
    """A published case as its person tells it."""
    knowledge = load_knowledge()
    document = read(file.read_text(encoding="utf-8"), file.name)
    return assess(knowledge, load_case(document.data, file.name, knowledge, profile=profile, history_only=True).case)


def paper(assessment: Assessment) -> Paper:
    """What is printed of it."""
    words = load_words()
    return Paper(tell(assessment, load_knowledge(), words, Circumstances(on=CONCLUDED)), words.day(CONCLUDED))


def country(part: str, place: int) -> str:
    """Letter paper and A4 in turn; in the second country nobody who isn't settled is looked after at home."""
    return COUNTRIES[0] if part == "at-home" else COUNTRIES[place % 2]


@cache
def longest(part: str) -> tuple[Path, ...]:
    """The cases by how much they print in a part where room is short, most first."""
    return tuple(sorted(CASES, key=lambda file: _letters(file).get(part, 0), reverse=True)[:MOST])


@cache
def _letters(file: Path) -> dict[str, int]:
    page = renderer().page("summary/document.html", "us", title="", paper=printed(paper(assessed(file))))
    _, *parts = re.split(rf' id="({"|".join(PARTS)})"', bytes(page.body).decode())
    return {part: len("".join(TAG.sub("", html).split())) for part, html in zip(parts[::2], parts[1::2], strict=True)}
