"""The number on the start page is that of the place chosen; the first choice is where the browser's clock is."""

from playwright.sync_api import Page, expect

from .conftest import Windows


def numbers(page: Page) -> list[str]:
    return page.locator(".danger-line .tel").all_text_contents()


def test_the_clock_decides_on_the_first_page_and_a_choice_changes_the_number(windows: Windows, address: str) -> None:
    with windows.new(base_url=address, locale="en-US", timezone_id="Asia/Tokyo") as page:
        page.goto("/")
        expect(page.locator("#profile")).to_have_value("japan")
        expect(page.locator("#guessed")).to_be_visible()
        assert numbers(page) == ["119"]
        page.select_option("#profile", "germany")
        assert numbers(page) == ["112"]
        expect(page.locator("#guessed")).to_be_hidden()
        page.select_option("#profile", "international")
        assert numbers(page) == ["112", "911", "999"]


def test_without_a_script_the_language_decides(windows: Windows, address: str) -> None:
    with windows.new(base_url=address, locale="de-DE", java_script_enabled=False) as page:
        page.goto("/")
        expect(page.locator("#profile")).to_have_value("germany")
        assert numbers(page) == ["112"]


def test_a_choice_made_before_is_kept(windows: Windows, address: str) -> None:
    with windows.new(base_url=address, locale="en-US", timezone_id="Asia/Tokyo") as page:
        page.goto("/")
        expect(page.locator("#profile")).to_have_value("japan")
        page.select_option("#profile", "uk")
        with page.expect_navigation():
            page.get_by_role("button", name="Start").click()
        page.goto("/")
        expect(page.locator("#profile")).to_have_value("uk")
        assert numbers(page) == ["999"]
