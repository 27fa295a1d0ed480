"""How somebody walks through the check: ordinary answers, one page after another."""

from playwright.sync_api import Page

MOST_PAGES = 40
PREFERRED = ("no", "days_1_7", "male", "settling", "gradual")


def begin(page: Page) -> None:
    """From the start page to the first question."""
    page.goto("/")
    with page.expect_navigation():
        page.get_by_role("button", name="Start").click()


def is_asking(page: Page) -> bool:
    """Is the page one of the check's own, before the answers or the stop page?"""
    return "/check/question/" in page.url or "/check/words" in page.url


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
    """Answer until the answers are shown to check; says how many questions that took."""
    asked = 0
    for _ in range(MOST_PAGES):
        if not is_asking(page):
            return asked
        asked += "/check/question/" in page.url
        answer_ordinarily(page)
    raise AssertionError(f"after {MOST_PAGES} pages the check is still at {page.url}")
