"""A link leads whoever holds it to the encounter as it stands, until it ends or is taken back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import text
from tests.integration.conftest import NOON, Clock

from midback.encounter import Accounts, Act, Clinic, Encounters, Holder, NotShared, Shares
from midback.engine import Said
from midback.errors import RecordError
from midback.records import Database, Full, Gone, Unreadable
from midback.records.sealed import MOST
from midback.terms import Answer, Urgency


@pytest.fixture
def token(encounters: Encounters) -> str:
    """The token of an encounter that is kept for thirty days."""
    opened = encounters.begin(profile="uk")
    encounters.keep(opened.token, timedelta(days=30))
    return opened.token


def test_a_link_leads_to_the_encounter_as_it_stands(encounters: Encounters, shares: Shares, token: str) -> None:
    share = shares.share(token).token
    encounters.answer(token, "emergency_screen", Said())
    assert shares.open(share) == encounters.find(token)
    assert shares.open(share).responses == {"emergency_screen": Said()}


def test_a_link_ends_after_a_week(shares: Shares, token: str, clock: Clock) -> None:
    shared = shares.share(token)
    assert shared.ends == NOON + timedelta(days=7)
    clock.pass_(days=6.9)
    shares.open(shared.token)
    clock.pass_(days=0.1)
    with pytest.raises(NotShared, match="ended, or was taken back"):
        shares.open(shared.token)


@pytest.mark.parametrize(("days", "ends"), [(1, 1), (20, 20), (31, 30), (10**6, 30), (0, 1), (-3, 1)])
def test_a_link_ends_no_later_than_the_encounter(shares: Shares, token: str, days: int, ends: int) -> None:
    assert shares.share(token, days).ends == NOON + timedelta(days=ends)


def test_a_link_leads_nowhere_once_the_encounter_is_kept_for_less(
    encounters: Encounters, shares: Shares, token: str, clock: Clock
) -> None:
    share = shares.share(token).token
    encounters.keep(token, timedelta(days=1))
    clock.pass_(days=1)
    with pytest.raises(NotShared):
        shares.open(share)


def test_a_link_that_was_taken_back_leads_nowhere_and_others_still_do(shares: Shares, token: str) -> None:
    first, second = shares.share(token).token, shares.share(token, days=9).token
    by_end = {link.ends: link.id for link in shares.listed(token)}
    assert shares.revoke(token, by_end[NOON + timedelta(days=7)]) == 1
    with pytest.raises(NotShared):
        shares.open(first)
    shares.open(second)


def test_all_links_can_be_taken_back_at_once(shares: Shares, token: str) -> None:
    links = [shares.share(token).token for _ in range(3)]
    assert (shares.revoke(token), shares.revoke(token)) == (3, 0)
    for share in links:
        with pytest.raises(NotShared):
            shares.open(share)


def test_nobody_takes_back_somebody_elses_link(encounters: Encounters, shares: Shares, token: str) -> None:
    share = shares.share(token).token
    (link,) = shares.listed(token)
    assert shares.revoke(encounters.begin().token, link.id) == 0
    shares.open(share)


def test_the_list_tells_when_a_link_ends_and_how_often_it_was_opened(shares: Shares, token: str, clock: Clock) -> None:
    share = shares.share(token, days=2).token
    clock.pass_(hours=1)
    shares.share(token, days=5)
    shares.open(share)
    shares.open(share)
    clock.pass_(days=2)
    shares.revoke(token)
    first, second = shares.listed(token)
    assert (first.made, first.opened, first.good, first.revoked) == (NOON, 2, False, None)
    assert (second.opened, second.good, second.revoked) == (0, False, clock.time)


def test_an_opening_that_was_refused_is_not_counted(shares: Shares, token: str) -> None:
    share = shares.share(token).token
    shares.revoke(token)
    with pytest.raises(NotShared):
        shares.open(share)
    assert shares.listed(token)[0].opened == 0


@pytest.mark.parametrize("wrong", ["", "somebody-elses", "a" * 43])
def test_a_wrong_link_leads_nowhere(shares: Shares, token: str, wrong: str) -> None:
    shares.share(token)
    with pytest.raises(NotShared):
        shares.open(wrong)


def test_neither_the_persons_own_token_nor_the_id_of_a_link_opens_it(shares: Shares, token: str) -> None:
    shares.share(token)
    for other in (token, shares.listed(token)[0].id):
        with pytest.raises(NotShared):
            shares.open(other)


def test_deleting_the_encounter_deletes_its_links(
    encounters: Encounters, shares: Shares, token: str, database: Database
) -> None:
    share = shares.share(token).token
    encounters.delete(token)
    with pytest.raises(NotShared):
        shares.open(share)
    with database.read() as connection:
        assert connection.execute(text("select count(*) from shares")).scalar_one() == 0


def test_only_the_person_makes_and_lists_links(shares: Shares, token: str) -> None:
    share = shares.share(token).token
    for change in (shares.share, shares.listed, shares.revoke, shares.take_back, shares.holders):
        with pytest.raises(RecordError, match="no longer here"):
            change(share)


def test_the_token_of_a_link_is_random_and_not_in_the_database(shares: Shares, token: str, database: Database) -> None:
    first, second = shares.share(token).token, shares.share(token).token
    assert first != second
    assert len(first.replace("-", "")) * 5 >= 100  # bits in base 32
    with database.read() as connection:
        stored = connection.execute(text("select * from shares")).all()
    assert first not in repr(stored)
    assert second not in repr(stored)


# ---------------------------------------------------------------------------------------- taking it back from everybody


@pytest.fixture
def ada(accounts: Accounts) -> str:
    """A clinician's session."""
    accounts.add("Ada", "three quiet herons")
    return accounts.sign_in("Ada", "three quiet herons")


