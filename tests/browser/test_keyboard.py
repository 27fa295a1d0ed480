"""The whole journey by keyboard alone, with JavaScript on, and once more with the mouse."""

from playwright.sync_api import Page, expect
from tests.browser.walk import PREFERRED, begin, is_asking, to_the_end

MOST_TABS = 300
MOST_PAGES = 40
FOCUSED = "document.activeElement"


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is on what is meant, the way somebody without a mouse does."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(f"{FOCUSED}.matches({selector!r})"):
            return
    raise AssertionError(f"Tab never reaches {selector} at {page.url}")


def press(page: Page, selector: str) -> None:
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def choose_ordinarily(page: Page) -> None:
    if page.locator("#number").count():
        tab_to(page, "#number")
        page.keyboard.type("34")
    elif page.locator("input[type=checkbox][value='__none__']").count():
        tab_to(page, "input[value='__none__']")
        page.keyboard.press("Space")
    elif page.locator("input[type=radio]").count():
        choose_by_arrows(page)


def choose_by_arrows(page: Page) -> None:
    tab_to(page, "input[type=radio]")
    page.keyboard.press("Space")
    wanted = next((one for one in PREFERRED if page.locator(f"input[value='{one}']").count()), None)
    for _ in range(MOST_PAGES):
        if wanted is None or page.evaluate(f"{FOCUSED}.value") == wanted:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"the arrows never reach {wanted}")


def to_the_answers_by_keys(page: Page) -> None:
    for _ in range(MOST_PAGES):
        if not is_asking(page):
            return
        choose_ordinarily(page)
        press(page, "form.question > button[type=submit]")


def test_the_keyboard_alone_goes_from_the_start_to_the_result(scripted: Page) -> None:
    scripted.goto("/")
    press(scripted, "form.begin button")
    to_the_answers_by_keys(scripted)
    expect(scripted.locator("h1")).to_contain_text("Now we know how soon")
    press(scripted, "main a.button")
    to_the_answers_by_keys(scripted)
    expect(scripted.locator("h1")).to_contain_text("Check your answers")
    press(scripted, "form button[type=submit]")
    expect(scripted.locator("#verdict-title")).to_contain_text("home")


def test_the_journey_with_scripts_comes_to_the_same(scripted: Page) -> None:
    begin(scripted)
    to_the_end(scripted)
    with scripted.expect_navigation():
        scripted.get_by_role("button", name="Show my result").click()
    expect(scripted.locator("#verdict-title")).to_contain_text("home")
