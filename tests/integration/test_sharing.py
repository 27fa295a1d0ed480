"""A link leads whoever holds it to the encounter as it stands, until it ends or is taken back."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from tests.integration.conftest import NOON, Clock

from midback.encounter import Encounters, NotShared, Shares
from midback.engine import Said
from midback.errors import RecordError
from midback.records import Database


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
    for change in (shares.share, shares.listed, shares.revoke):
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
