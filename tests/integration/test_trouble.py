"""When the database can't be used, a page says what was kept; nothing is forgotten, lost, or told that isn't so."""

import logging
import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from html import unescape
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.posting import begin, hidden, send
from tests.serving import served

from midback.encounter import Accounts, Clinic, Encounters, Shares, open_encounters
from midback.knowledge import load_knowledge
from midback.records import (
    Answered,
    Away,
    Busy,
    Clash,
    Damaged,
    Database,
    DiskFull,
    Failing,
    Full,
    Misfit,
    ReadOnly,
    Store,
    StoreError,
)
from midback.web.app import create_app
from midback.web.kit.guard import HEADERS

KNOWLEDGE = load_knowledge()
OLD, NEW = (b64encode(bytes([sign]) * 32).decode() for sign in (1, 2))
SECRET = "zebra-crossing-7"
"""Something personal that somebody might type; it must never be logged."""
FAULTS = [DiskFull, Busy, Away, ReadOnly, Failing, Damaged, Misfit, Clash]


@pytest.fixture(autouse=True)
def configured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIDBACK_KEY", OLD)
    monkeypatch.setenv("MIDBACK_REQUESTS_A_MINUTE", "0")


@pytest.fixture
def address(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'midback.db'}"


@pytest.fixture
def encounters(address: str) -> Iterator[Encounters]:
    opened = open_encounters(address, KNOWLEDGE)
    yield opened
    opened.close()


@pytest.fixture
def client(encounters: Encounters) -> TestClient:
    """Somebody who has begun a check."""
    app = create_app(encounters)
    client = TestClient(app, base_url="http://localhost", follow_redirects=False, raise_server_exceptions=False)
    assert begin(client).status_code == 303
    return client


