"""Who fails to sign in waits, and nobody else does."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from tests.integration.conftest import NOON, Clock
from tests.integration.signing_in import NAME, PASSWORD, WRONG, count, fail

from midback.encounter import Accounts, MustWait, SignInRefused
from midback.encounter import accounts as module
from midback.errors import RecordError
from midback.records import Database


@pytest.fixture(autouse=True)
def ada(accounts: Accounts) -> None:
    accounts.add(NAME, PASSWORD)


# ------------------------------------------------------------------------------------------------------------ guessing


@pytest.mark.parametrize("name", [NAME, "Nobody"])
def test_after_five_failures_a_name_waits_whether_or_not_it_has_an_account(
    accounts: Accounts, clock: Clock, name: str
) -> None:
    fail(accounts, 5, name)
    with pytest.raises(MustWait, match="wait 1 min") as caught:
        accounts.sign_in(name, PASSWORD)
    assert caught.value.until == NOON + timedelta(minutes=1)


def test_the_wait_grows_with_each_failure_but_not_beyond_a_quarter_of_an_hour(accounts: Accounts, clock: Clock) -> None:
    fail(accounts, 5)
    for minutes in (1, 2, 4, 8, 15, 15):
        clock.pass_(minutes=minutes - 1, seconds=59)
        with pytest.raises(MustWait, match="wait 1 min"):
            accounts.sign_in(NAME, PASSWORD)
        clock.pass_(seconds=1)
        fail(accounts, 1)
    clock.pass_(minutes=15)
    assert accounts.sign_in(NAME, PASSWORD)


def test_failures_are_forgotten_after_an_hour(accounts: Accounts, clock: Clock) -> None:
    fail(accounts, 4)
    clock.pass_(hours=1)
    fail(accounts, 4)


def test_trying_while_waiting_makes_the_wait_no_longer(accounts: Accounts, clock: Clock, database: Database) -> None:
    fail(accounts, 5)
    for _ in range(5):
        clock.pass_(seconds=10)
        with pytest.raises(MustWait):
            accounts.sign_in(NAME, WRONG)
    assert count(database, "attempts") == 5
    clock.pass_(seconds=10)
    assert accounts.sign_in(NAME, PASSWORD)


def test_a_stranger_can_not_lock_anybody_out_of_a_device_they_signed_in_from(accounts: Accounts, clock: Clock) -> None:
    device = accounts.make_device(accounts.sign_in(NAME, PASSWORD))
    fail(accounts, 5)
    with pytest.raises(MustWait):
        accounts.sign_in(NAME, PASSWORD)
    assert accounts.sign_in(NAME, PASSWORD, device=device)
    with pytest.raises(MustWait):
        accounts.sign_in(NAME, PASSWORD)


def test_whoever_holds_a_device_has_to_wait_there_too(accounts: Accounts) -> None:
    device = accounts.make_device(accounts.sign_in(NAME, PASSWORD))
    for _ in range(5):
        with pytest.raises(SignInRefused):
            accounts.sign_in(NAME, WRONG, device=device)
    with pytest.raises(MustWait):
        accounts.sign_in(NAME, PASSWORD, device=device)


@pytest.mark.parametrize("forged", ["", ".", "made.up", "no dot", "\u00e9.\u00e9", "another's"])
def test_a_device_that_is_forged_or_anothers_is_counted_with_all_others(accounts: Accounts, forged: str) -> None:
    accounts.add("Grace", PASSWORD)
    device = accounts.make_device(accounts.sign_in("Grace", PASSWORD)) if forged == "another's" else forged
    fail(accounts, 5)
    with pytest.raises(MustWait):
        accounts.sign_in(NAME, PASSWORD, device=device)


def test_people_who_share_a_computer_are_each_known_there(accounts: Accounts) -> None:
    device = ""
    for name in ("Grace", "Mary", "Emmy"):
        accounts.add(name, PASSWORD)
        device = accounts.make_device(accounts.sign_in(name, PASSWORD), device)
    for name in ("Grace", "Mary", "Emmy"):
        fail(accounts, 5, name)
        session = accounts.sign_in(name, PASSWORD, device=device)
        assert accounts.make_device(session, device) == device


def test_a_devices_mark_grows_no_further_than_eight_people(accounts: Accounts) -> None:
    device = "x-" * 5000
    for number in range(10):
        accounts.add(f"Nurse {number}", PASSWORD)
        device = accounts.make_device(accounts.sign_in(f"Nurse {number}", PASSWORD), device)
    assert len(device) <= 800
    fail(accounts, 5, "Nurse 9")
    assert accounts.sign_in("Nurse 9", PASSWORD, device=device)


def test_a_sign_in_that_works_clears_the_failures(accounts: Accounts) -> None:
    for _ in range(3):
        fail(accounts, 4)
        accounts.sign_in(NAME, PASSWORD)


def test_one_name_waiting_holds_nobody_else_up(accounts: Accounts) -> None:
    accounts.add("Grace", PASSWORD)
    fail(accounts, 5)
    assert accounts.sign_in("Grace", PASSWORD)


def test_guessing_many_at_once_is_no_way_round_the_limit(accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[str] = []
    monkeypatch.setattr(module, "fits", lambda _stored, password: looked_at.append(password))

    def guess(number: int) -> str:
        try:
            accounts.sign_in(NAME, f"guess number {number}")
        except RecordError as error:
            return type(error).__name__
        return "in"

    with ThreadPoolExecutor(12) as pool:
        outcomes = list(pool.map(guess, range(40)))
    assert set(outcomes) == {"SignInRefused", "MustWait"}
    assert len(looked_at) <= 5
