"""Nothing that a clinician types is lost or undone without a word, whatever happens meanwhile."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from html import unescape

import pytest
from httpx2 import Response
from starlette.testclient import TestClient
from tests.integration.conftest import Clock
from tests.posting import hidden, send

from midback.encounter import Accounts, Clinic, Encounters, Shares
from midback.engine import Said
from midback.records import Database, DiskFull
from midback.records.sealed import MOST
from midback.terms import Answer, Urgency
from midback.web.app import create_app

PASSWORD = "three quiet herons"
REASON = "long known, and unchanged"

Open = Callable[[str], TestClient]


@pytest.fixture
def url(tmp_path: object) -> str:
    """SQLite alone: what is tried here is above the database."""
    return f"sqlite:///{tmp_path}/midback.db"


@pytest.fixture
def token(encounters: Encounters) -> str:
    """Somebody with nothing alarming."""
    opened = encounters.begin(profile="uk")
    encounters.answer(opened.token, "emergency_screen", Said())
    encounters.answer(opened.token, "age", Said(number=40))
    return opened.token


@pytest.fixture
def open_desk(
    encounters: Encounters, accounts: Accounts, clinic: Clinic, clock: Clock, quick_hashes: None
) -> Iterator[Open]:
    """Opens a clinician's browser, signed in."""
    app = create_app(encounters)
    app.state.accounts = accounts
    app.state.clinic = clinic
    with ExitStack() as stack:

        def open_(name: str) -> TestClient:
            if name not in {account.name for account in accounts.listed()}:
                accounts.add(name, PASSWORD)
            client = stack.enter_context(TestClient(app, base_url="http://midback.test"))
            sign_in(client, name)
            return client

        yield open_


@pytest.fixture
def ada(open_desk: Open) -> TestClient:
    return open_desk("Ada")


@pytest.fixture
def grace(open_desk: Open) -> TestClient:
    return open_desk("Grace")


@pytest.fixture
def case(ada: TestClient, grace: TestClient, shares: Shares, token: str) -> str:
    """The address of a case that both have open."""
    both = [send(client, "/clinic", "/clinic/open", {"link": shares.share(token).token}) for client in (ada, grace)]
    return str(both[0].url.path)


def sign_in(client: TestClient, name: str, **more: str) -> Response:
    return send(client, "/clinic/sign-in", "/clinic/sign-in", {"name": name, "password": PASSWORD, **more})


def form_of(page: str, case: str) -> dict[str, str]:
    """Every field of the form of a case as a browser would send it, untouched."""
    form = next(one for one in re.findall(r"<form.*?</form>", page, re.DOTALL) if f"{case}/examine" in one)
    fields = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)">', form))
    fields |= dict(re.findall(r'<input id="n-[\w-]+" name="([\w-]+)".*?value="([^"]*)"', form))
    fields |= dict(re.findall(r'<input type="radio" name="([\w-]+)" value="(\w*)" checked>', form))
    reason = re.search(r'<textarea id="reason".*?>\n(.*?)</textarea>', form, re.DOTALL)
    assert reason
    return {name: unescape(value) for name, value in (fields | {"reason": reason[1]}).items()}


def text_of(response: Response) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.text)).split())


def found(clinic: Clinic, accounts: Accounts, case: str) -> dict[str, object]:
    """What stands in the examination."""
    session = accounts._begin(accounts.listed()[0].id)
    examination = clinic.case(session, case.rpartition("/")[2]).examination
    return {**examination.findings, **examination.numbers}


EMERGENCY = {"f-babinski": "yes", "n-residual_volume": "400"}


# ------------------------------------------------------------------------------------------------ two at one case


def test_an_old_page_takes_nothing_back(
    ada: TestClient, grace: TestClient, case: str, clinic: Clinic, accounts: Accounts
) -> None:
    old = form_of(grace.get(case).text, case)
    ada.post(f"{case}/examine", data={**form_of(ada.get(case).text, case), **EMERGENCY})
    saved = grace.post(f"{case}/examine", data={**old, "n-temperature": "36.8"})
    assert found(clinic, accounts, case) == {
        "babinski": Answer.PRESENT,
        "residual_volume": 400.0,
        "temperature": 36.8,
    }
    assert "Emergency" in text_of(saved)
    assert "Ada entered this after you opened the page" in text_of(saved)


