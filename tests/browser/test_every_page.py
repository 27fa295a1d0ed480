"""Every page that there is, from the application's own routes: sound for a screen reader, and narrow enough for phones.

What can't be opened by its address alone is walked to as somebody comes to it; what is no page is named, with why.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from tests.browser.conftest import Windows
from tests.browser.walk import answer_ordinarily, begin, is_asking, raise_an_emergency
from tests.routes import shown, to_read

WALKED_TO = ("/check/question/{id}", "/check/words", "/check/words/confirm", "/check/answers", "/check/stop", "/result")
"""Looked at on the way, in `pages`."""

NOT_HERE = {
    "/check": "leads to one of the others",
    "/s/{token}": "the page of /s, for links of before",
    "/clinic": "tests/browser/test_clinic.py looks at the clinician's own pages",
    "/clinic/account": "tests/browser/test_clinic.py looks at the clinician's own pages",
    "/clinic/case/{key}": "tests/browser/test_clinic.py looks at the clinician's own pages",
    "/result/summary.pdf": "a file",
    "/result/summary.txt": "a file",
    "/result/reminder.ics": "a file",
}
RULES = {"light": {}, "dark": {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}}
"""What axe looks at: everything, and in the dark what colours can change."""


SPOILT = """main => {
  main.innerHTML = "<img src='x'><p>grey</p><div>wide</div>";
  main.querySelector("p").style.cssText = "color: #777; background: #888";
  main.querySelector("div").style.width = "900px";
}"""


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name).first.click()


def pages(page: Page) -> Iterator[str]:
    """Bring the browser to one page after the other, and say which path of the application each is."""
    begin(page)
    raise_an_emergency(page)
    yield arrived(page, "/check/stop")
    begin(page)
    yield from asking(page)
    page.goto("/check/words")
    yield arrived(page, "/check/words")
    page.locator("textarea").fill("It wakes me up at night")
    press(page, "Continue")
    yield arrived(page, "/check/words/confirm")
    answer_ordinarily(page)
    yield from asking(page)
    page.goto("/check?more")
    yield from asking(page)
    press(page, "Show my result")
    yield arrived(page, "/result")
    for path in by_address():
        for one in to_read(path):
            page.goto(one)
            yield arrived(page, one, path)


def asking(page: Page) -> Iterator[str]:
    """Each question, then the answers."""
    while is_asking(page):
        yield "/check/question/{id}"
        answer_ordinarily(page)
    yield arrived(page, "/check/answers")


def arrived(page: Page, address: str, path: str = "") -> str:
    """The path, once it is sure that the page is there and nothing led elsewhere."""
    assert page.url.partition("//")[2].partition("/")[2] == address[1:], f"{address} led to {page.url}"
    return path or address


def by_address() -> list[str]:
    return [path for path in shown() if path not in WALKED_TO and path not in NOT_HERE]


@pytest.mark.parametrize(("scheme", "width"), [("light", 320), ("dark", 360)])
def test_axe_finds_nothing_and_nothing_scrolls_sideways_on_any_page(
    windows: Windows, address: str, scheme: Any, width: int
) -> None:
    faults, wide, seen = {}, {}, set()
    options = {"resultTypes": ["violations"], **RULES[scheme]}
    with windows.new(base_url=address, color_scheme=scheme, viewport={"width": width, "height": 640}) as page:
        for path in pages(page):
            seen.add(path)
            if found := Axe().run(page, options=options).response["violations"]:
                faults[page.url] = [one["id"] for one in found]
            if (needed := page.evaluate("document.documentElement.scrollWidth")) > width:
                wide[page.url] = needed
    assert (faults, wide) == ({}, {})
    assert seen | NOT_HERE.keys() == set(shown())


def test_a_fault_of_either_kind_would_be_noticed(scripted: Page) -> None:
    scripted.goto("/privacy")
    scripted.locator("main").evaluate(SPOILT)
    for scheme, expected in (("light", {"image-alt", "color-contrast"}), ("dark", {"color-contrast"})):
        found = Axe().run(scripted, options=RULES[scheme]).response["violations"]
        assert expected <= {one["id"] for one in found}
    assert scripted.evaluate("document.documentElement.scrollWidth") > 360
