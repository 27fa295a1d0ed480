"""Nothing that a clinician types is lost when a session or a case ends while they type."""

from collections.abc import Callable
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient
from tests.integration.conftest import Clock
from tests.integration.desk.conftest import EMERGENCY, PASSWORD, REASON, Open, form_of, found, sign_in, text_of
from tests.posting import hidden

from midback.encounter import Accounts, Clinic, Encounters, Shares
from midback.records import Away, Busy, Damaged, Database, DiskFull, StoreError
from midback.terms import Answer

# ---------------------------------------------------------------------------------- a session or a case that has gone


def end_session(clock: Clock, client: TestClient) -> None:
    clock.pass_(minutes=31)


def sign_out_elsewhere(clock: Clock, client: TestClient) -> None:
    page = client.get("/clinic").text
    client.post("/clinic/sign-out", data=hidden(page, "/clinic/sign-out"))


def browser_forgets(clock: Clock, client: TestClient) -> None:
    client.cookies.clear()


@pytest.mark.parametrize("end", [end_session, sign_out_elsewhere, browser_forgets])
@pytest.mark.parametrize("act", ["examine", "decide"])
def test_what_was_typed_when_the_session_ended_comes_back_after_signing_in(
    act: str, end: Callable[[Clock, TestClient], None], ada: TestClient, case: str, clock: Clock, clinic: Clinic,
    accounts: Accounts,
) -> None:  # fmt: skip
    form = {**form_of(ada.get(case).text, case), **EMERGENCY, "urgency": "routine", "reason": REASON}
    end(clock, ada)
    answer = ada.post(f"{case}/{act}", data=form)
    assert "It isn't lost: sign in here" in text_of(answer)
    held = hidden(answer.text, "/clinic/sign-in")
    wrong = ada.post("/clinic/sign-in", data={**held, "name": "Ada", "password": "not the right one"})
    held = hidden(wrong.text, "/clinic/sign-in")
    back = ada.post("/clinic/sign-in", data={**held, "name": "Ada", "password": PASSWORD})
    assert "It isn't saved yet" in text_of(back)
    again = form_of(back.text, case)
    assert {name: again[name] for name in (*EMERGENCY, "urgency", "reason")} == {
        **EMERGENCY, "urgency": "routine", "reason": REASON
    }  # fmt: skip
    assert found(clinic, accounts, case) == {}
    ada.post(f"{case}/examine", data=again)
    assert found(clinic, accounts, case) == {"babinski": Answer.PRESENT, "residual_volume": 400.0}


def test_what_waits_in_the_page_is_sealed_and_stands_in_no_address(ada: TestClient, case: str, clock: Clock) -> None:
    form = {**form_of(ada.get(case).text, case), **EMERGENCY, "reason": REASON}
    clock.pass_(minutes=31)
    answer = ada.post(f"{case}/examine", data=form)
    assert "babinski" not in answer.text
    assert REASON not in answer.text
    assert not answer.history
    assert answer.url.query == b""


def test_what_waits_comes_back_to_nobody_else(
    ada: TestClient, open_desk: Open, grace: TestClient, case: str, clock: Clock
) -> None:
    form = {**form_of(ada.get(case).text, case), **EMERGENCY, "reason": REASON}
    clock.pass_(minutes=31)
    open_desk("Mallory")
    held = hidden(ada.post(f"{case}/examine", data=form).text, "/clinic/sign-in")
    for name in ("Mallory", "Grace"):
        answer = ada.post("/clinic/sign-in", data={**held, "name": name, "password": PASSWORD})
        assert "belongs to another clinician" in text_of(answer)
        assert REASON not in answer.text


@pytest.mark.parametrize("held", ["", "x", "AAAA", "é"])
def test_a_made_up_form_to_hold_is_none(held: str, ada: TestClient) -> None:
    assert sign_in(ada, "Ada", held=held).status_code in (200, 410)


def test_a_page_from_before_signing_in_again_comes_back_as_it_was_typed(
    ada: TestClient, case: str, clinic: Clinic, accounts: Accounts
) -> None:
    form = {**form_of(ada.get(case).text, case), **EMERGENCY}
    sign_in(ada, "Ada")
    answer = ada.post(f"{case}/examine", data=form)
    assert answer.status_code == 403
    assert form_of(answer.text, case)["n-residual_volume"] == "400"
    assert found(clinic, accounts, case) == {}
    ada.post(f"{case}/examine", data=form_of(answer.text, case))
    assert found(clinic, accounts, case) != {}


