"""Nothing that a clinician types is lost or undone without a word when two work on one case."""

import re

import pytest
from starlette.testclient import TestClient
from tests.integration.desk.conftest import EMERGENCY, REASON, form_of, found, text_of
from tests.posting import hidden

from midback.encounter import Accounts, Clinic, Encounters
from midback.engine import Said
from midback.records import DiskFull
from midback.records.sealed import MOST
from midback.terms import Answer, Urgency

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
    session = accounts._begin(accounts._store.all()[1])
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
    session = accounts._begin(accounts._store.all()[0])
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
    encounters.answer(token, "emergency_screen", Said(("danger",)))
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
