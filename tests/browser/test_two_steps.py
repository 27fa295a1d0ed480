"""How soon, then what it may be: short pages to an end that says so, and on only for who wishes."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from tests.browser.walk import answer_ordinarily, begin, is_asking, to_the_answers, to_the_answers_unseen

MOST_PAGES, MOST_WORDS = 10, 80
TO_READ = "#question, #hint, .options"
"""What has to be read before an answer: what is asked, its hint, and the boxes."""


def words_to_read(page: Page) -> int:
    return len(" ".join(page.locator(TO_READ).all_inner_texts()).split())


def lengths(page: Page) -> Iterator[int]:
    """The words on each page up to where it is said that enough is known."""
    while is_asking(page):
        yield words_to_read(page)
        answer_ordinarily(page)


def test_a_plain_person_sees_what_to_do_after_few_short_pages(page: Page) -> None:
    begin(page)
    found = list(lengths(page))
    assert len(found) <= MOST_PAGES
    assert sum(found) <= MOST_PAGES * MOST_WORDS
    expect(page.locator("h1")).to_have_text("Now we know how soon")
    box = page.get_by_role("button", name="See what to do").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 640
    page.get_by_role("button", name="See what to do").click()
    expect(page.locator("#verdict-title")).to_contain_text("home")


def test_who_is_not_sure_of_a_danger_sign_is_not_told_that_no_answer_matters_any_more(page: Page) -> None:
    begin(page)
    for box in ("nerves", "-not-sure"):
        page.locator(f"#choice-{box}").check()
        with page.expect_navigation():
            page.get_by_role("button", name="Continue").click()
    to_the_answers(page)
    expect(page.locator(".lead")).to_contain_text("still open")
    page.get_by_role("button", name="See what to do").click()
    expect(page.locator(".verdict")).to_contain_text("still open")


def test_going_on_beyond_it_asks_more_and_ends(page: Page) -> None:
    to_the_answers_unseen(page)
    page.get_by_role("link", name="Go on: what may it be?").click()
    assert is_asking(page)
    expect(page.locator(".progress")).to_contain_text("Step 2 of 2")
    assert 1 <= to_the_answers(page) <= MOST_PAGES
    expect(page.locator("h1")).to_have_text("Check your answers")
    expect(page.get_by_role("link", name="Go on")).to_have_count(0)
    page.get_by_role("button", name="Show my result").click()
    expect(page.locator("#verdict-title")).to_contain_text("home")


def test_who_goes_on_is_led_back_to_how_soon_by_an_answer_that_matters_to_it(page: Page) -> None:
    to_the_answers_unseen(page)
    page.goto("/check/question/emergency_screen?more")
    page.locator("input[value='__none__']").uncheck()
    page.locator("#choice-danger").check()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/check/stop")


def test_the_answers_are_folded_below_what_to_do_and_can_be_changed_there(page: Page) -> None:
    to_the_answers_unseen(page)
    age = page.locator("details .answer", has_text="How old are you?")
    expect(age).to_be_hidden()
    page.get_by_text("Look over your answers").click()
    expect(age).to_be_visible()
    expect(age).to_contain_text("34 years")
    age.get_by_role("link", name="Change").click()
    page.locator("#number").fill("35")
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/check/answers")
    page.get_by_text("Look over your answers").click()
    expect(age).to_contain_text("35 years")


@pytest.mark.parametrize("group", ["pain", "chest", "nerves", "head", "blood"])
def test_the_number_to_call_stands_on_every_page_of_the_emergency_screen(page: Page, group: str) -> None:
    page.goto("/")
    page.locator("#profile").select_option("us")
    page.get_by_role("button", name="Start").click()
    call = page.locator(".danger-line a[href='tel:911']")
    expect(call).to_be_visible()
    page.locator(f"#choice-{group}").check()
    page.get_by_role("button", name="Continue").click()
    assert page.url.endswith(f"/check/question/emergency_{group}")
    expect(call).to_be_visible()
    page.locator("input[name='choice']").first.check()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/check/stop")
    expect(page.locator("a.call[href='tel:911']")).to_be_visible()