def test_a_form_that_nobody_made_for_this_clinician_is_refused(ada: TestClient, grace: TestClient, case: str) -> None:
    theirs = form_of(grace.get(case).text, case)
    for owner in ("", "x", theirs["owner"]):
        answer = ada.post(f"{case}/examine", data={**theirs, **EMERGENCY, "owner": owner})
        assert answer.status_code == 403
        assert 'name="f-babinski"' not in answer.text


def delete(encounters: Encounters, token: str, clock: Clock, database: Database) -> None:
    encounters.delete(token)


def expire(encounters: Encounters, token: str, clock: Clock, database: Database) -> None:
    with database.change() as connection:
        connection.exec_driver_sql("UPDATE encounters SET ends = '2026-11-25 12:00:00'")


def take_back(encounters: Encounters, token: str, clock: Clock, database: Database) -> None:
    with database.change() as connection:
        connection.exec_driver_sql("DELETE FROM cases")


@pytest.mark.parametrize("go", [delete, expire, take_back])
@pytest.mark.parametrize("act", ["examine", "decide"])
def test_what_was_typed_into_a_case_that_has_gone_is_shown_to_copy_and_kept_nowhere(
    act: str, go: Callable[..., None], ada: TestClient, case: str, clock: Clock, encounters: Encounters, token: str,
    database: Database,
) -> None:  # fmt: skip
    form = {**form_of(ada.get(case).text, case), **EMERGENCY, "urgency": "routine", "reason": REASON}
    go(encounters, token, clock, database)
    answer = ada.post(f"{case}/{act}", data=form)
    assert answer.status_code == 410
    told = text_of(answer)
    assert "not here any more" in told
    for typed in ("400", "Found", REASON):
        assert typed in told


def test_a_case_asked_for_without_a_session_comes_after_signing_in(ada: TestClient, case: str, clock: Clock) -> None:
    clock.pass_(minutes=31)
    answer = ada.get(case)
    assert "Your session has ended" in text_of(answer)
    form = hidden(answer.text, "/clinic/sign-in")
    back = ada.post("/clinic/sign-in", data={**form, "name": "Ada", "password": PASSWORD})
    assert str(back.url.path) == case


@pytest.mark.parametrize("case_key", ["x", "//evil.example", "../..", "0" * 63])
def test_only_a_case_comes_after_signing_in(case_key: str, ada: TestClient) -> None:
    assert str(sign_in(ada, "Ada", case=case_key).url.path) == "/clinic"


