"""A person shares; a clinician signs in, opens, examines, decides; the person deletes, and it is gone there too."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Dialog, Page, expect
from tests.browser.conftest import Windows
from tests.browser.walk import to_the_answers_unseen

from midback.encounter import open_accounts

NAME = "dr-heron"
PASSWORD = "four quiet grey herons"


@pytest.fixture(scope="session")
def account(address: str, database: str) -> str:
    """A clinician with an account on the server."""
    accounts = open_accounts(database)
    accounts.add(NAME, PASSWORD)
    accounts.close()
    return address


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def clinician(windows: Windows, account: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A clinician's own browser."""
    with windows.new(java_script_enabled=request.param, base_url=account) as one:
        yield one


@pytest.fixture
def typing(windows: Windows, account: str) -> Iterator[Page]:
    """A clinician's own browser, with JavaScript."""
    with windows.new(base_url=account) as one:
        yield one


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name).first.click()


def shared(page: Page) -> str:
    """Go through the check with an ordinary ache, and make a link."""
    to_the_answers_unseen(page)
    press(page, "See what to do")
    page.goto("/share")
    press(page, "Make a link")
    expect(page.locator("svg.qr")).to_be_visible()
    return page.locator("#address").input_value()


def follow(page: Page, link: str) -> None:
    """Go where a link leads. Its code stands where no server sees it, so without script it is pasted."""
    page.goto(link)
    box = page.get_by_label("Code of the link")
    if box.is_visible():
        box.fill(link)


def sign_in(page: Page) -> None:
    page.get_by_label("Name").fill(NAME)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")


def test_a_shared_case_is_opened_examined_decided_and_goes_when_it_is_deleted(page: Page, clinician: Page) -> None:
    follow(clinician, shared(page))
    sign_in(clinician)
    press(clinician, "Open the case")
    expect(clinician.locator("#live")).to_contain_text("At home")
    clinician.locator("details.sheet-part", has=clinician.locator("[name='f-babinski']")).locator("summary").click()
    clinician.locator("[name='f-babinski'][value=yes]").check()
    press(clinician, "Save and conclude")
    expect(clinician.locator("#live")).to_contain_text("Emergency")
    clinician.locator("[name=urgency][value=same_day]").check()
    press(clinician, "Record the decision")
    expect(clinician.locator(".error-summary")).to_contain_text("say why it differs")
    clinician.locator("[name=urgency][value=same_day]").check()
    clinician.get_by_role("textbox", name="Reason, needed").fill("Long known and unchanged")
    press(clinician, "Record the decision")
    expect(clinician.locator("#decision")).to_contain_text("Long known and unchanged")
    for act in ("opened", "examined", "decided"):
        expect(clinician.locator("table").last).to_contain_text(act)
    page.goto("/delete")
    press(page, "Delete my answers")
    clinician.reload()
    expect(clinician.locator("h1")).to_contain_text("nothing here any more")


def test_the_conclusion_changes_as_it_is_typed_and_nothing_is_recorded_before_saving(page: Page, typing: Page) -> None:
    follow(typing, shared(page))
    sign_in(typing)
    press(typing, "Open the case")
    typing.locator("#n-temperature").fill("39.4")
    expect(typing.locator("#live")).to_contain_text("not yet saved")
    expect(typing.locator("#live")).not_to_contain_text("At home")
    typing.reload()
    expect(typing.locator("#live")).to_contain_text("At home")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_the_clinicians_pages_are_sound_in_every_light_and_width(
    page: Page, windows: Windows, account: str, scheme: str, width: int
) -> None:
    view = {"width": width, "height": 800}
    with windows.new(base_url=account, color_scheme=scheme, viewport=view) as clinician:
        follow(clinician, shared(page))
        sign_in(clinician)
        found = {"link": Axe().run(clinician).response["violations"]}
        press(clinician, "Open the case")
        folded = clinician.locator("details.sheet-part:not([open]) > summary")
        while folded.count():
            folded.first.click()
        clinician.locator("[name='f-babinski'][value=yes]").check()
        press(clinician, "Save and conclude")
        expect(clinician.locator("#live")).to_contain_text("Emergency")
        found["case"] = Axe().run(clinician).response["violations"]
        widths = [clinician.evaluate("document.documentElement.scrollWidth")]
        clinician.goto("/clinic")
        found["cases"] = Axe().run(clinician).response["violations"]
        widths.append(clinician.evaluate("document.documentElement.scrollWidth"))
        clinician.goto("/clinic/account")
        found["account"] = Axe().run(clinician).response["violations"]
        widths.append(clinician.evaluate("document.documentElement.scrollWidth"))
    assert {name: [one["id"] for one in faults] for name, faults in found.items() if faults} == {}
    assert max(widths) <= width