def test_the_same_holds_for_one_clinician_in_two_tabs(
    ada: TestClient, case: str, clinic: Clinic, accounts: Accounts
) -> None:
    one, other = (form_of(ada.get(case).text, case) for _ in range(2))
    ada.post(f"{case}/examine", data={**one, **EMERGENCY})
    ada.post(f"{case}/examine", data={**other, "f-trigger_point": "no"})
    assert found(clinic, accounts, case) == {
        "babinski": Answer.PRESENT,
        "residual_volume": 400.0,
        "trigger_point": Answer.ABSENT,
    }


@pytest.mark.parametrize(("theirs", "mine"), [("yes", "no"), ("no", "yes")])
def test_what_both_entered_is_shown_beside_each_other_and_neither_is_lost(
    theirs: str, mine: str, ada: TestClient, grace: TestClient, case: str, clinic: Clinic, accounts: Accounts
) -> None:
    old = form_of(grace.get(case).text, case)
    ada.post(
        f"{case}/examine", data={**form_of(ada.get(case).text, case), "f-babinski": theirs, "f-trigger_point": "yes"}
    )
    answer = grace.post(f"{case}/examine", data={**old, "f-babinski": mine, "n-heart_rate": "77"})
    assert answer.status_code == 409
    assert "Somebody else entered something else" in text_of(answer)
    beside = {"yes": "Found", "no": "Not found"}[theirs]
    assert re.search(rf"Ada entered this after you opened the page \(.*?\): {beside}", text_of(answer))
    assert found(clinic, accounts, case)["babinski"] is {"yes": Answer.PRESENT, "no": Answer.ABSENT}[theirs]
    again = form_of(answer.text, case)
    assert (again["f-babinski"], again["f-trigger_point"], again["n-heart_rate"]) == (mine, "yes", "77")
    assert grace.post(f"{case}/examine", data=again).status_code == 200
    assert found(clinic, accounts, case)["babinski"] is {"yes": Answer.PRESENT, "no": Answer.ABSENT}[mine]
    assert found(clinic, accounts, case)["trigger_point"] is Answer.PRESENT


def test_taking_back_what_somebody_else_changed_meanwhile_is_told_too(
    ada: TestClient, grace: TestClient, case: str, clinic: Clinic, accounts: Accounts
) -> None:
    ada.post(f"{case}/examine", data={**form_of(ada.get(case).text, case), "n-residual_volume": "100"})
    old = form_of(grace.get(case).text, case)
    ada.post(f"{case}/examine", data={**form_of(ada.get(case).text, case), "n-residual_volume": "400"})
    answer = grace.post(f"{case}/examine", data={**old, "n-residual_volume": ""})
    assert answer.status_code == 409
    assert found(clinic, accounts, case) == {"residual_volume": 400.0}


def test_a_form_that_does_not_say_what_it_showed_takes_nothing_back(
    ada: TestClient, case: str, clinic: Clinic, accounts: Accounts
) -> None:
    ada.post(f"{case}/examine", data={**form_of(ada.get(case).text, case), **EMERGENCY})
    for seen in ("", "0", "9", "9.9.9", "-1.0", "x.y", "９.９"):
        marks = {name: value for name, value in form_of(ada.get(case).text, case).items() if name in ("csrf", "end")}
        ada.post(f"{case}/examine", data={**marks, "seen": seen, "f-babinski": "", "n-residual_volume": ""})
    assert found(clinic, accounts, case) == {"babinski": Answer.PRESENT, "residual_volume": 400.0}


def test_the_live_conclusion_counts_what_somebody_else_saved(ada: TestClient, grace: TestClient, case: str) -> None:
    old = form_of(grace.get(case).text, case)
    ada.post(f"{case}/examine", data={**form_of(ada.get(case).text, case), **EMERGENCY})
    live = grace.post(f"{case}/preview", data={**old, "n-temperature": "36.8"})
    assert "Emergency" in text_of(live)
    assert "Ada entered this" in text_of(live)