@pytest.mark.parametrize("fault", [Busy(), Away(), DiskFull(), Damaged()], ids=lambda fault: type(fault).__name__)
def test_what_waits_is_not_lost_where_the_database_is_away_while_somebody_signs_in(
    fault: StoreError, ada: TestClient, case: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = {**form_of(ada.get(case).text, case), **EMERGENCY, "reason": REASON}
    clock.pass_(minutes=31)
    held = hidden(ada.post(f"{case}/examine", data=form).text, "/clinic/sign-in")

    def fail(*_: object, **__: object) -> None:
        raise fault

    with monkeypatch.context() as away:
        away.setattr(Database, "change", fail)
        answer = ada.post("/clinic/sign-in", data={**held, "name": "Ada", "password": PASSWORD})
    assert (answer.status_code, PASSWORD in answer.text) == (503, False)
    assert int(answer.headers["retry-after"])
    assert "You are not signed in. It isn't your fault." in text_of(answer)
    back = ada.post(
        "/clinic/sign-in", data={**hidden(answer.text, "/clinic/sign-in"), "name": "Ada", "password": PASSWORD}
    )
    assert form_of(back.text, case)["n-residual_volume"] == "400"


def test_what_waits_is_not_lost_where_the_page_to_sign_in_is_old(ada: TestClient, case: str, clock: Clock) -> None:
    form = {**form_of(ada.get(case).text, case), **EMERGENCY}
    clock.pass_(minutes=31)
    held = hidden(ada.post(f"{case}/examine", data=form).text, "/clinic/sign-in")
    ada.cookies.clear()
    answer = ada.post("/clinic/sign-in", data={**held, "name": "Ada", "password": PASSWORD})
    assert answer.status_code == 403
    back = ada.post(
        "/clinic/sign-in", data={**hidden(answer.text, "/clinic/sign-in"), "name": "Ada", "password": PASSWORD}
    )
    assert form_of(back.text, case)["n-residual_volume"] == "400"


def test_where_a_colleague_signs_in_first_it_waits_on(
    ada: TestClient, grace: TestClient, case: str, clock: Clock
) -> None:
    form = {**form_of(ada.get(case).text, case), **EMERGENCY, "reason": REASON}
    clock.pass_(minutes=31)
    held = hidden(ada.post(f"{case}/examine", data=form).text, "/clinic/sign-in")
    answer = ada.post("/clinic/sign-in", data={**held, "name": "Grace", "password": PASSWORD})
    assert REASON not in answer.text
    assert "400" not in text_of(answer).split()  # a word of its own: the digest of the content may hold these digits
    held = hidden(answer.text, "/clinic/sign-in")
    back = ada.post("/clinic/sign-in", data={**held, "name": "Ada", "password": PASSWORD})
    assert form_of(back.text, case)["n-residual_volume"] == "400"


@pytest.mark.parametrize("sign", ["e", "é", "Ж", "病", "🦴"])
def test_however_long_a_reason_is_it_fits_where_it_waits(sign: str, ada: TestClient, case: str, clock: Clock) -> None:
    """Forty thousand signs beside all that the examination holds, in which a letter can take twelve."""
    written = sign * (40_000 // len(quote(sign)))
    form = {**form_of(ada.get(case).text, case), **EMERGENCY, "reason": written}
    clock.pass_(minutes=31)
    held = hidden(ada.post(f"{case}/decide", data=form).text, "/clinic/sign-in")
    back = ada.post("/clinic/sign-in", data={**held, "name": "Ada", "password": PASSWORD})
    assert form_of(back.text, case)["reason"] == written


@pytest.mark.parametrize("go", [delete, expire, take_back])
def test_the_same_of_a_case_that_has_gone_while_somebody_signed_in_again(
    go: Callable[..., None], ada: TestClient, case: str, clock: Clock, encounters: Encounters, token: str,
    database: Database,
) -> None:  # fmt: skip
    form = {**form_of(ada.get(case).text, case), **EMERGENCY, "reason": REASON}
    sign_in(ada, "Ada")
    go(encounters, token, clock, database)
    answer = ada.post(f"{case}/examine", data=form)
    assert answer.status_code == 410
    assert REASON in text_of(answer)


def test_a_link_typed_into_a_page_from_before_signing_in_again_stands_ready_and_is_not_opened(
    ada: TestClient, grace: TestClient, shares: Shares, token: str
) -> None:
    fields = {**hidden(grace.get("/clinic").text, "/clinic/open"), "link": shares.share(token).token}
    sign_in(grace, "Grace")
    answer = grace.post("/clinic/open", data=fields)
    assert answer.status_code == 403
    assert not grace.get("/clinic").text.count("/clinic/case/")
    assert fields["link"] in answer.text
    opened = grace.post("/clinic/open", data={**hidden(answer.text, "/clinic/open"), "link": fields["link"]})
    assert "/clinic/case/" in str(opened.url)


@pytest.mark.parametrize("sign", ["\x92", "\x07", "\x7f", "\x00", "\x9f"], ids=ascii)
def test_a_sign_that_cannot_be_kept_loses_nothing_else_that_was_typed(
    sign: str, ada: TestClient, case: str, clinic: Clinic, accounts: Accounts
) -> None:
    """As pasted from an older program, whose apostrophes are no letters any more."""
    form = {**form_of(ada.get(case).text, case), **EMERGENCY, "urgency": "emergency_now", "reason": f"can{sign}t walk"}
    answer = ada.post(f"{case}/decide", data=form)
    assert answer.status_code == 400
    assert found(clinic, accounts, case) == {}
    again = hidden(answer.text, f"{case}/decide")
    assert {name: again[name] for name in (*EMERGENCY, "reason")} == {**EMERGENCY, "reason": "can\ufffdt walk"}
    assert ada.post(f"{case}/decide", data=again).status_code == 200
    assert found(clinic, accounts, case) == {"babinski": Answer.PRESENT, "residual_volume": 400.0}


def test_no_password_stands_in_a_page_that_offers_to_send_it_again(
    ada: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = hidden(ada.get("/clinic/account").text, "/clinic/account/password")
    for typed, fault in (("seven violet ponds", DiskFull()), ("seven\x07violet", None)):
        with monkeypatch.context() as away:
            if fault:
                away.setattr(Database, "change", lambda *_, fault=fault, **__: _raise(fault))
            answer = ada.post("/clinic/account/password", data={**form, "old": PASSWORD, "new": typed, "again": typed})
        assert answer.status_code in (400, 503)
        assert PASSWORD not in answer.text
        assert "violet" not in answer.text


def _raise(fault: StoreError) -> None:
    raise fault
