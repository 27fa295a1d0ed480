"""The trail tells who did what when, and whoever changes it without the key is found out."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.integration.conftest import Clock
from typer.testing import CliRunner, Result

from midback.cli import app
from midback.encounter import Accounts, Act, Clinic, Encounters, MustWait, Shares, SignInRefused, Trail, open_accounts
from midback.records import Database

NAME, PASSWORD, WRONG = "Ada", "three quiet herons", "three loud herons"


@pytest.fixture
def trail(database: Database) -> Trail:
    return Trail(database)


@pytest.fixture
def case(accounts: Accounts, clinic: Clinic, shares: Shares, encounters: Encounters) -> str:
    """A case that Ada opened and looked at: four lines. Gives its key."""
    accounts.add(NAME, PASSWORD)
    session = accounts.sign_in(NAME, PASSWORD)
    key = clinic.open_share(session, shares.share(encounters.begin().token).token).key
    clinic.view(session, key)
    return key


def change(database: Database, statement: str, **values: object) -> None:
    with database.change() as connection:
        connection.execute(text(statement), values)


def acts(trail: Trail) -> list[str]:
    return [line.act for line in trail.lines()]


# ------------------------------------------------------------------------------------------------------ what it tells


def test_it_tells_of_each_look_at_a_case(trail: Trail, case: str) -> None:
    assert [(line.act, line.name, line.encounter) for line in trail.lines()][2:] == [
        (Act.OPENED, NAME, case),
        (Act.VIEWED, NAME, case),
    ]


def test_it_tells_of_accounts_and_of_signing_in_and_out(accounts: Accounts, trail: Trail) -> None:
    accounts.add(NAME, PASSWORD)
    accounts.sign_out(accounts.sign_in(NAME, PASSWORD))
    accounts.set_password(NAME, "four grey pelicans")
    accounts.remove(NAME)
    assert acts(trail) == [Act.ADDED, Act.SIGNED_IN, Act.SIGNED_OUT, Act.PASSWORD, Act.REMOVED]
    assert {line.name for line in trail.lines()} == {""}
    assert len({line.account for line in trail.lines()}) == 1


@pytest.mark.parametrize("name", [NAME, "Nobody"])
def test_it_tells_of_failures_and_of_a_wait_once_and_not_of_the_name_typed(
    accounts: Accounts, trail: Trail, database: Database, name: str
) -> None:
    accounts.add(NAME, PASSWORD)
    for _ in range(5):
        with pytest.raises(SignInRefused):
            accounts.sign_in(name, WRONG)
    for _ in range(20):
        with pytest.raises(MustWait):
            accounts.sign_in(name, WRONG)
    lines = trail.lines()[1:]
    assert [line.act for line in lines] == [*[Act.REFUSED] * 5, Act.MUST_WAIT]
    assert {line.name for line in lines} == {NAME if name == NAME else ""}
    assert all(line.about for line in lines) == (name != NAME)
    with database.read() as connection:
        assert "Nobody" not in str(connection.execute(text("select * from audit")).all())


def test_it_tells_when_something_ended_and_was_deleted(encounters: Encounters, trail: Trail, clock: Clock) -> None:
    encounters.begin()
    encounters.purge()
    assert acts(trail) == []
    clock.pass_(days=1)
    encounters.purge()
    assert acts(trail) == [Act.PURGED]


def test_lines_are_chosen_by_time(accounts: Accounts, trail: Trail, clock: Clock) -> None:
    for number in range(3):
        accounts.add(f"Nurse {number}", PASSWORD)
        clock.pass_(days=1)
    since, until = datetime(2026, 11, 26, tzinfo=UTC), datetime(2026, 11, 27, tzinfo=UTC)
    assert [line.name for line in trail.lines(since, until)] == ["Nurse 1"]


# ----------------------------------------------------------------------------------------------- whether it was changed


@pytest.mark.usefixtures("case")
def test_a_trail_that_nobody_touched_holds(trail: Trail) -> None:
    assert trail.broken() is None


@pytest.mark.usefixtures("case")
@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("update audit set account = 'another' where number = :second", "second"),
        ("update audit set act = 'viewed' where number = :second", "second"),
        ("update audit set at = :year_ago where number = :second", "second"),
        ("update audit set ends = :year_ago where number = :second", "second"),
        ("update audit set encounter = 'another' where number = :third", "third"),
        ("update audit set about = 'another' where number = :second", "second"),
        ("delete from audit where number = :second", "third"),
        ("delete from audit where number = :last", "end"),
        ("delete from audit where number = :first", "second"),
        ("delete from audit", "end"),
        ("update audit set chain = (select chain from audit where number = :first) where number = :third", "third"),
        (
            "insert into audit (account, encounter, act, at, ends, about, chain) "
            "select account, encounter, act, at, ends, about, chain from audit where number = :last",
            "added",
        ),
        ("update secrets set sealed = (select sealed from secrets where name = 'house') where name = 'trail'", "end"),
        ("delete from secrets where name = 'trail'", "end"),
    ],
)
def test_whatever_is_changed_without_the_key_is_noticed(
    trail: Trail, database: Database, statement: str, where: str
) -> None:
    numbers = [line.number for line in trail.lines()]
    named = dict(zip(("first", "second", "third", "last"), numbers, strict=True))
    values: dict[str, object] = {**named, "year_ago": datetime(2025, 11, 25, tzinfo=UTC)}
    needed = {name: value for name, value in values.items() if f":{name}" in statement}
    change(database, statement, **needed)
    broken = trail.broken()
    assert broken is not None
    assert broken.number == {**named, "end": 0, "added": named["last"] + 1}[where]


@pytest.mark.usefixtures("case")
def test_two_lines_that_changed_places_are_noticed(trail: Trail, database: Database) -> None:
    first, second = (line.number for line in trail.lines()[:2])
    for old, new in ((first, -1), (second, first), (-1, second)):
        change(database, "update audit set number = :new where number = :old", old=old, new=new)
    assert trail.broken() is not None


@pytest.mark.usefixtures("case")
def test_lines_forgotten_in_time_leave_a_trail_that_holds(
    accounts: Accounts, encounters: Encounters, trail: Trail, clock: Clock, database: Database
) -> None:
    clock.pass_(days=200)
    accounts.set_password(NAME, "four grey pelicans")
    clock.pass_(days=165)
    encounters.purge()
    assert acts(trail) == [Act.PASSWORD, Act.PURGED]
    assert trail.broken() is None
    change(database, "delete from audit where act = 'password'")
    assert trail.broken() is not None


@pytest.mark.usefixtures("case")
def test_the_chain_outlives_a_change_of_the_servers_key(open_again: Callable[..., Database]) -> None:
    from tests.integration.conftest import KEY

    open_again(bytes(32), KEY)
    assert Trail(open_again(bytes(32))).broken() is None


# -------------------------------------------------------------------------------------------------- on the command line


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quick_hashes: None) -> Path:
    """A data folder with one account that was added, in and out again."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.delenv("MIDBACK_DATABASE", raising=False)
    monkeypatch.delenv("MIDBACK_KEY", raising=False)
    accounts = open_accounts()
    accounts.add(NAME, PASSWORD)
    accounts.sign_out(accounts.sign_in(NAME, PASSWORD))
    accounts.close()
    return tmp_path / "midback" / "midback.db"


def run(*arguments: str) -> Result:
    return CliRunner(env={"COLUMNS": "100", "NO_COLOR": "1"}).invoke(app, ["trail", *arguments])


@pytest.mark.usefixtures("place")
def test_the_command_lists_who_did_what_and_says_that_it_holds() -> None:
    result = run()
    assert result.exit_code == 0
    for words in ("account added", "signed in", "signed out", NAME, "as it was written"):
        assert words in result.stdout


def test_the_command_fails_where_the_trail_was_changed(place: Path) -> None:
    import sqlite3

    with sqlite3.connect(place) as connection:
        connection.execute("delete from audit where act = 'signed_in'")
    result = run()
    assert result.exit_code == 1
    assert "from line 3 on" in result.stderr


@pytest.mark.usefixtures("place")
def test_the_command_gives_data() -> None:
    data = json.loads(run("--json").stdout)
    assert (data["holds"], data["broken_at"]) == (True, None)
    assert [line["act"] for line in data["lines"]] == ["added", "signed_in", "signed_out"]
    assert json.loads(run("--json", "--until", "2000-01-01").stdout)["lines"] == []


def test_every_act_has_its_words() -> None:
    from midback.words import say

    for act in Act:
        assert say(f"trail.act_{act.value}")
