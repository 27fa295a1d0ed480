"""The doctor finds each thing that is set up wrongly, says what to do in one line, and changes nothing."""

import sqlite3
from base64 import b64encode
from contextlib import closing
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner, Result

from midback.cli import app
from midback.encounter import open_encounters
from midback.errors import ContentError, Fault

OTHER_KEY = b64encode(bytes(32)).decode()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("KEY", "DATABASE", "ADDRESS", "PROXIES", "REQUESTS_A_MINUTE"):
        monkeypatch.delenv(f"MIDBACK_{name}", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    return tmp_path / "midback"


@pytest.fixture
def file(folder: Path) -> Path:
    """A database with a visit, and its key."""
    encounters = open_encounters()
    encounters.begin()
    encounters.close()
    return folder / "midback.db"


def look() -> Result:
    return CliRunner(env={"NO_COLOR": "1"}).invoke(app, ["doctor"])


def wrong() -> list[str]:
    """What is found to be wrong; the exit code must agree, and nothing but lines may be printed."""
    result = look()
    lines = result.stdout.splitlines()
    assert all(line.startswith(("ok     ", "wrong  ")) for line in lines), result.output
    found = [line.removeprefix("wrong  ") for line in lines if line.startswith("wrong")]
    assert result.exit_code == (1 if found else 0)
    return found


def test_a_first_start_is_fine_and_nothing_is_made(folder: Path) -> None:
    assert wrong() == []
    assert "the first start makes it" in look().stdout
    assert not folder.exists()


def test_a_sound_place_is_fine_and_left_as_it_was(file: Path) -> None:
    before = {one.name: one.read_bytes() for one in file.parent.iterdir()}
    assert wrong() == []
    assert "opens with this key" in look().stdout
    after = {one.name: one.read_bytes() for one in file.parent.iterdir() if one.name[-4:] not in ("-wal", "-shm")}
    assert after == {name: held for name, held in before.items() if name in after}


def change(file: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(statement, values)
        connection.commit()


def a_missing_key(file: Path) -> str:
    file.with_name("midback.key").unlink()
    return "put back the `midback.key`"


def a_key_for_all_to_read(file: Path) -> str:
    file.with_name("midback.key").chmod(0o644)
    return "chmod 600"


def another_key(file: Path) -> str:
    file.with_name("midback.key").write_text(OTHER_KEY)
    return "another key"


def no_key_at_all(file: Path) -> str:
    file.with_name("midback.key").write_text("not a key")
    return "base64"


def a_missing_database(file: Path) -> str:
    file.unlink()
    return "Is this the right folder"


def a_damaged_database(file: Path) -> str:
    for side in file.parent.glob("midback.db-*"):
        side.unlink()
    file.write_bytes(b"no database at all " * 400)
    return "damaged"


def a_newer_database(file: Path) -> str:
    change(file, "update alembic_version set version_num = 'z9999'")
    return "newer Midback"


def lost_keys_of_visits(file: Path) -> str:
    file.with_name("midback.db-keys").unlink()
    return "keys of the visits"


def a_database_for_all_to_read(file: Path) -> str:
    file.chmod(0o644)
    return "others on this machine can read"


def a_clock_that_lags(file: Path) -> str:
    later = datetime(2999, 1, 1)  # noqa: DTZ001 - as it is stored
    change(file, "update encounters set begun = ?", f"{later:%Y-%m-%d %H:%M:%S.%f}")
    return "set the clock"


@pytest.mark.parametrize(
    "break_it",
    [
        a_missing_key,
        a_key_for_all_to_read,
        another_key,
        no_key_at_all,
        a_missing_database,
        a_damaged_database,
        a_newer_database,
        lost_keys_of_visits,
        a_database_for_all_to_read,
        a_clock_that_lags,
    ],
)
def test_what_is_wrong_with_the_place_is_one_line(file: Path, break_it: object) -> None:
    assert callable(break_it)
    told = break_it(file)
    found = wrong()
    assert len(found) == 1
    assert told in found[0]


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"DATABASE": "sqlite:///none/midback.db"}, "the folder for the database isn't there"),
        ({"DATABASE": "mysql://root:zebra@db/x"}, "MIDBACK_DATABASE"),
        ({"DATABASE": "postgresql://midback@127.0.0.1:1/x", "KEY": OTHER_KEY}, "can't be reached"),
        ({"DATABASE": "postgresql://midback@127.0.0.1:1/x"}, "needs MIDBACK_KEY"),
        ({"KEY": "zebra"}, "MIDBACK_KEY"),
        ({"ADDRESS": "midback.example"}, "MIDBACK_ADDRESS"),
        ({"ADDRESS": "http://midback.example"}, "answers travel readable"),
        ({"ADDRESS": "https://midback.example"}, "MIDBACK_PROXIES names none"),
        ({"PROXIES": "127.0.0.1"}, "MIDBACK_ADDRESS isn't"),
        ({"PROXIES": "nginx"}, "MIDBACK_PROXIES"),
        ({"PROXIES": "0.0.0.0/0", "ADDRESS": "https://midback.example"}, "anybody can claim any address"),
        ({"REQUESTS_A_MINUTE": "many"}, "MIDBACK_REQUESTS_A_MINUTE"),
    ],
)
@pytest.mark.slow
def test_a_wrong_setting_is_one_line(settings: dict[str, str], told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(f"MIDBACK_{name}", value)
    found = wrong()
    assert len(found) == 1
    assert told in found[0]
    assert "zebra" not in found[0]


def test_settings_that_fit_are_fine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIDBACK_ADDRESS", "https://midback.example")
    monkeypatch.setenv("MIDBACK_PROXIES", "127.0.0.1")
    assert wrong() == []


def test_faults_of_content_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    def spoilt() -> None:
        raise ContentError([Fault("families.yaml", 3, "is no family"), Fault("a.yaml", 1, "is no text")])

    monkeypatch.setattr("midback.cli.run.doctor.load_knowledge", spoilt)
    assert wrong() == ["content: 2 faults, the first a.yaml:1: is no text; `midback check` tells them all"]


def test_a_full_disk_is_told(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=5_000_000))
    assert [found.startswith("disk: 5 MB free") for found in wrong()] == [True]
