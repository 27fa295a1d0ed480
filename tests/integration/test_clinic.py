"""A clinician's desk: only what was shared is on it, findings change the advice, and all goes with the encounter."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text
from tests.integration.conftest import NOON, Clock, everything_in

from midback.encounter import Accounts, Act, Clinic, DeskCase, Encounters, NotShared, Shares, SignedOut
from midback.engine import Said
from midback.errors import CaseError, RecordError
from midback.records import Database, Unreadable
from midback.records.tables import metadata
from midback.terms import Answer, Urgency

PASSWORD = "three quiet herons"
REASON = "walked in with a stick and a zebra"


@pytest.fixture
def ada(accounts: Accounts) -> str:
    """A clinician's session."""
    accounts.add("Ada", PASSWORD)
    return accounts.sign_in("Ada", PASSWORD)


@pytest.fixture
def grace(accounts: Accounts) -> str:
    """Another clinician's session."""
    accounts.add("Grace", PASSWORD)
    return accounts.sign_in("Grace", PASSWORD)


@pytest.fixture
def token(encounters: Encounters) -> str:
    """Somebody with nothing alarming, who keeps their answers."""
    opened = encounters.begin(profile="uk")
    encounters.keep(opened.token, timedelta(days=30))
    encounters.answer(opened.token, "emergency_screen", Said())
    encounters.answer(opened.token, "age", Said(number=40))
    return opened.token


@pytest.fixture
def case(clinic: Clinic, shares: Shares, ada: str, token: str) -> DeskCase:
    """The case on the first clinician's desk."""
    return clinic.open_share(ada, shares.share(token).token)


def total(database: Database, *tables: str) -> int:
    with database.read() as connection:
        return sum(connection.execute(text(f"select count(*) from {one}")).scalar_one() for one in tables)  # noqa: S608 - our own names


def about_cases(database: Database) -> int:
    """How many lines of the trail are about a case."""
    with database.read() as connection:
        return len(connection.execute(text("select 1 from audit where encounter != ''")).all())


THE_TRAIL = "audit"
"""Names encounters too, and outlives them."""
OF_THE_ENCOUNTER = [
    "encounters",
    *(table.name for table in metadata.sorted_tables if "encounter" in table.c and table.name != THE_TRAIL),
]


# --------------------------------------------------------------------------------------------------- whose case it is


def test_a_link_puts_the_case_on_the_desk_of_who_opened_it(
    clinic: Clinic, encounters: Encounters, ada: str, grace: str, token: str, case: DeskCase
) -> None:
    assert case.encounter == encounters.find(token)
    assert clinic.cases(ada) == (case,)
    assert clinic.case(ada, case.key) == case
    assert clinic.cases(grace) == ()


def test_nobody_reads_or_changes_a_case_they_were_not_given(
    clinic: Clinic, grace: str, case: DeskCase, database: Database
) -> None:
    changes = (
        lambda: clinic.case(grace, case.key),
        lambda: clinic.audit(grace, case.key),
        lambda: clinic.examine(grace, case.key, {"clonus": Answer.PRESENT}),
        lambda: clinic.decide(grace, case.key, Urgency.ROUTINE, REASON),
    )
    for change in changes:
        with pytest.raises(RecordError, match="no longer here"):
            change()
    assert total(database, "examinations", "decisions") == 0


def test_without_a_session_there_is_no_desk(
    clinic: Clinic, accounts: Accounts, shares: Shares, ada: str, token: str, case: DeskCase
) -> None:
    accounts.sign_out(ada)
    share = shares.share(token).token
    for act in (
        lambda: clinic.open_share(ada, share),
        lambda: clinic.cases(ada),
        lambda: clinic.case(ada, case.key),
        lambda: clinic.audit(ada, case.key),
        lambda: clinic.examine(ada, case.key, {"clonus": Answer.PRESENT}),
        lambda: clinic.decide(ada, case.key, Urgency.ROUTINE, REASON),
    ):
        with pytest.raises(SignedOut):
            act()
    assert shares.listed(token)[-1].opened + shares.listed(token)[0].opened == 1


