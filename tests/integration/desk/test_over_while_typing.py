"""Nothing that a clinician types is lost when a session or a case ends while they type."""

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient
from tests.integration.conftest import Clock
from tests.integration.desk.conftest import EMERGENCY, PASSWORD, REASON, Open, form_of, found, sign_in, text_of
from tests.posting import hidden

from midback.encounter import Accounts, Clinic, Encounters
from midback.records import Database
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
