"""A clinician's account in the browser, and what a person does to who has their answers."""

import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.testclient import TestClient
from tests import looping
from tests.posting import begin, send

from midback.encounter import Accounts, open_encounters
from midback.knowledge import load_knowledge
from midback.records import passwords
from midback.web.app import create_app

KNOWLEDGE = load_knowledge()
NAME, PASSWORD, NEW, WRONG = "Dr Heron", "four quiet blue doors", "seven grey pelicans", "four loud doors"
SIGN_IN, ACCOUNT, CHANGE = "/clinic/sign-in", "/clinic/account", "/clinic/account/password"

Browser = Callable[[], TestClient]


@pytest.fixture
def browser(house: str, monkeypatch: pytest.MonkeyPatch, quick_hashes: None) -> Iterator[Browser]:
    """Opens another browser at the same server, which has one account."""
    monkeypatch.setenv("MIDBACK_REQUESTS_A_MINUTE", "0")
    app = create_app(open_encounters(house, KNOWLEDGE))
    accounts: Accounts = app.state.accounts
    accounts.add(NAME, PASSWORD)
    with TestClient(app, base_url="http://midback.test") as server:

        def open_() -> TestClient:
            one = TestClient(app, base_url="http://midback.test", follow_redirects=False)
            one.portal = server.portal  # one event loop, as a server has
            return one

        yield open_


def sign_in(client: TestClient, password: str = PASSWORD) -> int:
    return send(client, SIGN_IN, SIGN_IN, {"name": NAME, "password": password}).status_code


def is_signed_in(client: TestClient) -> bool:
    return client.get("/clinic").status_code == 200


def test_a_stranger_who_fails_in_her_name_does_not_keep_her_out_of_her_own_browser(browser: Browser) -> None:
    hers, strangers = browser(), browser()
    assert sign_in(hers) == 303
    send(hers, "/clinic", "/clinic/sign-out")
    assert [sign_in(strangers, WRONG) for _ in range(6)] == [403] * 5 + [429]
    assert sign_in(strangers) == 429
    assert sign_in(hers) == 303


def test_signing_in_again_ends_the_session_before(browser: Browser) -> None:
    first, thief = browser(), browser()
    sign_in(first)
    thief.cookies.update(first.cookies)
    assert is_signed_in(thief)
    sign_in(first)
    assert is_signed_in(first)
    assert not is_signed_in(thief)


def test_one_press_signs_out_everywhere(browser: Browser) -> None:
    here, there = browser(), browser()
    sign_in(here), sign_in(there)
    answer = send(here, ACCOUNT, f"{ACCOUNT}/sign-out-everywhere")
    assert answer.headers["location"] == SIGN_IN
    assert "storage" in answer.headers["clear-site-data"]
    assert not is_signed_in(here)
    assert not is_signed_in(there)


def test_a_password_is_changed_with_the_old_one_and_other_devices_are_signed_out(browser: Browser) -> None:
    here, there = browser(), browser()
    sign_in(here), sign_in(there)
    answer = send(here, ACCOUNT, CHANGE, {"old": PASSWORD, "new": NEW, "again": NEW})
    assert "is changed" in answer.text
    assert (is_signed_in(here), is_signed_in(there)) == (True, False)
    assert (sign_in(browser()), sign_in(browser(), NEW)) == (403, 303)


@pytest.mark.parametrize(
    ("old", "new", "again", "status", "told"),
    [
        (WRONG, NEW, NEW, 403, "isn’t your password"),
        (PASSWORD, NEW, "another", 422, "don’t match"),
        (PASSWORD, "short", "short", 422, "12 characters"),
        (PASSWORD, "password1234", "password1234", 422, "easy to guess"),
        (PASSWORD, "dr heron rocks", "dr heron rocks", 422, "neither the name"),
    ],
)
def test_what_is_refused_says_why_and_changes_nothing(
    browser: Browser, old: str, new: str, again: str, status: int, told: str
) -> None:
    client = browser()
    sign_in(client)
    answer = send(client, ACCOUNT, CHANGE, {"old": old, "new": new, "again": again})
    assert answer.status_code == status
    assert told in answer.text.replace("&#39;", "’").replace("'", "’")
    assert not {old, new} & set(re.findall(r'value="([^"]*)"', answer.text))
    assert sign_in(browser()) == 303


def test_an_account_page_needs_somebody_signed_in(browser: Browser) -> None:
    assert browser().get(ACCOUNT).headers["location"] == SIGN_IN


# --------------------------------------------------------------------------------------------------- many at once


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Hashes that take until the event is set; how many run at once is on it."""
    go, running = threading.Event(), threading.Semaphore(passwords.AT_ONCE)

    class Slow:
        def verify(self, _stored: str, _password: str) -> bool:
            assert running.acquire(blocking=False), "more hashes at once than the gate lets through"
            go.wait(10)
            running.release()
            return True

        def check_needs_rehash(self, _stored: str) -> bool:
            return False

    passwords.stand_in()
    monkeypatch.setattr(passwords, "hasher", Slow())
    yield go
    go.set()


def test_many_sign_ins_at_once_leave_pages_alone_and_those_without_a_place_are_told_when(
    browser: Browser, slow: threading.Event
) -> None:
    many = passwords.AT_ONCE + passwords.WAITING + 4
    clients = [browser() for _ in range(many)]
    with ThreadPoolExecutor(many) as pool:
        asked = [
            pool.submit(send, client, SIGN_IN, SIGN_IN, {"name": NAME, "password": PASSWORD}) for client in clients
        ]
        for _ in range(1000):
            if sum(one.done() for one in asked) >= 4:
                break
            slow.wait(0.02)
        assert browser().get("/learn").status_code == 200
        slow.set()
        answers = [one.result() for one in asked]
    refused = [answer for answer in answers if answer.status_code == 503]
    assert len(refused) == 4
    assert {answer.headers["retry-after"] for answer in refused} == {"10"}
    assert all(NAME in answer.text and PASSWORD not in answer.text for answer in refused)
    assert {answer.status_code for answer in answers} == {303, 503}


def test_a_place_is_free_again_when_one_is_done_or_fails() -> None:
    async def use(times: int) -> None:
        for _ in range(times):
            with pytest.raises(ZeroDivisionError):
                await passwords.apart(lambda: 1 // 0)

    looping.run(use(2 * (passwords.AT_ONCE + passwords.WAITING)))


# ----------------------------------------------------------------------------------- a person and who has their answers


def shared(person: TestClient) -> str:
    """A new link to the person's answers."""
    found = re.search(r'id="address" readonly value="([^"]+)"', send(person, "/share", "/share").text)
    assert found
    return found[1]


def test_a_person_sees_who_has_their_answers_and_takes_them_back_with_one_press(browser: Browser) -> None:
    person, clinician = browser(), browser()
    begin(person)
    sign_in(clinician)
    link = shared(person)
    assert "No clinician has your answers" in person.get("/share").text
    case = send(clinician, "/clinic", "/clinic/open", {"link": link}).headers["location"]
    assert f"{NAME} opened them on" in person.get("/share").text
    answer = send(person, "/share", "/share/take-back")
    assert "One clinician had your answers" in answer.text
    assert NAME not in answer.text
    assert clinician.get(case).status_code == 410
    assert send(clinician, "/clinic", "/clinic/open", {"link": link}).status_code == 410
