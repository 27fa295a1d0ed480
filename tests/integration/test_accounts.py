"""Clinicians sign in with a name and a password, for a while, and whoever guesses has to wait."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import perf_counter

import pytest
from argon2 import PasswordHasher
from sqlalchemy import text
from tests.integration.conftest import KEY, NOON, Clock, everything_in
from tests.integration.signing_in import NAME, PASSWORD, WRONG, count, fail

from midback.encounter import Accounts, Clinic, Encounters, MustWait, Shares, SignedOut, SignInRefused
from midback.encounter import accounts as module
from midback.errors import RecordError
from midback.records import Database, Unreadable


@pytest.fixture(autouse=True)
def ada(accounts: Accounts) -> None:
    accounts.add(NAME, PASSWORD)


def test_whoever_signs_in_is_known_by_the_session(accounts: Accounts) -> None:
    account = accounts.who(accounts.sign_in(NAME, PASSWORD))
    assert (account.name, account.added) == (NAME, NOON)


def test_capitals_and_spaces_make_no_other_name(accounts: Accounts) -> None:
    assert accounts.who(accounts.sign_in("  dr ADA   byron ", PASSWORD)).name == NAME
    with pytest.raises(RecordError, match="already"):
        accounts.add("dr ada byron", PASSWORD)


def test_a_wrong_password_and_a_wrong_name_are_told_alike(accounts: Accounts) -> None:
    errors = []
    for name in (NAME, "Nobody"):
        with pytest.raises(SignInRefused) as caught:
            accounts.sign_in(name, WRONG)
        errors.append(str(caught.value))
    assert errors[0] == errors[1]


def test_a_wrong_name_costs_as_much_work_as_a_wrong_password(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str | None] = []
    monkeypatch.setattr(module, "fits", lambda stored, _password: asked.append(stored))
    for name in (NAME, "Nobody"):
        with pytest.raises(SignInRefused):
            accounts.sign_in(name, WRONG)
    assert (bool(asked[0]), asked[1]) == (True, None)


@pytest.mark.parametrize("password", ["", "short", "elevenchars"])
def test_a_short_password_is_refused(accounts: Accounts, password: str) -> None:
    with pytest.raises(RecordError, match="12 characters or more"):
        accounts.add("Somebody", password)


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "a\x00b", "a\u202eb"])
def test_a_name_that_can_not_be_shown_is_refused(accounts: Accounts, name: str) -> None:
    with pytest.raises(RecordError, match="a name has"):
        accounts.add(name, PASSWORD)


@pytest.mark.parametrize(
    "password",
    [
        "aaaaaaaaaaaa",
        "password1234",
        "123456789012",
        " " * 12,
        "qwertyuiop123",
        "abcabcabcabcabc",
        "iloveyou2024",
        "midback is good",
        "dr ada byron 7",
        "ADABYRON rocks so",
        "h3ron byron quiet",
    ],
)
def test_a_password_that_is_common_repeated_or_made_of_the_name_is_refused(accounts: Accounts, password: str) -> None:
    accounts.add("Byron", PASSWORD)
    for change in (accounts.set_password, accounts.add):
        with pytest.raises(RecordError, match=r"a password|that password"):
            change("Byron" if change == accounts.set_password else "Ada Byron", password)
    assert accounts.sign_in("Byron", PASSWORD)


@pytest.mark.parametrize(
    "password",
    [
        "three quiet herons",
        "gul fågel över sjön",
        "\u6885\u82b1\u6625\u98a8 \u96ea\u6708\u5929\u7a7a\u9ce5\u8a9e\u97f3",
        "x7#Kp2!vQz9m",
    ],
)
def test_a_few_words_or_something_random_is_taken(accounts: Accounts, password: str) -> None:
    accounts.set_password(NAME, password)
    assert accounts.sign_in(NAME, password)


def test_a_very_long_password_is_taken_and_weighed_in_no_time(accounts: Accounts) -> None:
    began = perf_counter()
    accounts.set_password(NAME, "heron pond seven violet " * 42)
    assert perf_counter() - began < 5
    with pytest.raises(RecordError, match="up to 1024"):
        accounts.set_password(NAME, "heron pond seven violet " * 43)


def test_ones_own_password_is_changed_with_the_old_one_and_ends_all_other_sessions(accounts: Accounts) -> None:
    here, elsewhere = accounts.sign_in(NAME, PASSWORD), accounts.sign_in(NAME, PASSWORD)
    accounts.change_password(here, PASSWORD, "four grey pelicans")
    assert accounts.who(here).name == NAME
    with pytest.raises(SignedOut):
        accounts.who(elsewhere)
    with pytest.raises(SignInRefused):
        accounts.sign_in(NAME, PASSWORD)
    assert accounts.sign_in(NAME, "four grey pelicans")


def test_whoever_finds_a_session_open_can_not_guess_the_password_by_changing_it(accounts: Accounts) -> None:
    session = accounts.sign_in(NAME, PASSWORD)
    for _ in range(5):
        with pytest.raises(SignInRefused):
            accounts.change_password(session, WRONG, "four grey pelicans")
    with pytest.raises(MustWait):
        accounts.change_password(session, PASSWORD, "four grey pelicans")
    assert accounts.sign_in(NAME, PASSWORD)


def test_a_password_given_by_the_operator_ends_all_sessions_and_leaves_the_list_of_cases(
    accounts: Accounts, clinic: Clinic, shares: Shares, encounters: Encounters
) -> None:
    session = accounts.sign_in(NAME, PASSWORD)
    clinic.open_share(session, shares.share(encounters.begin().token).token)
    accounts.set_password(NAME, "four grey pelicans")
    with pytest.raises(SignedOut):
        accounts.who(session)
    assert clinic.listed(accounts.sign_in(NAME, "four grey pelicans")).total == 1


def test_a_name_that_comes_back_is_another_account(
    accounts: Accounts, clinic: Clinic, shares: Shares, encounters: Encounters
) -> None:
    token = encounters.begin().token
    case = clinic.open_share(accounts.sign_in(NAME, PASSWORD), shares.share(token).token)
    accounts.remove(NAME)
    accounts.add(NAME.upper(), PASSWORD)
    session = accounts.sign_in(NAME, PASSWORD)
    clinic.open_share(session, shares.share(token).token)
    assert [line.name for line in clinic.audit(session, case.key)] == ["", NAME.upper()]


# ------------------------------------------------------------------------------------------------------------ sessions


def test_a_session_ends_after_half_an_hour_without_use(accounts: Accounts, clock: Clock) -> None:
    session = accounts.sign_in(NAME, PASSWORD)
    clock.pass_(minutes=30)
    with pytest.raises(SignedOut, match="sign in again"):
        accounts.who(session)


def test_a_session_in_use_stays_open_but_no_longer_than_twelve_hours(accounts: Accounts, clock: Clock) -> None:
    session = accounts.sign_in(NAME, PASSWORD)
    while clock.time < NOON + timedelta(hours=11, minutes=40):
        clock.pass_(minutes=20)
        accounts.who(session)
    clock.pass_(minutes=20)
    with pytest.raises(SignedOut):
        accounts.who(session)


def test_a_session_that_is_used_all_the_time_is_written_once_a_minute(
    accounts: Accounts, clock: Clock, database: Database
) -> None:
    session, written = accounts.sign_in(NAME, PASSWORD), set()
    for _ in range(30):
        clock.pass_(seconds=10)
        accounts.who(session)
        with database.read() as connection:
            written.add(str(connection.execute(text("select ends from sessions")).scalar_one()))
    assert 2 <= len(written) <= 6


def test_a_session_ends_with_sign_out(accounts: Accounts) -> None:
    session = accounts.sign_in(NAME, PASSWORD)
    accounts.sign_out(session)
    accounts.sign_out(session)
    with pytest.raises(SignedOut):
        accounts.who(session)


def test_the_fourth_session_ends_the_oldest(accounts: Accounts, clock: Clock) -> None:
    sessions = []
    for _ in range(4):
        sessions.append(accounts.sign_in(NAME, PASSWORD))
        clock.pass_(seconds=1)
    with pytest.raises(SignedOut):
        accounts.who(sessions[0])
    assert {accounts.who(session).name for session in sessions[1:]} == {NAME}


def test_many_sign_ins_at_once_leave_three_sessions(accounts: Accounts, database: Database) -> None:
    account = accounts._store.all()[0]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: accounts._begin(account), range(12)))
    assert count(database, "sessions") == 3


def test_another_accounts_sessions_are_left_alone(accounts: Accounts, clock: Clock) -> None:
    accounts.add("Grace", PASSWORD)
    adas, graces = "", accounts.sign_in("Grace", PASSWORD)
    for _ in range(4):
        adas = accounts.sign_in(NAME, PASSWORD)
        clock.pass_(seconds=1)
    assert accounts.who(graces).name == "Grace"
    for _ in range(3):
        accounts.sign_in("Grace", PASSWORD)
        clock.pass_(seconds=1)
    accounts.sign_in(NAME, PASSWORD)
    assert accounts.who(adas).name == NAME


def test_signing_in_again_ends_the_session_that_it_replaces(accounts: Accounts) -> None:
    first, elsewhere = accounts.sign_in(NAME, PASSWORD), accounts.sign_in(NAME, PASSWORD)
    second = accounts.sign_in(NAME, PASSWORD, replaces=first)
    with pytest.raises(SignedOut):
        accounts.who(first)
    assert {accounts.who(session).name for session in (elsewhere, second)} == {NAME}


def test_a_sign_in_that_is_refused_ends_no_session(accounts: Accounts) -> None:
    session = accounts.sign_in(NAME, PASSWORD)
    with pytest.raises(SignInRefused):
        accounts.sign_in(NAME, WRONG, replaces=session)
    assert accounts.who(session).name == NAME


def test_one_press_ends_every_session_of_an_account_and_nobody_elses(accounts: Accounts) -> None:
    accounts.add("Grace", PASSWORD)
    graces = accounts.sign_in("Grace", PASSWORD)
    sessions = [accounts.sign_in(NAME, PASSWORD) for _ in range(3)]
    assert accounts.sign_out_everywhere(sessions[0]) == 3
    for session in sessions:
        with pytest.raises(SignedOut):
            accounts.who(session)
    assert accounts.who(graces).name == "Grace"


def test_the_operator_ends_every_session_of_a_name(accounts: Accounts) -> None:
    session = accounts.sign_in(NAME, PASSWORD)
    assert accounts.end_sessions(NAME) == 1
    with pytest.raises(SignedOut):
        accounts.who(session)
    with pytest.raises(RecordError, match="no account"):
        accounts.end_sessions("Nobody")


@pytest.mark.parametrize("wrong", ["", "made-up"])
def test_a_made_up_session_is_nobodys(accounts: Accounts, wrong: str) -> None:
    with pytest.raises(SignedOut):
        accounts.who(wrong)


def test_a_removed_account_is_signed_out_and_can_not_sign_in(accounts: Accounts) -> None:
    session = accounts.sign_in(NAME, PASSWORD)
    accounts.remove(NAME.upper())
    with pytest.raises(SignedOut):
        accounts.who(session)
    with pytest.raises(SignInRefused):
        accounts.sign_in(NAME, PASSWORD)
    with pytest.raises(RecordError, match="no account"):
        accounts.remove(NAME)


# ------------------------------------------------------------------------------------------------------- what is stored


def test_neither_names_nor_passwords_nor_tokens_are_readable(accounts: Accounts, database: Database) -> None:
    session = accounts.sign_in(NAME, PASSWORD)
    fail(accounts, 1)
    stored = everything_in(database, "accounts", "sessions", "attempts")
    for secret in (NAME, "Ada", "byron", PASSWORD, WRONG, session, "argon2"):
        assert secret not in stored


def test_a_hash_of_older_parameters_is_replaced_at_sign_in(accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    before = accounts._store.all()[0].password
    accounts.sign_in(NAME, PASSWORD)
    assert accounts._store.all()[0].password == before
    monkeypatch.setattr("midback.records.passwords.hasher", PasswordHasher(time_cost=2, memory_cost=1024))
    accounts.sign_in(NAME, PASSWORD)
    assert ",t=2," in accounts._store.all()[0].password
    assert accounts.sign_in(NAME, PASSWORD)


def test_accounts_are_encrypted_anew_with_a_new_key(
    accounts: Accounts, open_again: Callable[..., Database], clock: Clock
) -> None:
    new = bytes(32)
    Accounts(open_again(new, KEY), clock)
    only = Accounts(open_again(new), clock)
    assert only.sign_in(NAME, PASSWORD)
    assert [account.name for account in accounts.listed()] == [""]  # with the earlier key alone


def test_accounts_that_changed_places_are_refused(accounts: Accounts, database: Database) -> None:
    accounts.add("Grace", "another password")
    ada, grace = (account.id for account in sorted(accounts.listed(), key=lambda account: account.name))
    swap = "update accounts set sealed = (select sealed from accounts where id = :other) where id = :one"
    with database.change() as connection:
        connection.execute(text(swap), {"one": ada, "other": grace})
    with pytest.raises(Unreadable):
        accounts.sign_in(NAME, "another password")


def test_what_has_ended_is_purged(accounts: Accounts, encounters: Encounters, clock: Clock, database: Database) -> None:
    accounts.sign_in(NAME, PASSWORD)
    fail(accounts, 2)
    assert (count(database, "sessions"), count(database, "attempts")) == (1, 2)
    clock.pass_(minutes=60)
    encounters.purge()
    assert (count(database, "sessions"), count(database, "attempts"), len(accounts.listed())) == (0, 0, 1)
