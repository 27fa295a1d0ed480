"""How somebody walks through the check: ordinary answers, one page after another."""

from playwright.sync_api import Page

MOST_PAGES = 40
PREFERRED = ("no", "days_1_7", "male", "settling", "gradual")


def begin(page: Page) -> None:
    """From the start page to the first question."""
    page.goto("/")
    with page.expect_navigation():
        page.get_by_role("button", name="Start").click()


def answer_ordinarily(page: Page) -> None:
    """Answer the question on the page as somebody with a mild ache would, and continue."""
    if page.locator("#number").count():
        page.locator("#number").fill("34")
    elif page.locator("input[value='__none__']").count():
        page.locator("input[value='__none__']").check()
    else:
        wanted = [f"input[value='{value}']" for value in PREFERRED if page.locator(f"input[value='{value}']").count()]
        page.locator(wanted[0] if wanted else "input[name='choice']").first.check()
    with page.expect_navigation():
        page.get_by_role("button", name="Continue").click()


def to_the_answers(page: Page) -> int:
    """Answer until the answers are shown to check; says how many pages that took."""
    for pages in range(MOST_PAGES):
        if "/check/words" in page.url:
            with page.expect_navigation():
                page.get_by_role("button", name="Continue").click()
        if "/check/question/" not in page.url:
            return pages
        answer_ordinarily(page)
    raise AssertionError(f"after {MOST_PAGES} pages the check is still at {page.url}")
