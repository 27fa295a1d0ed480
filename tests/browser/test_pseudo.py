"""In a made-up language whose sentences all stand in brackets, nothing that a person reads is left outside of them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Windows, served
from tests.browser.walk import MOST_PAGES, PREFERRED, is_asking, raise_an_emergency
from tests.pseudo import LANGUAGE, pseudo, raw

from midback.encounter import open_accounts
from midback.web.learn.pages import SHELVES

READ = """() => {
  const silent = "script, style, code, pre, textarea, [translate=no]";
  const texts = [document.title];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) if (!walk.currentNode.parentElement.closest(silent)) texts.push(walk.currentNode.data);
  for (const name of ["alt", "aria-label", "placeholder", "title"])
    for (const one of document.querySelectorAll(`[${name}]:not([translate=no])`)) texts.push(one.getAttribute(name));
  return texts;
}"""

NAME, PASSWORD = "⟦Ĥéŕöñ⟧", "four quiet grey ponds"
"""What people type stands in brackets too: it is nobody's sentence."""


@pytest.fixture(scope="module")
def pseudo_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that speaks the pseudo-language, and on which a clinician has an account."""
    folder = tmp_path_factory.mktemp("pseudo")
    for address in served(folder, "tests.pseudo"):
        accounts = open_accounts(f"sqlite:///{folder / 'midback.db'}")
        accounts.add(NAME, PASSWORD)
        accounts.close()
        yield address


@pytest.fixture
def foreign(windows: Windows, pseudo_address: str) -> Iterator[Page]:
    """A page of that server."""
    with windows.new(base_url=pseudo_address, viewport={"width": 1100, "height": 800}) as one:
        yield one


def raw_on(page: Page) -> list[str]:
    """What the page says in no bracket."""
    return raw(page.evaluate(READ))


def test_a_person_meets_no_raw_sentence_from_the_start_to_the_result(foreign: Page) -> None:
    found: dict[str, list[str]] = {}
    foreign.goto("/")
    note(found, foreign)
    with foreign.expect_navigation():
        foreign.locator("form.begin button").click()
    for _ in ("how soon", "what it may be"):
        for _ in range(MOST_PAGES):
            note(found, foreign)
            if not is_asking(foreign):
                break
            go_on(foreign)
        assert "/check/answers" in foreign.url
        foreign.goto("/check?more")
    foreign.locator("main form button").click()
    foreign.wait_for_url("**/result")
    note(found, foreign)
    for path in ("/share", "/delete"):
        foreign.goto(path)
        note(found, foreign)
    assert not found, found


def test_a_person_in_an_emergency_meets_no_raw_sentence(foreign: Page) -> None:
    found: dict[str, list[str]] = {}
    foreign.goto("/")
    send(foreign, "form.begin")
    raise_an_emergency(foreign)
    assert foreign.url.endswith("/check/stop")
    note(found, foreign)
    foreign.locator("main a[href='/check?on=']").click()
    foreign.goto("/check/words")
    foreign.locator("textarea").fill("⟦numb legs and fever⟧")
    send(foreign, "main form")
    assert foreign.url.endswith("/check/words/confirm")
    note(found, foreign)
    foreign.goto("/check/question/age")
    foreign.locator("#number").fill("1,200")
    send(foreign, "form.question")
    note(found, foreign)
    assert not found, found


def test_a_clinician_meets_no_raw_sentence_from_signing_in_to_the_decision(foreign: Page) -> None:
    found: dict[str, list[str]] = {}
    for _ in desk(foreign):
        note(found, foreign)
    assert not found, found


def desk(page: Page) -> Iterator[None]:
    """Each page of the desk, and what it says where something is wrong, missing, in question or gone."""
    link = shared(page)
    yield
    page.goto(link)
    yield
    sign_in(page, "wrong")
    yield
    sign_in(page, PASSWORD)
    yield
    send(page, "main form")
    case = page.url
    yield
    page.locator("#n-temperature").fill("1,200")
    expect(page.locator("#live .error-summary, #live ul")).not_to_have_count(0)
    yield
    send(page, "form.exam")
    yield
    page.locator("#n-temperature").fill("39")
    send(page, "form.exam")
    yield
    page.locator("[name=urgency][value=self_care]").check()
    send(page, "form.exam", "button.second")
    yield
    page.locator("#reason").fill("⟦ļöñĝ⟧")
    send(page, "form.exam", "button.second")
    yield
    for path in ("/clinic", "/clinic/account", "/clinic/case/none", "/share"):
        page.goto(path)
        yield
    page.goto("/clinic/account")
    page.locator("#old").fill("wrong")
    for box in ("#new", "#again"):
        page.locator(box).fill("seven violet herons")
    send(page, "form[action$=password]")
    yield
    page.goto("/clinic")
    page.locator("form[action$=open] input[name=link]").fill("none")
    send(page, "form[action$=open]")
    yield
    page.goto(case)
    page.context.clear_cookies()
    page.locator("#reason").fill("⟦ļöñĝ⟧")
    send(page, "form.exam")
    yield
    sign_in(page, PASSWORD)
    yield


def shared(page: Page) -> str:
    """A link to the answers of somebody who has said nothing yet."""
    page.goto("/")
    send(page, "form.begin")
    page.goto("/share")
    send(page, "form[action$=share]")
    return page.locator("#address").input_value()


def sign_in(page: Page, password: str) -> None:
    page.locator("#name").fill(NAME)
    page.locator("#password").fill(password)
    send(page, "form[action$=sign-in]")


def send(page: Page, form: str, button: str = "button[type=submit]") -> None:
    with page.expect_navigation():
        page.locator(f"{form} {button}").first.click()


def test_a_page_says_which_language_it_is_in(foreign: Page) -> None:
    foreign.goto("/")
    assert foreign.locator("html").get_attribute("lang") == LANGUAGE


@pytest.mark.parametrize("path", ["/begin", "/clinic/sign-in"])
def test_what_is_refused_before_any_page_is_refused_in_its_language(foreign: Page, path: str) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded"):
        answer = foreign.request.post(path, data="x" * 140_000, headers={"content-type": kind})
        assert raw([answer.text()]) == []


def go_on(page: Page) -> None:
    """Answer as somebody with a mild ache would, whatever the words are."""
    wanted = [f"input[value='{value}']" for value in ("__none__", *PREFERRED)]
    there = [one for one in wanted if page.locator(one).count()]
    if page.locator("#number").count():
        page.locator("#number").fill("34")
    elif page.locator("input[name='choice']").count():
        page.locator(there[0] if there else "input[name='choice']").first.check()
    with page.expect_navigation():
        page.locator("form.question > button").click()


def note(found: dict[str, list[str]], page: Page) -> None:
    if sentences := raw_on(page):
        found[page.url] = sentences


@pytest.mark.parametrize(
    "path",
    [
        "/learn",
        "/how-it-works",
        "/privacy",
        "/no-such-page",
        "/clinic/sign-in",
        *(f"/learn/{shelf}" for shelf in SHELVES),
    ],
)
def test_a_page_to_read_holds_no_raw_sentence(foreign: Page, path: str) -> None:
    foreign.goto(path)
    assert raw_on(foreign) == []


@pytest.mark.parametrize("shelf", SHELVES)
def test_a_record_to_read_holds_no_raw_sentence(foreign: Page, shelf: str) -> None:
    foreign.goto(f"/learn/{shelf}")
    foreign.goto(foreign.locator(f"main a[href*='/learn/{shelf}/']").first.get_attribute("href") or "")
    assert f"/learn/{shelf}/" in foreign.url
    assert raw_on(foreign) == []


@pytest.mark.parametrize(
    "planted", ["<p>Raw words</p>", "<p>⟦Ĥé⟧ and ⟦šö⟧</p>", '<p aria-label="Raw">⟦Ĥé⟧</p>', "<p>⟦a <b>b⟧</b> c</p>"]
)
def test_a_raw_sentence_is_caught(foreign: Page, planted: str) -> None:
    foreign.set_content(planted)
    assert len(raw_on(foreign)) == 1


def test_a_sentence_with_a_link_in_it_is_no_raw_one(foreign: Page) -> None:
    foreign.set_content('<p>⟦Çåļļ <a href="/">112</a> or <b>⟦ñöŵ⟧</b>!⟧ · Midback · 12</p>')
    assert raw_on(foreign) == []


def test_blanks_stay_in_the_pseudo_language() -> None:
    assert pseudo("Call {number} now") == "⟦Çåļļ {number} ñöw⟧"
    assert pseudo("") == ""
