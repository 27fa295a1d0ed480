"""The published cases with most to print: if these have room on their sheets, the others have."""

from datetime import date
from functools import cache
from pathlib import Path

from midback.engine import Assessment, assess
from midback.exchange.case_file import load_case
from midback.exchange.told import Circumstances, tell
from midback.knowledge import load_knowledge, load_words
from midback.strict_yaml import read
from midback.web.kit.paper import Paper
from midback.web.kit.render import Renderer

CASES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
MOST = 40
CONCLUDED = date(2026, 11, 25)
COUNTRIES = ("us", "uk")
"""One of letter paper and one of A4, in turn."""


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


@cache
def longest() -> tuple[Path, ...]:
    """The cases by how much there is to print, most first."""
    return tuple(sorted(CASES, key=_length, reverse=True)[:MOST])


def _length(file: Path) -> int:
    page = renderer().page("summary/document.html", "us", title="", paper=paper(assessed(file)))
    return len(bytes(page.body))
