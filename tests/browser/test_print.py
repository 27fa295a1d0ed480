"""Printing a result gives its short pages: two at most for the person, one for a clinician, and nothing else."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Windows
from tests.papers import CASES, MOST, PARTS, assessed, country, longest, renderer

import midback.web
from midback.engine import Assessment
from midback.exchange.told import Circumstances, tell
from midback.knowledge import load_knowledge, load_words
from midback.web.kit.paper import Paper, printed

STATIC = Path(midback.web.__file__).parent / "static"
KNOWLEDGE = load_knowledge()
WORDS = load_words()
RENDERER = renderer()
CONCLUDED = datetime(2026, 11, 25, 12, tzinfo=UTC)
SHEETS = ("tokens", "base", "components", "print")
PAPER = {"us": "Letter", "uk": "A4"}


def show(page: Page, assessment: Assessment) -> None:
    """The result page as the server would send it, with its styles in place."""
    words = load_words()
    told = tell(assessment, KNOWLEDGE, words, Circumstances(on=CONCLUDED.date()))
    values: dict[str, Any] = {
        "told": told,
        "concluded": CONCLUDED,
        "ends": CONCLUDED,
        "kept": False,
        "further": "",
        "paper": printed(Paper(told, words.day(CONCLUDED))),
    }
    response = RENDERER.page("result.html", assessment.profile.id, title="x", csrf="x", **values)
    page.set_content(re.sub(r"<link[^>]*>", "", bytes(response.body).decode()))
    for sheet in SHEETS:
        style = (STATIC / f"{sheet}.css").read_text(encoding="utf-8")
        page.add_style_tag(content=f"@media print {{ {style} }}" if sheet == "print" else style)


@pytest.fixture
def blank(windows: Windows) -> Iterator[Page]:
    with windows.new() as one:
        yield one


@pytest.mark.parametrize("place", range(MOST))
@pytest.mark.parametrize("part", PARTS)
def test_a_result_prints_on_three_pages_at_most(blank: Page, part: str, place: int) -> None:
    profile = country(part, place)
    assessment = assessed(longest(part)[place], profile)
    show(blank, assessment)
    at_home = bool(assessment.plan.home_care or assessment.plan.exercises)
    assert at_home or part != "at-home"
    assert pages(blank.pdf(format=PAPER[profile])) == (3 if at_home else 2)


def test_the_clinicians_page_begins_a_sheet_of_its_own(blank: Page) -> None:
    show(blank, assessed(CASES[0], "us"))
    blank.emulate_media(media="print")
    broken = "element => getComputedStyle(element).breakBefore"
    assert blank.locator(".for-clinician").evaluate(broken) == "page"


def pages(content: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", content))


def test_paper_shows_the_short_pages_and_the_screen_the_long_one(blank: Page) -> None:
    show(blank, assessed(CASES[0], "us"))
    for media, shown, hidden in (("screen", ".sheet", ".paper"), ("print", ".paper", ".sheet")):
        blank.emulate_media(media=media)  # type: ignore[arg-type]  # a word from the parameters, one of Playwright's
        expect(blank.locator(shown)).to_be_visible()
        expect(blank.locator(hidden)).to_be_hidden()
        assert blank.locator("h1:visible").count() == (1 if media == "screen" else 2)