def test_a_link_that_was_taken_back_opens_nothing(page: Page, clinician: Page) -> None:
    link = shared(page)
    press(page, "Take it back")
    expect(page.locator(".shares")).to_contain_text("Taken back")
    follow(clinician, link)
    sign_in(clinician)
    press(clinician, "Open the case")
    expect(clinician.locator("h1")).to_contain_text("nothing here any more")


def test_a_number_out_of_range_is_told_and_nothing_typed_is_lost(page: Page, clinician: Page) -> None:
    follow(clinician, shared(page))
    sign_in(clinician)
    press(clinician, "Open the case")
    clinician.locator("#n-temperature").fill("390")
    clinician.locator("#n-heart_rate").fill("88")
    press(clinician, "Save and conclude")
    expect(clinician.locator(".error-summary a")).to_have_attribute("href", "#n-temperature")
    expect(clinician.locator("#n-temperature")).to_have_value("390")
    expect(clinician.locator("#n-heart_rate")).to_have_value("88")


def test_a_wrong_password_opens_nothing_and_says_so(clinician: Page) -> None:
    clinician.goto("/clinic")
    assert clinician.url.endswith("/clinic/sign-in")
    clinician.get_by_label("Name").fill("nobody-at-all")
    clinician.get_by_label("Password").fill("a wrong guess of mine")
    press(clinician, "Sign in")
    expect(clinician.locator(".error-summary")).to_contain_text("don't belong together")


def test_a_link_shows_nothing_of_the_case_before_somebody_signs_in(page: Page, clinician: Page) -> None:
    follow(clinician, shared(page))
    text = clinician.locator("main").inner_text()
    assert "years" not in text
    expect(clinician.get_by_role("button", name="Sign in")).to_be_visible()


def test_the_code_of_a_link_is_sent_by_no_address(page: Page, typing: Page) -> None:
    asked: list[str] = []
    typing.on("request", lambda request: asked.append(f"{request.url} {request.headers.get('referer', '')}"))
    link = shared(page)
    follow(typing, link)
    assert typing.url == link.partition("#")[0]
    sign_in(typing)
    press(typing, "Open the case")
    assert len(asked) > 4
    code = link.partition("#")[2]
    assert [one for one in asked if code in one.replace(link, "", 1)] == []


def test_what_is_typed_is_not_left_without_a_word_and_what_a_second_page_saved_is_told(
    page: Page, typing: Page
) -> None:
    other = typing.context.new_page()
    follow(typing, shared(page))
    sign_in(typing)
    press(typing, "Open the case")
    other.goto(typing.url)
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    typing.on("dialog", stay)
    typing.locator("#n-temperature").click()
    typing.keyboard.type("36.8")
    typing.get_by_role("link", name="Cases").click(no_wait_after=True)
    typing.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    other.locator("details.sheet-part", has=other.locator("[name='f-babinski']")).locator("summary").click()
    other.locator("[name='f-babinski'][value=yes]").check()
    press(other, "Save and conclude")
    press(typing, "Save and conclude")
    expect(typing.locator("#live")).to_contain_text("Emergency")
    expect(typing.locator("[name='f-babinski'][value=yes]")).to_be_checked()
    expect(typing.locator("#n-temperature")).to_have_value("36.8")
    assert asked == ["beforeunload"]