@pytest.fixture
def grace(accounts: Accounts) -> str:
    """Another clinician's session."""
    accounts.add("Grace", "three quiet herons")
    return accounts.sign_in("Grace", "three quiet herons")


def test_the_person_sees_who_has_it_since_when_and_when_they_looked_last(
    shares: Shares, clinic: Clinic, ada: str, grace: str, token: str, clock: Clock
) -> None:
    share, opened = shares.share(token).token, clock.time
    case = clinic.open_share(ada, share)
    clock.pass_(minutes=5)
    clinic.open_share(grace, share)
    clock.pass_(minutes=5)
    clinic.view(ada, case.key)
    assert shares.holders(token) == (
        Holder("Ada", opened, opened + timedelta(minutes=10)),
        Holder("Grace", opened + timedelta(minutes=5), opened + timedelta(minutes=5)),
    )


def test_taken_back_from_everybody_nobody_has_it_and_no_link_opens_it(
    shares: Shares, clinic: Clinic, ada: str, grace: str, token: str
) -> None:
    links = [shares.share(token).token for _ in range(2)]
    case = clinic.open_share(ada, links[0])
    clinic.open_share(grace, links[1])
    assert shares.take_back(token) == 2
    assert shares.holders(token) == ()
    for session in (ada, grace):
        assert clinic.listed(session).total == 0
        with pytest.raises(Gone):
            clinic.case(session, case.key)
        with pytest.raises(Gone):
            clinic.examine(session, case.key, {"clonus": Answer.PRESENT})
        for link in links:
            with pytest.raises(NotShared):
                clinic.open_share(session, link)


def test_taking_it_back_is_in_the_trail_for_each_who_had_it(
    shares: Shares, clinic: Clinic, ada: str, token: str
) -> None:
    case = clinic.open_share(ada, shares.share(token).token)
    shares.take_back(token)
    clinic.open_share(ada, shares.share(token).token)
    acts = [(line.name, line.act) for line in clinic.audit(ada, case.key)]
    assert acts == [("Ada", Act.OPENED), ("Ada", Act.TAKEN_BACK), ("Ada", Act.OPENED)]


def test_it_can_be_taken_back_although_the_answers_can_not_be_read(
    shares: Shares, clinic: Clinic, encounters: Encounters, ada: str, token: str, database: Database
) -> None:
    share = shares.share(token).token
    clinic.open_share(ada, share)
    with database.change() as connection:
        connection.execute(text("delete from visit_keys"))
    with pytest.raises(Unreadable):
        encounters.find(token)
    assert shares.take_back(token) == 1
    with pytest.raises(NotShared):
        clinic.open_share(ada, share)


def test_another_persons_case_is_left_alone(
    shares: Shares, clinic: Clinic, encounters: Encounters, ada: str, token: str
) -> None:
    other = encounters.begin().token
    theirs = clinic.open_share(ada, shares.share(other).token)
    clinic.open_share(ada, shares.share(token).token)
    shares.take_back(token)
    assert [line.key for line in clinic.listed(ada).lines] == [theirs.key]


# -------------------------------------------------------------------------------------------------- bounds of one visit


def test_a_visit_takes_fifty_links_and_says_when_it_is_full(shares: Shares, token: str) -> None:
    for _ in range(MOST["shares"]):
        shares.share(token)
    with pytest.raises(Full, match="50 links already"):
        shares.share(token)
    assert len(shares.listed(token)) == 50


@pytest.mark.parametrize("kind", ["answers", "examinations", "decisions"])
def test_a_visit_takes_so_many_entries_of_each_kind_and_keeps_them(
    shares: Shares,
    clinic: Clinic,
    encounters: Encounters,
    ada: str,
    token: str,
    kind: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("midback.records.sealed.MOST", dict.fromkeys(MOST, 3))
    key = clinic.open_share(ada, shares.share(token).token).key
    adding: dict[str, Callable[[int], object]] = {
        "answers": lambda number: encounters.answer(token, "age", Said(number=20 + number)),
        "examinations": lambda number: clinic.examine(ada, key, {}, {"temperature": 36 + number / 10}),
        "decisions": lambda number: clinic.decide(ada, key, Urgency.EMERGENCY_NOW, f"reason {number}"),
    }
    for number in range(3):
        adding[kind](number)
    with pytest.raises(Full, match=f"3 {kind} already"):
        adding[kind](3)
    case = clinic.case(ada, key)
    assert (len(case.encounter.responses), len(case.examination.entries), len(case.decisions)) == (
        int(kind == "answers"),
        3 * (kind == "examinations"),
        3 * (kind == "decisions"),
    )


def test_the_same_answer_again_adds_none(encounters: Encounters, token: str, database: Database) -> None:
    for number in (40, 40, 41, 40, 40):
        encounters.answer(token, "age", Said(number=number))
    encounters.retract(token, "age")
    encounters.retract(token, "age")
    encounters.retract(token, "sex_at_birth")
    with database.read() as connection:
        assert connection.execute(text("select count(*) from answers")).scalar_one() == 4
    assert encounters.find(token).responses == {}


def test_the_same_press_again_gives_the_same_link(shares: Shares, token: str, clock: Clock) -> None:
    first = shares.share(token, press="one")
    clock.pass_(hours=1)
    assert shares.share(token, press="one") == first
    assert shares.share(token, press="two").token != first.token
    assert len(shares.listed(token)) == 2


def test_the_same_press_does_not_bring_back_what_was_taken_back(shares: Shares, token: str) -> None:
    share = shares.share(token, press="one").token
    shares.revoke(token)
    with pytest.raises(NotShared):
        shares.share(token, press="one")
    with pytest.raises(NotShared):
        shares.open(share)
