"""A clinician's list shows how each case stands without opening it, and never shows what no longer holds."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import text
from tests.integration.conftest import Clock, everything_in

from midback.encounter import Accounts, Clinic, Encounters, Shares, Standing
from midback.encounter import case_list as module
from midback.encounter.standing import standing_of
from midback.encounter.tokens import digest
from midback.engine import Assessment, Case, Said, assess
from midback.knowledge import KnowledgeBase
from midback.records import Cipher, Database, DiskFull, noted_text
from midback.terms import Answer, Sex, Urgency

PASSWORD = "three quiet herons"
LATER = "looks worse than that"


@pytest.fixture
def ada(accounts: Accounts) -> str:
    """A clinician's session."""
    accounts.add("Ada", PASSWORD)
    return accounts.sign_in("Ada", PASSWORD)


@pytest.fixture
def share_one(clinic: Clinic, encounters: Encounters, shares: Shares, ada: str) -> Callable[[], str]:
    """Puts another case on the desk: a woman of 40 with nothing alarming. Gives her token."""

    def one() -> str:
        token = encounters.begin(profile="uk").token
        encounters.answer(token, "emergency_screen", Said())
        encounters.answer(token, "age", Said(number=40))
        encounters.answer(token, "sex_at_birth", Said(("female",)))
        clinic.open_share(ada, shares.share(token).token)
        return token

    return one


@pytest.fixture
def assessed(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every assessment that the clinic makes."""
    made: list[object] = []
    real = assess

    def counted(knowledge: KnowledgeBase, case: Case, *, examined: bool) -> Assessment:
        made.append(case)
        return real(knowledge, case, examined=examined)

    monkeypatch.setattr("midback.encounter.conclusions.assess", counted)
    return made


def test_a_line_says_who_it_is_about_how_urgent_it_is_and_what_was_decided(
    clinic: Clinic, ada: str, share_one: Callable[[], str]
) -> None:
    key = digest(share_one())
    case = clinic.case(ada, key)
    advised = clinic.assess(case).disposition
    clinic.decide(ada, key, Urgency.EMERGENCY_NOW, "looks ill")
    (line,) = clinic.listed(ada).lines
    assert (line.key, line.opened, line.ends) == (key, case.opened, case.encounter.ends)
    assert line.standing is not None
    assert (line.standing.age, line.standing.sex) == (40, Sex.FEMALE)
    assert (line.standing.urgency, line.standing.settled) == (advised.urgency, advised.settled)
    assert line.standing.decided is Urgency.EMERGENCY_NOW


def test_what_nobody_added_to_is_not_assessed_again(
    clinic: Clinic, ada: str, share_one: Callable[[], str], assessed: list[object]
) -> None:
    share_one(), share_one()
    first = clinic.listed(ada)
    assert len(assessed) == 2
    assert clinic.listed(ada) == first
    assert len(assessed) == 2


@pytest.mark.parametrize("who", ["person", "examination", "decision"])
def test_whatever_is_added_changes_the_line(
    clinic: Clinic, encounters: Encounters, ada: str, share_one: Callable[[], str], who: str
) -> None:
    token = share_one()
    before = clinic.listed(ada).lines[0].standing
    assert before is not None
    assert before.urgency < Urgency.EMERGENCY_NOW
    additions: dict[str, Callable[[], object]] = {
        "person": lambda: encounters.answer(token, "emergency_screen", Said(("danger",))),
        "examination": lambda: clinic.examine(ada, digest(token), {"clonus": Answer.PRESENT}),
        "decision": lambda: clinic.decide(ada, digest(token), Urgency.EMERGENCY_NOW, LATER),
    }
    additions[who]()
    after = clinic.listed(ada).lines[0].standing
    assert after is not None
    assert after.decided is Urgency.EMERGENCY_NOW if who == "decision" else after.urgency > before.urgency


def test_a_standing_worked_out_while_something_was_added_is_not_kept(
    clinic: Clinic, encounters: Encounters, ada: str, share_one: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    token, real = share_one(), standing_of

    def add_meanwhile(assessment: Assessment, decided: Urgency | None) -> Standing:
        monkeypatch.setattr(module, "standing_of", real)
        encounters.answer(token, "emergency_screen", Said(("danger",)))
        return real(assessment, decided)

    monkeypatch.setattr(module, "standing_of", add_meanwhile)
    clinic.listed(ada)
    standing = clinic.listed(ada).lines[0].standing
    assert standing is not None
    assert standing.urgency is Urgency.EMERGENCY_NOW


def test_other_content_makes_it_anew(
    clinic: Clinic, encounters: Encounters, ada: str, share_one: Callable[[], str], assessed: list[object]
) -> None:
    share_one()
    clinic.listed(ada)
    encounters.knowledge = replace(encounters.knowledge, version="another")
    clinic.listed(ada)
    assert len(assessed) == 2


def test_a_case_that_can_not_be_read_has_its_line_and_takes_no_other_with_it(
    clinic: Clinic, ada: str, share_one: Callable[[], str], database: Database
) -> None:
    broken, sound = share_one(), share_one()
    with database.change() as connection:
        connection.execute(text("delete from answers where encounter = :key"), {"key": digest(broken)})
    standings = {line.key: line.standing for line in clinic.listed(ada).lines}
    assert standings[digest(broken)] is None
    assert standings[digest(sound)] is not None


def test_no_standing_is_readable_in_the_database(
    clinic: Clinic, ada: str, share_one: Callable[[], str], database: Database
) -> None:
    share_one()
    clinic.listed(ada)
    stored = everything_in(database, "encounters")
    for secret in ("female", "routine", "self_care", "within_days", "settled"):
        assert secret not in stored


def test_a_long_list_comes_in_parts_the_last_opened_first(
    clinic: Clinic, ada: str, share_one: Callable[[], str], clock: Clock
) -> None:
    keys = []
    for _ in range(5):
        clock.pass_(minutes=1)
        keys.append(digest(share_one()))
    parts = [clinic.listed(ada, first, 2) for first in (0, 2, 4)]
    assert [line.key for part in parts for line in part.lines] == keys[::-1]
    assert [part.total for part in parts] == [5, 5, 5]


def test_the_list_is_shown_where_nothing_can_be_written(
    clinic: Clinic, ada: str, share_one: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    share_one()
    monkeypatch.setattr("midback.records.standing.StandingStore.note", _full)
    assert clinic.listed(ada).lines[0].standing is not None


def _full(*_: object) -> None:
    raise DiskFull


def test_a_list_opens_each_note_once_and_again_when_it_changed(
    clinic: Clinic,
    encounters: Encounters,
    ada: str,
    share_one: Callable[[], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tokens = [share_one() for _ in range(4)]
    clinic.listed(ada)
    clinic.listed(ada)
    opened: list[str] = []
    real = noted_text

    def counted(cipher: Cipher, encounter: str, own: bytes | None, sealed: bytes | None) -> str | None:
        opened.append(encounter)
        return real(cipher, encounter, own, sealed)

    monkeypatch.setattr(module, "noted_text", counted)
    clinic.listed(ada, 0, 1)
    assert len(opened) == 1  # of the line that is shown
    encounters.answer(tokens[0], "emergency_screen", Said(("danger",)))
    assert clinic.listed(ada, 0, 1).lines[0].key == digest(tokens[0])