@pytest.mark.usefixtures("ada")
def test_a_link_taken_back_or_ended_puts_nothing_on_a_desk(
    clinic: Clinic, accounts: Accounts, shares: Shares, token: str, clock: Clock, database: Database
) -> None:
    revoked = shares.share(token).token
    shares.revoke(token)
    ended = shares.share(token, days=1).token
    clock.pass_(hours=24)
    session = accounts.sign_in("Ada", PASSWORD)
    for share in (revoked, ended, "made-up"):
        with pytest.raises(NotShared):
            clinic.open_share(session, share)
    assert total(database, "cases") + about_cases(database) == 0


def test_a_case_once_opened_stays_when_its_link_is_taken_back(
    clinic: Clinic, shares: Shares, ada: str, token: str, case: DeskCase
) -> None:
    shares.revoke(token)
    assert clinic.case(ada, case.key) == case


def test_opening_twice_gives_one_case_and_the_first_time_counts(
    clinic: Clinic, shares: Shares, ada: str, token: str, case: DeskCase, clock: Clock
) -> None:
    clock.pass_(minutes=5)
    again = clinic.open_share(ada, shares.share(token).token)
    assert (again.opened, clinic.cases(ada)) == (NOON, (case,))
    assert [line.act for line in clinic.audit(ada, case.key)] == [Act.OPENED, Act.OPENED]


def test_what_the_person_corrects_is_seen(
    clinic: Clinic, encounters: Encounters, ada: str, token: str, case: DeskCase
) -> None:
    encounters.answer(token, "age", Said(number=71))
    assert clinic.known(clinic.case(ada, case.key)).age == 71


# ------------------------------------------------------------------------------------------- examination and decision


def test_what_was_found_changes_the_advice(clinic: Clinic, ada: str, case: DeskCase) -> None:
    before = clinic.assess(case)
    after = clinic.assess(clinic.examine(ada, case.key, {"clonus": Answer.PRESENT, "babinski": Answer.PRESENT}))
    assert after.case.findings["clonus"] is Answer.PRESENT
    assert after.disposition.urgency > before.disposition.urgency
    assert after.raised


def test_once_examined_every_red_flag_counts_as_open(clinic: Clinic, ada: str, case: DeskCase) -> None:
    before = clinic.assess(case)
    after = clinic.assess(clinic.examine(ada, case.key, {"abdominal_tenderness": Answer.ABSENT}))
    assert len(after.still_open) > len(before.still_open)


def test_a_measured_number_is_a_finding_and_goes_before_a_told_one(clinic: Clinic, ada: str, case: DeskCase) -> None:
    known = clinic.known(clinic.examine(ada, case.key, numbers={"temperature": 38.4, "age": 41}))
    assert known.findings["fever_measured"] is Answer.PRESENT
    assert known.age == 41


def test_the_last_word_on_a_finding_counts_and_every_entry_is_kept(
    clinic: Clinic, shares: Shares, accounts: Accounts, ada: str, grace: str, token: str, case: DeskCase
) -> None:
    clinic.open_share(grace, shares.share(token).token)
    clinic.examine(ada, case.key, {"clonus": Answer.PRESENT, "babinski": Answer.PRESENT}, {"temperature": 39})
    clinic.examine(grace, case.key, {"clonus": Answer.ABSENT})
    found = clinic.examine(ada, case.key, {"babinski": Answer.UNKNOWN}, {"temperature": None}).examination
    assert found.findings == {"clonus": Answer.ABSENT}
    assert found.numbers == {}
    names = {account.id: account.name for account in accounts.listed()}
    assert [names[entry.account] for entry in found.entries] == ["Ada", "Grace", "Ada"]


def test_entries_made_at_once_are_all_kept(clinic: Clinic, ada: str, case: DeskCase) -> None:
    def measure(beats: int) -> None:
        clinic.examine(ada, case.key, numbers={"heart_rate": beats})

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(measure, range(60, 84)))
    entries = clinic.case(ada, case.key).examination.entries
    assert {entry.numbers["heart_rate"] for entry in entries} == set(range(60, 84))
    assert len(entries) == 24


