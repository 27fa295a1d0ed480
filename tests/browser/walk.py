"""How somebody walks through the check: ordinary answers, one page after another."""

import re

from playwright.sync_api import APIResponse, Page
from tests.posting import hidden

MOST_PAGES = 40
PREFERRED = ("days_1_7", "male", "settling")


def begin(page: Page) -> None:
    """From the start page to the first question."""
    page.goto("/")
    with page.expect_navigation():
        page.get_by_role("button", name="Start").click()


def is_asking(page: Page) -> bool:
    """Is the page one of the check's own, before the answers or the stop page?"""
    return "/check/question/" in page.url or "/check/words" in page.url


def raise_an_emergency(page: Page) -> None:
    """From the first page to the stop page: the first group of signs, then the first sign of it."""
    for _ in range(2):
        page.locator("input[name='choice']").first.check()
        with page.expect_navigation():
            page.locator("form.question > button").click()


def answer_ordinarily(page: Page) -> None:
    """Answer the question on the page as somebody with a mild ache would, and continue."""
    if page.locator("#number").count():
        page.locator("#number").fill("34")
    elif page.locator("input[value='__none__']").count():
        page.locator("input[value='__none__']").check()
    elif page.locator("input[name='choice']").count():
        wanted = [f"input[value='{value}']" for value in PREFERRED if page.locator(f"input[value='{value}']").count()]
        page.locator(wanted[0] if wanted else "input[name='choice']").first.check()
    with page.expect_navigation():
        page.get_by_role("button", name="Continue").click()


def to_the_answers(page: Page) -> int:
    """Answer until it is said that enough is known, with the answers to check; says how many questions that took."""
    for asked in range(MOST_PAGES):
        if not is_asking(page):
            return asked
        answer_ordinarily(page)
    raise AssertionError(f"after {MOST_PAGES} pages the check is still at {page.url}")


def to_the_end(page: Page) -> int:
    """The same, and on until nothing is left to ask; says how many questions that took in all."""
    asked = to_the_answers(page)
    page.get_by_role("link", name="Go on").click()
    return asked + to_the_answers(page)


def to_the_answers_unseen(page: Page) -> None:
    """Begin and answer everything as `to_the_answers` does, by requests alone: for tests of what comes after it."""
    request = page.context.request
    there = request.post("/begin", form={**hidden(request.get("/").text(), "/begin"), "profile": "international"})
    for _ in range(MOST_PAGES):
        if there.url.endswith("/check/answers"):
            page.goto(there.url)
            return
        there = request.post(_action_of(there), form=_ordinary(there.text()))
    raise AssertionError(f"after {MOST_PAGES} pages the check is still at {there.url}")


def _action_of(there: APIResponse) -> str:
    form = re.search(r'<form class="question" method="post" action="([^"]+)"', there.text())
    assert form, there.url
    return form[1]


def _ordinary(page: str) -> dict[str, str | float | bool]:
    """The form of a page as somebody with a mild ache would send it."""
    fields: dict[str, str | float | bool] = dict(hidden(page, "/check/"))
    if 'id="number"' in page:
        return {**fields, "number": "34"}
    offered = re.findall(r'<input[^>]* name="(\w+)" value="(\w+)"', re.sub(r'<input type="hidden"[^>]*>', "", page))
    wanted = [one for value in ("__none__", *PREFERRED) for one in offered if one[1] == value]
    return {**fields, **dict((wanted or [one for one in offered if one[0] == "choice"])[:1])}
