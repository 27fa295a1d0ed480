"""A page about groups: its boxes open the pages about them, who isn't sure is asked, a no takes details back."""

import pytest
from playwright.sync_api import Page, expect
from tests.browser.walk import answer_ordinarily, begin, is_asking

from midback.knowledge import load_knowledge

QUESTIONS = load_knowledge().questions
GATES = ("emergency_screen", "pain_groups", "symptom_groups", "background_groups")


def opened_by(gate: str) -> set[str]:
    return {id for option in QUESTIONS[gate].options for id in option.opens}


def asked(page: Page) -> str:
    """The question on the page."""
    return page.url.rpartition("/")[2].partition("?")[0]


def go_on(page: Page) -> None:
    with page.expect_navigation():
        page.locator("form.question > button").click()


def answer(page: Page, question: str, *boxes: str) -> None:
    """Open a question anew, and tick these boxes alone."""
    page.goto(f"/check/question/{question}")
    for box in page.locator("input[name='choice']:checked").all():
        box.uncheck()
    for one in boxes:
        page.locator(f"input[value='{one}']").check()
    go_on(page)


def walk(page: Page, *unsure: str) -> list[str]:
    """Answer until enough is known, unsure of some pages; says which questions that took."""
    passed = []
    while is_asking(page):
        passed.append(asked(page))
        if passed[-1] in unsure:
            page.locator("input[value='__not_sure__']").check()
            go_on(page)
        else:
            answer_ordinarily(page)
    return passed


def test_without_a_box_no_page_of_a_group_is_asked(page: Page) -> None:
    begin(page)
    passed = walk(page)
    assert set(GATES) <= set(passed)
    assert not {id for gate in GATES for id in opened_by(gate)} & set(passed)


@pytest.mark.parametrize(
    ("gate", "some"),
    [
        ("emergency_screen", opened_by("emergency_screen")),
        ("pain_groups", {"injury", "night"}),
        ("symptom_groups", {"chest", "legs", "ill"}),
        ("background_groups", {"cancer_had", "defences"}),
    ],
)
def test_who_is_not_sure_of_a_group_is_asked_about_each(page: Page, gate: str, some: set[str]) -> None:
    begin(page)
    passed = walk(page, gate)
    assert some <= set(passed)


def test_a_box_opens_the_pages_of_its_group_alone(page: Page) -> None:
    begin(page)
    answer(page, "emergency_screen", "chest")
    assert walk(page)[:2] == ["emergency_chest", "age"]


def test_a_group_that_is_taken_back_takes_its_details_with_it(page: Page) -> None:
    begin(page)
    answer(page, "emergency_screen", "__none__")
    answer(page, "symptom_groups", "ill")
    answer(page, "ill", "fever")
    page.goto("/check/answers")
    said = page.locator(".answer", has_text="Fever, shivering")
    expect(said).to_have_count(1)
    page.goto("/result")
    expect(page.locator(".verdict")).to_contain_text("Fever")
    answer(page, "symptom_groups", "__none__")
    page.goto("/check/answers")
    expect(said).to_have_count(0)
    page.goto("/result")
    expect(page.locator(".verdict")).not_to_contain_text("Fever")
