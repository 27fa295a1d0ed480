"""What happens to a password while somebody is signing in with it, or changing it: the earlier one opens nothing."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from argon2 import PasswordHasher
from tests.integration.signing_in import NAME, PASSWORD, count

from midback.encounter import Accounts, SignedOut, SignInRefused
from midback.encounter import accounts as module
from midback.records import Database, passwords

NEW, OTHER = "four grey pelicans", "seven violet ponds"
Meanwhile = Callable[[Callable[[], object]], None]


@pytest.fixture(autouse=True)
def ada(accounts: Accounts) -> None:
    accounts.add(NAME, PASSWORD)


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Meanwhile:
    """Does something just after the next password was found to be right, and before anything rests on that."""
    fits = passwords.fits

    def do(what: Callable[[], object]) -> None:
        def fits_and_then(stored: str | None, password: str) -> bool:
            monkeypatch.setattr(module, "fits", fits)
            is_right = fits(stored, password)
            what()
            return is_right

        monkeypatch.setattr(module, "fits", fits_and_then)

    return do


def test_a_sign_in_under_way_with_the_earlier_password_begins_no_session(
    accounts: Accounts, database: Database, meanwhile: Meanwhile
) -> None:
    meanwhile(lambda: accounts.set_password(NAME, NEW))
    with pytest.raises(SignInRefused):
        accounts.sign_in(NAME, PASSWORD)
    assert count(database, "sessions") == 0
    assert accounts.sign_in(NAME, NEW)


def test_a_sign_in_that_is_refused_so_late_ends_no_session(accounts: Accounts, meanwhile: Meanwhile) -> None:
    here = accounts.sign_in(NAME, PASSWORD)
    meanwhile(lambda: accounts.change_password(here, PASSWORD, NEW))
    with pytest.raises(SignInRefused):
        accounts.sign_in(NAME, PASSWORD, replaces=here)
    assert accounts.who(here).name == NAME


def test_a_hash_made_anew_does_not_bring_the_earlier_password_back(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch, meanwhile: Meanwhile
) -> None:
    monkeypatch.setattr("midback.records.passwords.hasher", PasswordHasher(time_cost=2, memory_cost=1024))
    begin = accounts._begin

    def begin_and_then(account: object) -> str:
        token = begin(account)  # type: ignore[arg-type]  # as it was given
        accounts.set_password(NAME, NEW)
        return token

    monkeypatch.setattr(accounts, "_begin", begin_and_then)
    session = accounts.sign_in(NAME, PASSWORD)
    monkeypatch.undo()
    with pytest.raises(SignedOut):
        accounts.who(session)
    with pytest.raises(SignInRefused):
        accounts.sign_in(NAME, PASSWORD)


def test_a_key_changed_meanwhile_does_not_bring_the_earlier_password_back(accounts: Accounts) -> None:
    read_before = accounts._store.all()[0]
    accounts.set_password(NAME, NEW)
    assert not accounts._store.replace(read_before, instead_of=read_before.password)
    assert accounts.sign_in(NAME, NEW)


def test_of_two_who_change_a_password_at_once_the_second_is_told(accounts: Accounts, meanwhile: Meanwhile) -> None:
    here, there = accounts.sign_in(NAME, PASSWORD), accounts.sign_in(NAME, PASSWORD)
    meanwhile(lambda: accounts.change_password(there, PASSWORD, NEW))
    with pytest.raises(SignedOut):
        accounts.change_password(here, PASSWORD, OTHER)
    assert accounts.sign_in(NAME, NEW)


def test_whoever_was_signed_out_meanwhile_changes_no_password(accounts: Accounts, meanwhile: Meanwhile) -> None:
    session = accounts.sign_in(NAME, PASSWORD)
    meanwhile(lambda: accounts.end_sessions(NAME))
    with pytest.raises(SignedOut):
        accounts.change_password(session, PASSWORD, OTHER)
    assert accounts.sign_in(NAME, PASSWORD)


def test_an_account_removed_meanwhile_is_signed_in_to_by_nobody(
    accounts: Accounts, database: Database, meanwhile: Meanwhile
) -> None:
    meanwhile(lambda: accounts.remove(NAME))
    with pytest.raises(SignInRefused):
        accounts.sign_in(NAME, PASSWORD)
    assert count(database, "sessions") == 0


def test_of_many_sign_ins_at_once_none_outlives_the_password(accounts: Accounts, database: Database) -> None:
    def sign_in(_: int) -> None:
        with suppress(SignInRefused):
            accounts.sign_in(NAME, PASSWORD)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(sign_in, range(4)))
        changing = pool.submit(accounts.set_password, NAME, NEW)
        list(pool.map(sign_in, range(4)))
        changing.result()
    assert count(database, "sessions") == 0
    assert accounts.sign_in(NAME, NEW)
