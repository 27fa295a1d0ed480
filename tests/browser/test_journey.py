"""From the start page to an answer, on a phone, with JavaScript off."""

from playwright.sync_api import Page, Request, expect
from tests.browser.walk import (
    PREFERRED,
    answer_ordinarily,
    begin,
    is_asking,
    raise_an_emergency,
    to_the_answers,
    to_the_answers_unseen,
    to_the_end,
)


def test_an_ordinary_ache_goes_from_the_start_page_to_a_result(page: Page) -> None:
    begin(page)
    assert "/check/question/emergency" in page.url
    pages = to_the_end(page)
    assert pages <= 16
    expect(page.locator("h1")).to_contain_text("Check your answers")
    page.get_by_role("button").first.click()
    page.wait_for_url("**/result")
    expect(page.locator("#verdict-title")).to_contain_text("home")
    body = page.locator("main").text_content() or ""
    for part in ("in 100", "estimate", "a week"):
        assert part in body, part
    assert "not yet" in page.locator("body").inner_text().lower()


def test_an_emergency_on_the_first_pages_stops_at_once(page: Page) -> None:
    begin(page)
    raise_an_emergency(page)
    page.wait_for_url("**/check/stop")
    heading = page.locator("h1")
    expect(heading).to_contain_text("Call")
    box = heading.bounding_box()
    assert box is not None
    assert box["y"] < 640


def test_a_box_ticked_beside_none_of_these_counts_as_ticked_on_the_emergency_screen(page: Page) -> None:
    begin(page)
    for _ in range(2):
        page.locator("input[value='__none__']").check()
        page.locator("input[name='choice']").first.check()
        page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/check/stop")


def test_ticking_by_mistake_can_be_put_right_and_the_check_goes_on(page: Page) -> None:
    begin(page)
    raise_an_emergency(page)
    page.get_by_role("link", name="by mistake").click()
    assert page.locator("input[name='choice']").first.is_checked()
    page.locator("input[name='choice']").first.uncheck()
    page.locator("input[value='__none__']").check()
    page.get_by_role("button", name="Continue").click()
    assert "/check/question/" in page.url


def test_going_on_after_an_emergency_is_possible(page: Page) -> None:
    begin(page)
    raise_an_emergency(page)
    page.get_by_role("link", name="Go on").click()
    assert "/check/question/" in page.url
    to_the_answers(page)
    assert page.url.endswith("/check/answers")


def test_an_empty_page_is_an_error_that_says_what_to_do(page: Page) -> None:
    begin(page)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
    assert page.title().startswith("Error: ")


def test_back_shows_the_page_as_it_was_left(page: Page) -> None:
    begin(page)
    answer_ordinarily(page)
    answer_ordinarily(page)
    page.get_by_role("link", name="Back", exact=True).click()
    assert page.locator("input:checked").count() or page.locator("#number").input_value()


def test_an_answer_can_be_changed_from_the_list(page: Page) -> None:
    to_the_answers_unseen(page)
    page.get_by_text("Look over your answers").click()
    page.get_by_role("link", name="Change").first.click()
    assert "/check/question/" in page.url


def test_deleting_ends_it_and_nothing_is_left(page: Page) -> None:
    to_the_answers_unseen(page)
    page.goto("/delete")
    page.get_by_role("button", name="Delete").click()
    page.goto("/check/answers")
    assert page.locator("main").inner_text()
    assert "Change" not in page.locator("main").inner_text()


def test_no_address_and_no_title_says_anything_about_the_person(page: Page) -> None:
    seen: list[str] = []
    page.on("framenavigated", lambda frame: seen.append(frame.url.partition("//")[2].partition("/")[2]))
    begin(page)
    for _ in ("how soon", "what it may be"):
        while is_asking(page):
            answer_ordinarily(page)
            seen.append(page.title())
        assert page.url.endswith("/check/answers")
        page.goto("/check?more")
    assert len([one for one in seen if one.startswith("check/question/")]) > 10
    said = ("choice", "number", "none", "34", *PREFERRED)
    assert [one for one in seen if any(word in one.lower() for word in said)] == []


def test_nothing_is_asked_of_another_origin(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    begin(page)
    to_the_end(page)
    page.goto("/result")
    for path in ("/learn", "/learn/anatomy", "/learn/causes", "/how-it-works", "/privacy"):
        page.goto(path)
    assert asked
    assert all(url.startswith(address) for url in asked)


def test_the_first_page_is_small(scripted: Page) -> None:
    asked: list[Request] = []
    scripted.on("requestfinished", lambda request: asked.append(request))
    scripted.goto("/", wait_until="networkidle")
    # On a first visit the page is asked for once more, when the time zone is known: by address it counts once.
    sent = {one.url: one.sizes()["responseBodySize"] for one in asked}
    assert 0 < sum(sent.values()) <= 20 * 1024
