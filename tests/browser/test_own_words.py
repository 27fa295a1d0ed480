"""What somebody writes proposes findings to confirm; it can be left out, and is shown among the answers."""

from playwright.sync_api import Page, expect
from tests.browser.walk import answer_ordinarily, begin, to_the_answers

LINK = "Say it in your own words"


def to_the_words(page: Page) -> None:
    begin(page)
    expect(page.get_by_role("link", name=LINK)).to_have_count(0)
    answer_ordinarily(page)
    page.get_by_role("link", name=LINK).click()
    assert page.url.endswith("/check/words")


def go_on(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Continue").click()


def test_what_is_written_proposes_findings_and_what_is_ticked_counts(page: Page) -> None:
    to_the_words(page)
    page.get_by_label("in your own words").fill("It burns and I have no fever. Wakes me up at night")
    go_on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Did you mean any of these?")
    assert page.locator("input[type=checkbox]").count() == 2
    assert page.locator("input:checked").count() == 0
    expect(page.locator("form")).to_contain_text("From your words: “Wakes me up")
    page.locator("#choice-burning").check()
    go_on(page)
    page.goto("/check/answers")
    said = page.get_by_text("It burns and I have no fever")
    expect(said).to_be_visible()
    expect(page.locator("dl", has=said)).to_contain_text("a burning pain")
    expect(page.locator("dl", has=said)).not_to_contain_text("pain that wakes")


def test_it_can_be_left_out_and_is_not_offered_again(page: Page) -> None:
    to_the_words(page)
    go_on(page)
    assert "/check/question/" in page.url
    expect(page.get_by_role("link", name=LINK)).to_have_count(0)
    to_the_answers(page)
    expect(page.get_by_role("link", name=LINK)).to_have_count(0)
    page.get_by_text("Look over your answers").click()
    expect(page.get_by_text("in your own words")).to_have_count(0)


def test_it_is_offered_where_enough_is_known_too_and_what_is_written_then_is_asked_about(page: Page) -> None:
    begin(page)
    to_the_answers(page)
    page.get_by_role("link", name=LINK).click()
    page.get_by_label("in your own words").fill("It burns")
    go_on(page)
    page.locator("#choice-burning").check()
    go_on(page)
    assert page.url.endswith("/check/answers")
