"""Accounts from the command line: the password is typed, never an argument, and nothing of it is shown."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from midback.cli.run.users import users
from midback.encounter import SignedOut, SignInRefused, open_accounts
from midback.errors import RecordError

NAME, PASSWORD = "Ada Byron", "three quiet herons"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty data folder."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.delenv("MIDBACK_DATABASE", raising=False)
    monkeypatch.delenv("MIDBACK_KEY", raising=False)


@pytest.fixture(autouse=True)
def hashes(quick_hashes: None) -> None:
    """Hashes that take no time."""


def run(*arguments: str, typed: str = "") -> Result:
    return CliRunner(env={"COLUMNS": "80", "NO_COLOR": "1"}).invoke(users, arguments, input=typed)


def test_a_password_typed_twice_makes_an_account() -> None:
    result = run("add", NAME, typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert result.exit_code == 0
    assert result.stdout.endswith(f"Added {NAME}.\n")
    assert PASSWORD not in result.output
    accounts = open_accounts()
    assert accounts.sign_in(NAME, PASSWORD)
    accounts.close()


def test_two_that_differ_are_asked_for_again() -> None:
    result = run("add", NAME, typed=f"{PASSWORD}\nanother password\n{PASSWORD}\n{PASSWORD}\n")
    assert result.exit_code == 0
    assert "match" in result.stderr
    accounts = open_accounts()
    with pytest.raises(SignInRefused):
        accounts.sign_in(NAME, "another password")
    accounts.close()


def test_a_password_is_no_argument() -> None:
    assert run("add", NAME, PASSWORD).exit_code != 0


def test_a_short_password_and_a_name_that_is_taken_are_refused() -> None:
    short = run("add", NAME, typed="short\nshort\n")
    assert isinstance(short.exception, RecordError)
    run("add", NAME, typed=f"{PASSWORD}\n{PASSWORD}\n")
    taken = run("add", NAME.upper(), typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert "already" in str(taken.exception)


def test_accounts_are_listed_by_name() -> None:
    assert "no accounts yet" in run("list").stdout
    run("add", NAME, typed=f"{PASSWORD}\n{PASSWORD}\n")
    run("add", "Grace", typed=f"{PASSWORD}\n{PASSWORD}\n")
    lines = run("list").stdout.splitlines()
    assert [line.split("  ")[0] for line in lines if line] == [NAME, "Grace"]


def test_another_password_signs_out_whoever_had_the_old_one() -> None:
    run("add", NAME, typed=f"{PASSWORD}\n{PASSWORD}\n")
    accounts = open_accounts()
    session = accounts.sign_in(NAME, PASSWORD)
    result = run("password", NAME, typed="four grey pelicans\nfour grey pelicans\n")
    assert result.exit_code == 0
    assert "pelicans" not in result.output
    with pytest.raises(SignedOut):
        accounts.who(session)
    assert accounts.sign_in(NAME, "four grey pelicans")
    accounts.close()


def test_signing_out_a_name_ends_its_sessions_and_says_how_many() -> None:
    run("add", NAME, typed=f"{PASSWORD}\n{PASSWORD}\n")
    accounts = open_accounts()
    session = accounts.sign_in(NAME, PASSWORD)
    assert "out of one session" in run("sign-out", NAME).stdout
    with pytest.raises(SignedOut):
        accounts.who(session)
    accounts.close()
    assert "no account" in str(run("sign-out", "Nobody").exception)


def test_removing_asks_first() -> None:
    run("add", NAME, typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert "Nothing was removed" in run("remove", NAME, typed="n\n").stdout
    assert NAME in run("list").stdout
    assert "Removed" in run("remove", NAME, typed="y\n").stdout
    assert NAME not in run("list").stdout


def test_removing_can_be_told_not_to_ask_and_says_who_is_not_there() -> None:
    run("add", NAME, typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert run("remove", NAME, "--yes").exit_code == 0
    assert "no account" in str(run("remove", NAME, "--yes").exception)


def test_help_loads_no_database() -> None:
    code = "import sys, midback.cli.run.users; sys.exit('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], env=dict(os.environ), check=False).returncode == 0
