"""Leaving the page of somebody in danger: at once, from the keyboard too, with nothing of it left."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from .walk import begin


def in_danger(page: Page) -> None:
    begin(page)
    page.check("#choice-danger")
    page.click("form.question button[type=submit]")
    page.wait_for_url("**/check/stop")


def presses_esc_twice(page: Page) -> None:
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")


def presses_the_button(page: Page) -> None:
    page.click("#leave button")


@pytest.mark.parametrize("leaves", [presses_esc_twice, presses_the_button])
def test_leaving_takes_the_page_out_of_the_history_and_deletes_the_answers(
    scripted: Page, leaves: Callable[[Page], None]
) -> None:
    in_danger(scripted)
    leaves(scripted)
    scripted.wait_for_url("**/learn/exercises")
    scripted.go_back()
    assert "/check/stop" not in scripted.url
    scripted.goto("/check/stop")
    assert scripted.locator("#leave").count() == 0


def test_esc_once_changes_nothing(scripted: Page) -> None:
    in_danger(scripted)
    scripted.keyboard.press("Escape")
    scripted.wait_for_timeout(300)
    assert scripted.url.endswith("/check/stop")


def test_without_a_script_the_button_deletes_the_answers_and_says_nothing_of_keys(page: Page) -> None:
    in_danger(page)
    assert not page.locator("#leave-keys").is_visible()
    presses_the_button(page)
    page.wait_for_url("**/learn/exercises")
    page.goto("/check/stop")
    assert page.locator("#leave").count() == 0