def test_an_entry_between_looking_and_writing_is_looked_at_again(
    ada: TestClient, case: str, clinic: Clinic, accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody saves in the very moment between reading the case and writing to it."""
    form = form_of(ada.get(case).text, case)
    session = accounts._begin(accounts.listed()[1].id)
    whole, once = type(clinic.at(session)).examine, iter([True])

    def late(desk: object, *parts: object) -> object:
        if next(once, False):
            clinic.examine(session, case.rpartition("/")[2], {"babinski": Answer.PRESENT})
        return whole(desk, *parts)  # type: ignore[arg-type]  # whatever the desk's own takes

    monkeypatch.setattr("midback.encounter.desk.Desk.examine", late)
    assert ada.post(f"{case}/examine", data={**form, "f-babinski": "no"}).status_code == 409
    assert found(clinic, accounts, case) == {"babinski": Answer.PRESENT}


# ------------------------------------------------------------------------------------------- two buttons on one page


def decisions(clinic: Clinic, accounts: Accounts, case: str) -> list[tuple[Urgency, Urgency, str]]:
    session = accounts._begin(accounts.listed()[0].id)
    made = clinic.case(session, case.rpartition("/")[2]).decisions
    return [(one.urgency, one.advised, one.reason) for one in made]


def test_deciding_saves_what_was_typed_into_the_examination(
    ada: TestClient, case: str, clinic: Clinic, accounts: Accounts
) -> None:
    form = {**form_of(ada.get(case).text, case), **EMERGENCY, "advised": "emergency_now"}
    ada.post(f"{case}/decide", data={**form, "urgency": "emergency_now"})
    assert found(clinic, accounts, case) == {"babinski": Answer.PRESENT, "residual_volume": 400.0}
    assert decisions(clinic, accounts, case) == [(Urgency.EMERGENCY_NOW, Urgency.EMERGENCY_NOW, "")]


def test_a_decision_by_an_advice_that_changed_is_shown_again_with_all_that_was_typed(
    ada: TestClient, case: str, clinic: Clinic, accounts: Accounts
) -> None:
    """Without a script the page still shows the advice from before the signs were typed."""
    form = {**form_of(ada.get(case).text, case), **EMERGENCY, "urgency": "routine", "reason": REASON}
    answer = ada.post(f"{case}/decide", data=form)
    assert answer.status_code == 409
    assert "the advice is “Emergency”" in text_of(answer)
    assert decisions(clinic, accounts, case) == []
    again = form_of(answer.text, case)
    assert {name: again[name] for name in (*EMERGENCY, "urgency", "reason", "advised")} == {
        **EMERGENCY,
        "urgency": "routine",
        "reason": REASON,
        "advised": "emergency_now",
    }
    ada.post(f"{case}/decide", data=again)
    assert decisions(clinic, accounts, case) == [(Urgency.ROUTINE, Urgency.EMERGENCY_NOW, REASON)]


def test_what_the_person_changes_meanwhile_is_a_change_of_the_advice(
    ada: TestClient, case: str, clinic: Clinic, accounts: Accounts, encounters: Encounters, token: str
) -> None:
    form = {**form_of(ada.get(case).text, case), "urgency": "self_care", "reason": REASON}
    encounters.answer(token, "emergency_screen", Said(("chest_pressure",)))
    assert ada.post(f"{case}/decide", data=form).status_code == 409
    assert decisions(clinic, accounts, case) == []


def test_a_decision_without_a_reason_keeps_the_choice_and_the_signs_and_says_the_advice_in_words(
    ada: TestClient, case: str, clinic: Clinic, accounts: Accounts
) -> None:
    form = {
        **form_of(ada.get(case).text, case),
        "f-trigger_point": "no",
        "n-temperature": "36,8",
        "urgency": "emergency_now",
    }
    answer = ada.post(f"{case}/decide", data=form)
    assert answer.status_code == 422
    assert re.search("the advice was “[A-Z][a-z ]+”; say why it differs", text_of(answer))
    assert "self_care`" not in answer.text
    again = form_of(answer.text, case)
    assert (again["urgency"], again["f-trigger_point"], again["n-temperature"]) == ("emergency_now", "no", "36,8")
    assert found(clinic, accounts, case) == {}
    assert decisions(clinic, accounts, case) == []


def test_saving_keeps_a_decision_that_was_begun(ada: TestClient, case: str, clinic: Clinic, accounts: Accounts) -> None:
    form = {**form_of(ada.get(case).text, case), "f-trigger_point": "no", "urgency": "routine", "reason": REASON}
    answer = ada.post(f"{case}/examine", data=form)
    assert found(clinic, accounts, case) == {"trigger_point": Answer.ABSENT}
    assert "Your decision isn't recorded yet" in text_of(answer)
    again = form_of(answer.text, case)
    assert (again["urgency"], again["reason"]) == ("routine", REASON)
    assert decisions(clinic, accounts, case) == []


def test_a_number_out_of_range_keeps_the_decision_and_a_missing_choice_keeps_the_number(
    ada: TestClient, case: str
) -> None:
    form = {**form_of(ada.get(case).text, case), "n-temperature": "390", "reason": REASON, "urgency": "routine"}
    for act in ("examine", "decide"):
        again = form_of(ada.post(f"{case}/{act}", data=form).text, case)
        assert (again["n-temperature"], again["reason"], again["urgency"]) == ("390", REASON, "routine")
    form |= {"urgency": "", "n-temperature": "36.8"}
    answer = ada.post(f"{case}/decide", data=form)
    assert answer.status_code == 422
    assert form_of(answer.text, case)["n-temperature"] == "36.8"


def test_a_decision_after_somebody_elses_is_told(
    ada: TestClient, grace: TestClient, case: str, clinic: Clinic, accounts: Accounts
) -> None:
    old = form_of(grace.get(case).text, case)
    ada.post(f"{case}/decide", data={**form_of(ada.get(case).text, case), "urgency": "same_day", "reason": REASON})
    answer = grace.post(f"{case}/decide", data={**old, "urgency": "routine", "reason": "mine"})
    assert answer.status_code == 409
    assert "A decision was recorded after you opened this page" in text_of(answer)
    assert "recorded by Ada" in text_of(answer)
    grace.post(f"{case}/decide", data=form_of(answer.text, case))
    assert [reason for _, _, reason in decisions(clinic, accounts, case)] == [REASON, "mine"]


def test_pressing_twice_or_reloading_records_one_decision(
    ada: TestClient, case: str, clinic: Clinic, accounts: Accounts
) -> None:
    form = {**form_of(ada.get(case).text, case), "urgency": "same_day", "reason": REASON, "f-trigger_point": "no"}
    for _ in range(3):
        assert ada.post(f"{case}/decide", data=form).status_code == 200
    assert len(decisions(clinic, accounts, case)) == 1
    acts = re.findall(r"<td>(\w+)</td></tr>", ada.get(case).text)
    assert (acts.count("examined"), acts.count("decided")) == (1, 1)


def test_a_reason_that_is_too_long_comes_back_whole(ada: TestClient, case: str) -> None:
    long = "\nx" * 1500
    form = {**form_of(ada.get(case).text, case), "urgency": "same_day", "reason": long}
    answer = ada.post(f"{case}/decide", data=form)
    assert answer.status_code == 422
    assert form_of(answer.text, case)["reason"] == long
    assert "maxlength" not in answer.text.partition('id="reason"')[2].partition(">")[0]


def test_what_was_typed_stays_where_it_can_not_be_kept(
    ada: TestClient, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = {**form_of(ada.get(case).text, case), **EMERGENCY, "reason": REASON}
    monkeypatch.setitem(MOST, "examinations", 0)
    answer = ada.post(f"{case}/examine", data=form)
    assert answer.status_code == 409
    assert (form_of(answer.text, case)["n-residual_volume"], form_of(answer.text, case)["reason"]) == ("400", REASON)


def test_what_was_typed_can_be_sent_again_where_the_database_fails(
    ada: TestClient, case: str, clinic: Clinic, accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = {**form_of(ada.get(case).text, case), **EMERGENCY}

    def full(*_: object, **__: object) -> None:
        raise DiskFull

    with monkeypatch.context() as patched:
        patched.setattr("midback.records.clinic.ClinicStore.examine", full)
        answer = ada.post(f"{case}/examine", data=form)
    assert answer.status_code == 503
    ada.post(f"{case}/examine", data=hidden(answer.text, f"{case}/examine"))
    assert found(clinic, accounts, case) == {"babinski": Answer.PRESENT, "residual_volume": 400.0}


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