@pytest.fixture
def failing(encounters: Encounters, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Makes every change fail, or every access, with a fault; with None all is well again."""

    def fail(fault: StoreError | None, *, reading: bool = False) -> None:
        monkeypatch.undo()
        for name in ("change", *(("read",) if reading else ())):
            if fault is not None:
                monkeypatch.setattr(Database, name, lambda *_, **__: raising(fault))

    return fail


def raising(fault: StoreError) -> AbstractContextManager[Any]:
    raise fault


def words(page: str) -> str:
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", page).split()))


def answer_the_age(client: TestClient, number: str = "40") -> Any:
    form = hidden(client.get("/check/question/age").text, "/check/question/age")
    return client.post("/check/question/age", data={**form, "number": number})


# ---------------------------------------------------------------------------------------------- gone, and unreadable


def seal_as_with(encounters: Encounters, name: bytes, table: str = "visits.visit_keys", where: str = "true") -> None:
    """Let rows say that they were sealed with the key of this name."""
    with encounters.database.change() as connection:
        rows = connection.exec_driver_sql(f"select rowid, sealed from {table} where {where}").all()  # noqa: S608 - our own names
        for row, sealed in rows:
            change = f"update {table} set sealed = ? where rowid = ?"  # noqa: S608 - our own names
            connection.exec_driver_sql(change, (name + bytes(sealed)[4:], row))


def with_another_key(encounters: Encounters) -> None:
    """As after a restart with a key that no visit was sealed with."""
    seal_as_with(encounters, bytes(4))


def with_the_key_again(encounters: Encounters) -> None:
    seal_as_with(encounters, encounters.database.cipher.first)


@pytest.mark.parametrize("path", ["/", "/check", "/check/answers", "/result", "/check/words", "/share"])
def test_what_cannot_be_read_for_now_is_not_told_as_deleted(
    client: TestClient, encounters: Encounters, path: str
) -> None:
    assert answer_the_age(client).status_code == 303
    with_another_key(encounters)
    page = client.get(path)
    assert (page.status_code, page.headers["retry-after"]) == (503, "600")
    assert "Nothing is deleted" in page.text
    assert not any(part in words(page.text) for part in ("were deleted", "midback.key", "MIDBACK"))
    assert "set-cookie" not in page.headers
    with_the_key_again(encounters)
    assert "40" in client.get("/check/answers").text


def test_what_cannot_be_read_can_be_deleted_all_the_same(client: TestClient, encounters: Encounters) -> None:
    with_another_key(encounters)
    assert 'href="/delete"' in client.get("/check/answers").text
    assert "deleted" in send(client, "/delete", "/delete").text
    with encounters.database.read() as connection:
        assert connection.exec_driver_sql("select count(*) from encounters").scalar_one() == 0


def test_what_is_gone_is_told_so_and_the_cookie_dropped(client: TestClient, encounters: Encounters) -> None:
    with encounters.database.change() as connection:
        connection.exec_driver_sql("delete from encounters")
    page = client.get("/check/answers")
    assert page.status_code == 410
    assert "Max-Age=0" in page.headers["set-cookie"]


def test_a_server_started_without_an_earlier_key_begins_only_when_nothing_needs_it(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = open_encounters(address, KNOWLEDGE)
    token = first.begin().token
    first.close()
    monkeypatch.setenv("MIDBACK_KEY", NEW)
    with pytest.raises(StoreError, match="another key"):
        open_encounters(address, KNOWLEDGE)
    monkeypatch.setenv("MIDBACK_KEY", f"{NEW},{OLD}")
    open_encounters(address, KNOWLEDGE).close()
    monkeypatch.setenv("MIDBACK_KEY", NEW)
    last = open_encounters(address, KNOWLEDGE)
    assert last.find(token).responses == {}
    last.close()


def test_one_case_that_cannot_be_read_leaves_the_others_on_the_list(encounters: Encounters, quick_hashes: None) -> None:
    accounts = Accounts(encounters.database)
    clinic, shares = Clinic(encounters, accounts), Shares(encounters)
    accounts.add("Ada", "a long enough password")
    session = accounts.sign_in("Ada", "a long enough password")
    first, second = (encounters.begin().token for _ in range(2))
    keys = [clinic.open_share(session, shares.share(token).token).key for token in (first, second)]
    seal_as_with(encounters, bytes(4), where=f"encounter = '{keys[0]}'")
    lines = {line.key: line.standing for line in clinic.listed(session).lines}
    assert lines[keys[0]] is None
    assert lines[keys[1]] is not None
    client = TestClient(create_app(encounters), base_url="http://localhost", cookies={"midback_clinic": session})
    page = client.get("/clinic")
    assert page.status_code == 200
    assert f"/clinic/case/{keys[1]}" in page.text
    unreadable = client.get(f"/clinic/case/{keys[0]}")
    assert unreadable.status_code == 503
    assert "midback.key" not in unreadable.text


def test_one_account_that_cannot_be_read_leaves_the_others_and_can_be_removed(
    encounters: Encounters, quick_hashes: None
) -> None:
    accounts = Accounts(encounters.database)
    for name in ("Ada", "Grace"):
        accounts.add(name, "a long enough password")
    seal_as_with(encounters, bytes(4), "accounts", f"id = '{accounts.listed()[0].id}'")
    again = Accounts(encounters.database)
    assert [account.name for account in again.listed()] == ["", "Grace"]
    again.remove("Ada")
    assert [account.name for account in again.listed()] == ["Grace"]


# ------------------------------------------------------------------------------------------------ what wasn't kept


@pytest.mark.parametrize("kind", FAULTS)
def test_an_answer_that_was_not_kept_is_told_so_and_stands_ready_to_be_sent_again(
    client: TestClient, failing: Callable[..., None], kind: type[StoreError], caplog: pytest.LogCaptureFixture
) -> None:
    failing(kind())
    page = answer_the_age(client, "41")
    assert page.status_code == 503
    assert int(page.headers["retry-after"]) >= 60
    assert "What you just sent was not kept. What was kept before is still there." in words(page.text)
    assert [record.getMessage().partition(":")[0] for record in caplog.records if record.name == "midback"] == [
        f"{kind.__name__} while answering /check/question/{{id}}"
    ]
    failing(None)
    assert client.post("/check/question/age", data=hidden(page.text, "/check/question/age")).status_code == 303
    assert "41" in client.get("/check/answers").text


def test_of_a_page_with_several_answers_the_one_that_counts_is_kept_last(
    client: TestClient, encounters: Encounters, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep, token = Store.answer, client.cookies["midback"]

    def full(store: Store, key: str, answered: Answered, *more: Any, **named: Any) -> None:
        if answered.question == "where_worst":
            raise DiskFull
        keep(store, key, answered, *more, **named)

    monkeypatch.setattr(Store, "answer", full)
    path = "/check/question/where_worst"
    place = next(option.id for option in KNOWLEDGE.questions["where_most"].options)
    page = client.post(path, data={**hidden(client.get(path).text, path), "choice": place, "most": place})
    assert "What you just sent was not kept" in words(page.text)
    assert "where_worst" not in encounters.find(token).responses
    monkeypatch.setattr(Store, "answer", keep)
    assert client.post(path, data=hidden(page.text, path)).status_code == 303
    assert encounters.find(token).responses["where_worst"].chosen == (place,)


def test_where_nobody_can_tell_nothing_is_claimed(client: TestClient, failing: Callable[..., None]) -> None:
    failing(Away(doubtful=True))
    assert "We can't tell if what you just sent was kept" in words(answer_the_age(client).text)


def test_whoever_wanted_answers_gone_is_told_that_they_are_not(
    client: TestClient, failing: Callable[..., None]
) -> None:
    form = hidden(client.get("/delete").text, "/delete")
    failing(DiskFull())
    page = client.post("/delete", data=form)
    assert page.status_code == 503
    assert "Your answers are not deleted yet" in words(page.text)
    failing(None)
    assert "deleted" in client.post("/delete", data=hidden(page.text, "/delete")).text


def test_beginning_anew_where_nothing_can_be_written_leaves_the_earlier_answers(
    client: TestClient, failing: Callable[..., None]
) -> None:
    answer_the_age(client)
    form = hidden(client.get("/").text, "/begin")
    failing(DiskFull())
    assert client.post("/begin", data={**form, "profile": "international"}).status_code == 503
    failing(None)
    assert "40" in client.get("/check/answers").text


def test_a_password_is_not_sent_back(client: TestClient, failing: Callable[..., None]) -> None:
    form = hidden(client.get("/clinic/sign-in").text, "/clinic/sign-in")
    failing(DiskFull())
    page = client.post("/clinic/sign-in", data={**form, "name": "Ada", "password": SECRET})
    assert page.status_code == 503
    assert "You are not signed in" in page.text
    assert SECRET not in page.text


def test_a_page_that_cannot_be_read_says_so(client: TestClient, failing: Callable[..., None]) -> None:
    failing(Away(), reading=True)
    for path in ("/", "/check", "/result", "/delete", "/result/summary.pdf"):
        page = client.get(path)
        assert page.status_code == 503
        assert "can't be read right now" in words(page.text)
        assert "set-cookie" not in page.headers


def test_a_full_visit_is_no_lost_visit(client: TestClient, failing: Callable[..., None]) -> None:
    failing(Full("answers"))
    page = answer_the_age(client)
    assert page.status_code == 409
    assert "takes no more" in page.text
    assert "set-cookie" not in page.headers


# ------------------------------------------------------------------------------------------ what nobody foresaw


def broken(*_: object, **__: object) -> None:
    raise ValueError(SECRET)


@pytest.mark.parametrize("path", ["/check", "/", "/learn", "/api/questions"])
def test_what_nobody_foresaw_gets_a_page_with_every_header_and_nothing_personal(
    client: TestClient, path: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("midback.web.check.questions.session_of", broken)
    monkeypatch.setattr("midback.web.check.start.session_of", broken)
    monkeypatch.setattr("midback.web.learn.pages.renderer_of", broken)
    monkeypatch.setattr("midback.web.api.app._question_out", broken)
    page = client.get(path)
    assert page.status_code == 500
    assert page.headers.items() >= {name.lower(): value for name, value in HEADERS.items()}.items()
    assert page.headers["cache-control"] == "no-store"
    assert "Something went wrong on our side" in page.text
    assert SECRET not in page.text + caplog.text
    assert re.search(r"ValueError at test_trouble\.py:\d+ while answering", caplog.text)


def test_even_a_broken_page_of_errors_is_answered(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("midback.web.kit.render.Renderer.page", broken)
    page = client.get("/")
    assert page.status_code == 500
    assert "went wrong on our side" in page.text
    assert SECRET not in page.text


def test_after_a_fault_the_connection_lives_on(encounters: Encounters, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("midback.web.learn.pages.renderer_of", broken)
    with served(create_app(encounters)) as port:
        connection = HTTPConnection("localhost", port, timeout=10)
        seen = []
        for _ in range(10):
            connection.request("GET", "/learn")
            seen.append((answer := connection.getresponse()).status)
            answer.read()
        connection.close()
    assert seen == [500] * 10


def test_nothing_of_a_fault_reaches_the_log_but_its_kind(
    client: TestClient, failing: Callable[..., None], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        failing(DiskFull())
        client.post("/check/words", data={**hidden(client.get("/check/words").text, "/check/words"), "text": SECRET})
    ours = [one.getMessage() for one in caplog.records if one.name.startswith(("midback", "uvicorn", "starlette"))]
    assert SECRET not in " ".join(ours)