def test_every_fault_of_an_entry_is_told_and_nothing_of_it_is_kept(
    clinic: Clinic, ada: str, case: DeskCase, database: Database
) -> None:
    with pytest.raises(CaseError) as caught:
        clinic.examine(ada, case.key, {"no_such": Answer.PRESENT, "clonus": Answer.PRESENT}, {"temperature": 98.6})
    assert len(caught.value.faults) == 2
    with pytest.raises(CaseError):
        clinic.examine(ada, case.key, {"no_such": Answer.UNKNOWN})
    for numbers in ({"no_such": None}, {"temperature": float("nan")}):
        with pytest.raises(CaseError):
            clinic.examine(ada, case.key, numbers=numbers)
    assert total(database, "examinations") == 0
    assert [line.act for line in clinic.audit(ada, case.key)] == [Act.OPENED]


def test_an_empty_entry_is_none(clinic: Clinic, ada: str, case: DeskCase, database: Database) -> None:
    assert clinic.examine(ada, case.key).examination.entries == ()
    assert about_cases(database) == 1


def test_a_decision_like_the_advice_needs_no_reason(clinic: Clinic, ada: str, case: DeskCase) -> None:
    advised = clinic.assess(case).disposition.urgency
    decision = clinic.decide(ada, case.key, advised).decision
    assert decision
    assert (decision.urgency, decision.advised, decision.reason, decision.at) == (advised, advised, "", NOON)


def test_a_decision_unlike_the_advice_needs_a_reason(
    clinic: Clinic, ada: str, case: DeskCase, database: Database
) -> None:
    for reason in ("", "  \n "):
        with pytest.raises(CaseError, match="reason: is needed"):
            clinic.decide(ada, case.key, Urgency.EMERGENCY_NOW, reason)
    with pytest.raises(CaseError, match="over 2000"):
        clinic.decide(ada, case.key, Urgency.EMERGENCY_NOW, "x" * 2001)
    assert total(database, "decisions") == 0
    decision = clinic.decide(ada, case.key, Urgency.EMERGENCY_NOW, f" {REASON} ").decision
    assert decision
    assert decision.reason == REASON
    assert decision.advised is clinic.assess(case).disposition.urgency


def test_the_last_decision_stands_and_earlier_ones_are_kept(clinic: Clinic, ada: str, case: DeskCase) -> None:
    clinic.decide(ada, case.key, Urgency.EMERGENCY_NOW, REASON)
    decided = clinic.decide(ada, case.key, Urgency.SAME_DAY, "seen by neurology")
    assert decided.decision
    assert decided.decision.urgency is Urgency.SAME_DAY
    assert [decision.urgency for decision in decided.decisions] == [Urgency.EMERGENCY_NOW, Urgency.SAME_DAY]


# --------------------------------------------------------------------------------------------------- what is stored


def test_the_trail_says_who_did_what_when_and_nothing_else(
    clinic: Clinic, ada: str, case: DeskCase, clock: Clock, database: Database
) -> None:
    clock.pass_(minutes=1)
    clinic.examine(ada, case.key, {"clonus": Answer.PRESENT})
    clock.pass_(minutes=1)
    clinic.decide(ada, case.key, Urgency.EMERGENCY_NOW, REASON)
    trail = [(line.name, line.act, (line.at - NOON).total_seconds()) for line in clinic.audit(ada, case.key)]
    assert trail == [("Ada", Act.OPENED, 0), ("Ada", Act.EXAMINED, 60), ("Ada", Act.DECIDED, 120)]
    with database.read() as connection:
        columns = set(connection.execute(text("select * from audit")).keys())
    assert columns == {"number", "account", "encounter", "act", "at", "ends", "about", "chain"}


def test_deleting_the_encounter_deletes_all_that_was_written_but_the_trail(
    clinic: Clinic, encounters: Encounters, ada: str, token: str, case: DeskCase, database: Database
) -> None:
    clinic.examine(ada, case.key, {"clonus": Answer.PRESENT})
    clinic.decide(ada, case.key, Urgency.EMERGENCY_NOW, REASON)
    assert all(total(database, table) for table in OF_THE_ENCOUNTER)
    encounters.delete(token)
    assert total(database, *OF_THE_ENCOUNTER) == 0
    assert about_cases(database) == 3
    assert clinic.cases(ada) == ()


def test_a_case_leaves_the_desk_when_its_encounter_ends(
    clinic: Clinic, encounters: Encounters, ada: str, token: str, case: DeskCase, clock: Clock
) -> None:
    encounters.keep(token, timedelta(minutes=10))
    clock.pass_(minutes=10)
    assert clinic.cases(ada) == ()
    with pytest.raises(RecordError, match="no longer here"):
        clinic.examine(ada, case.key, {"clonus": Answer.PRESENT})


@pytest.mark.usefixtures("case")
def test_the_trail_is_purged_after_a_year(encounters: Encounters, clock: Clock, database: Database) -> None:
    clock.pass_(days=364)
    encounters.purge()
    assert about_cases(database) == 1
    clock.pass_(days=1)
    encounters.purge()
    assert total(database, *OF_THE_ENCOUNTER) + about_cases(database) == 0


def test_what_a_removed_clinician_wrote_stays_with_the_case(
    clinic: Clinic, accounts: Accounts, shares: Shares, ada: str, grace: str, token: str, case: DeskCase
) -> None:
    clinic.examine(ada, case.key, {"clonus": Answer.PRESENT})
    accounts.remove("Ada")
    seen = clinic.open_share(grace, shares.share(token).token)
    assert seen.examination.findings == {"clonus": Answer.PRESENT}
    assert [line.name for line in clinic.audit(grace, case.key)] == ["", "", "Grace"]


def test_neither_findings_nor_reasons_are_readable(
    clinic: Clinic, ada: str, case: DeskCase, database: Database
) -> None:
    clinic.examine(ada, case.key, {"clonus": Answer.PRESENT}, {"temperature": 38.4})
    clinic.decide(ada, case.key, Urgency.EMERGENCY_NOW, REASON)
    stored = everything_in(database, "examinations", "decisions")
    for secret in ("clonus", "38.4", "temperature", "zebra", "emergency_now"):
        assert secret not in stored


@pytest.mark.parametrize("table", ["examinations", "decisions"])
def test_entries_that_changed_places_are_refused(
    clinic: Clinic, ada: str, case: DeskCase, database: Database, table: str
) -> None:
    for answer in (Answer.PRESENT, Answer.ABSENT):
        clinic.examine(ada, case.key, {"clonus": answer})
        clinic.decide(ada, case.key, Urgency.EMERGENCY_NOW, REASON)
    swap = f"update {table} set sealed = (select b.sealed from {table} as b where b.number = 0) where number = 1"  # noqa: S608 - our own names
    with database.change() as connection:
        connection.execute(text(swap))
    with pytest.raises(Unreadable, match="changed or moved"):
        clinic.case(ada, case.key)


@pytest.mark.parametrize("act", ["open", "examine", "decide"])
def test_an_act_and_its_line_in_the_trail_are_one_change(
    clinic: Clinic, shares: Shares, ada: str, token: str, case: DeskCase, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    share = shares.share(token).token
    acts: dict[str, Callable[[], object]] = {
        "open": lambda: clinic.open_share(ada, share),
        "examine": lambda: clinic.examine(ada, case.key, {"clonus": Answer.PRESENT}),
        "decide": lambda: clinic.decide(ada, case.key, Urgency.EMERGENCY_NOW, REASON),
    }
    monkeypatch.setattr("midback.records.clinic.note", unwritable)
    with pytest.raises(OSError, match="disk full"):
        acts[act]()
    assert clinic.case(ada, case.key) == case
    assert sum(link.opened for link in shares.listed(token)) == 1


def unwritable(*_: object) -> None:
    raise OSError("disk full")
