"""A database is opened when it is whole, ours, of today, and in the right place; else one line says what to do."""

import os
import sqlite3
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.integration.conftest import KEY

from midback.encounter import Encounters, open_encounters
from midback.encounter.place import KEY_FILE, open_database
from midback.engine import Said
from midback.knowledge import load_knowledge
from midback.records import (
    Busy,
    Cipher,
    Damaged,
    Database,
    DiskFull,
    Exposed,
    Newer,
    NoDatabase,
    NoFolder,
    Store,
    StoreError,
    Unreadable,
    WrongAddress,
)

KNOWLEDGE = load_knowledge()
SCREEN = next(question.id for question in KNOWLEDGE.interview if question.emergency)


@pytest.fixture(autouse=True)
def nothing_configured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MIDBACK_KEY", raising=False)
    monkeypatch.delenv("MIDBACK_DATABASE", raising=False)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "midback.db"


def opened(file: Path) -> Encounters:
    return open_encounters(f"sqlite:///{file}", KNOWLEDGE)


def with_an_answer(file: Path) -> str:
    encounters = opened(file)
    token = encounters.begin().token
    encounters.answer(token, SCREEN, Said())
    encounters.close()
    return token


# ---------------------------------------------------------------------------------------------------------- the address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "midback.db",
        "/var/lib/midback.db",
        "sqlite://var/midback.db",
        "mysql://root:zebra@db/x",
        "postgresql+psycopg://db:zebra/x",
        "postgresql+psycopg2://u:zebra@db/x",
        "sqlite:///x.db?mode=zebra",
    ],
)
def test_a_wrong_address_names_the_variable_and_an_example_and_repeats_nothing(address: str) -> None:
    with pytest.raises(WrongAddress, match=r"MIDBACK_DATABASE: .*sqlite:////.*postgresql\+psycopg://") as caught:
        Database(address or " ", Cipher([KEY]))
    assert "zebra" not in str(caught.value)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoFolder, match=r"none: the folder for the database isn't there"):
        opened(tmp_path / "none" / "midback.db")
    with pytest.raises(NoFolder, match="that is a folder"):
        opened(tmp_path)


# ------------------------------------------------------------------------------------------------------------ the file


@pytest.mark.parametrize("cut", [1, 4096, 20_000], ids=["a byte", "a page", "much"])
def test_a_file_cut_short_is_damaged(file: Path, cut: int) -> None:
    with_an_answer(file)
    with file.open("r+b") as handle:
        handle.truncate(file.stat().st_size - cut)
    with pytest.raises(Damaged, match=r"damaged.*backup"):
        opened(file)


@pytest.mark.parametrize("content", [b"no database at all " * 400, b"x" * 512])
def test_a_file_that_is_none_is_damaged_and_left_as_it_is(file: Path, content: bytes) -> None:
    with_an_answer(file)
    for side in file.parent.glob("midback.db-*"):
        side.unlink()
    file.write_bytes(content)
    with pytest.raises(Damaged):
        opened(file)
    assert file.read_bytes() == content


@pytest.mark.parametrize("lost", ["emptied", "but a byte", "missing"])
def test_a_key_without_a_database_is_no_first_start(file: Path, lost: str) -> None:
    with_an_answer(file)
    file.unlink()
    if lost != "missing":
        file.write_bytes(b"" if lost == "emptied" else b"x")
    with pytest.raises(NoDatabase, match=r"right folder.*--new"):
        opened(file)
    database = open_database(f"sqlite:///{file}", new=True)
    database.check_it_answers()
    database.close()


def test_a_database_whose_key_is_gone_gets_no_new_one(file: Path) -> None:
    with_an_answer(file)
    file.with_name(KEY_FILE).unlink()
    with pytest.raises(Unreadable, match=r"put back the `midback\.key`"):
        opened(file)
    assert not file.with_name(KEY_FILE).exists()


def test_before_visits_had_keys_each_key_that_was_used_is_looked_for(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier, later = bytes(32), KEY
    of_layout(file, "a0003", Cipher([later]), monkeypatch)
    with closing(sqlite3.connect(file)) as connection:
        add_visits(connection, {"first": 5, "second": 5})
        for encounter, key in (("first", earlier), ("second", later)):
            sealed = Cipher([key]).seal("{}", "answers", encounter, "0")
            connection.execute(
                "insert into answers values (?, 0, ?, '2026-11-25 12:00:00.000000')", (encounter, sealed)
            )
        connection.commit()
    with pytest.raises(Unreadable, match="another key"):
        Database(f"sqlite:///{file}", Cipher([later]))
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("select version_num from alembic_version").fetchone() == ("a0003",)
    Database(f"sqlite:///{file}", Cipher([later, earlier])).close()


def test_lost_keys_of_visits_are_told_and_not_made_anew(file: Path) -> None:
    with_an_answer(file)
    keys = file.with_name("midback.db-keys")
    keys.unlink()
    for _ in range(2):
        with pytest.raises(Unreadable, match=r"midback\.db-keys: the keys of the visits aren't there"):
            opened(file)
    assert not keys.exists()


def test_programs_that_start_together_make_one_key_and_one_database(file: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        databases = list(pool.map(lambda _: open_database(f"sqlite:///{file}"), range(8)))
    for database in databases:
        database.check_it_answers()
        database.close()


# ------------------------------------------------------------------------------------------------------------ the modes


def test_every_file_is_for_its_owner_alone(file: Path) -> None:
    encounters = opened(file)
    encounters.begin()
    modes = {one.name: stat.S_IMODE(one.stat().st_mode) for one in file.parent.iterdir()}
    encounters.close()
    assert {"midback.db", "midback.db-wal", "midback.db-shm", KEY_FILE} <= modes.keys()
    assert set(modes.values()) == {0o600}


def test_a_database_of_before_is_taken_from_others(file: Path) -> None:
    with_an_answer(file)
    file.chmod(0o644)
    encounters = opened(file)
    encounters.begin()
    modes = {stat.S_IMODE(one.stat().st_mode) for one in file.parent.iterdir()}
    encounters.close()
    assert modes == {0o600}


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o660, 0o604])
def test_a_key_that_others_can_read_is_refused(file: Path, mode: int) -> None:
    with_an_answer(file)
    file.with_name(KEY_FILE).chmod(mode)
    with pytest.raises(Exposed, match=r"others on this machine can read the key.*chmod 600"):
        opened(file)


def test_no_draft_of_a_key_stays_when_the_disk_is_full(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError):
        raise_as_store_error(file)
    assert [one.name for one in file.parent.iterdir()] == []


def raise_as_store_error(file: Path) -> None:
    """The key comes first, so that its error is the one that is told."""
    from midback.encounter.place import cipher_for
    from midback.errors import RecordError

    try:
        cipher_for(f"sqlite:///{file}")
    except RecordError as error:
        raise StoreError(str(error)) from None


# ----------------------------------------------------------------------------------------------------------- the layout


def test_a_newer_layout_is_told_with_the_copy_to_put_back(url: str, open_again: Callable[..., Database]) -> None:
    database = open_again()
    with database.change() as connection:
        connection.execute(text("update alembic_version set version_num = 'z9999'"))
    with pytest.raises(Newer, match="made by a newer Midback; start that one, or put back a backup"):
        open_again()


def of_layout(file: Path, layout: str, cipher: Cipher, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database as an earlier program left it."""
    with monkeypatch.context() as earlier:
        earlier.setattr("midback.records.opening.newest_layout", lambda: layout)
        earlier.setattr(Database, "_house", lambda _: None)
        Database(f"sqlite:///{file}", cipher).close()


def test_a_copy_is_made_before_the_tables_change_and_what_is_deleted_is_deleted_in_it(
    file: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    cipher = Cipher([KEY])
    of_layout(file, "a0002", cipher, monkeypatch)
    with closing(sqlite3.connect(file)) as connection:
        begun = add_visits(connection, {"stays": 5, "deleted": 5, "ended": 1})
        connection.commit()
    file.chmod(0o644)
    store = Store(Database(f"sqlite:///{file}", cipher))
    (copy,) = file.parent.glob("midback.db.before-*")
    assert str(copy) in caplog.text
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert keys_in(copy) == {"stays", "deleted", "ended"}
    store.delete("deleted")
    store.purge(begun + timedelta(hours=2))
    assert keys_in(copy) == {"stays"}
    os.utime(copy, (0, 0))
    store.purge(begun + timedelta(hours=2))
    assert not copy.exists()
    store.close()


def add_visits(connection: sqlite3.Connection, hours: dict[str, int]) -> datetime:
    """Visits that end after some hours, as an earlier program wrote them; says when they began."""
    begun = datetime.now(UTC)
    columns = "key, profile, setting, content_version, begun, ends"
    for key, after in hours.items():
        times = [f"{at:%Y-%m-%d %H:%M:%S.%f}" for at in (begun, begun + timedelta(hours=after))]
        add = f"insert into encounters ({columns}) values (?, 'uk', 'community', 'x', ?, ?)"  # noqa: S608 - our own names
        connection.execute(add, (key, *times))
    return begun


def fill(database: Database, pages: int) -> None:
    with database.change() as connection:
        connection.exec_driver_sql(f"pragma max_page_count={pages}")
        connection.execute(text("create table filling as select randomblob(100000) as x"))


def keys_in(copy: Path) -> set[str]:
    with closing(sqlite3.connect(copy)) as connection:
        return {key for (key,) in connection.execute("select key from encounters")}


# ------------------------------------------------------------------------------------------------- while it is running


def test_what_has_ended_is_deleted_whenever_a_database_is_opened(file: Path) -> None:
    with_an_answer(file)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("update encounters set ends = '2020-01-01 00:00:00.000000'")
        connection.commit()
    opened(file).close()
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("select count(*) from encounters").fetchone() == (0,)


def test_nobody_waits_for_a_lock_without_an_end(file: Path) -> None:
    database = open_database(f"sqlite:///{file}")
    with closing(sqlite3.connect(file)) as other:
        other.execute("begin immediate")
        with ThreadPoolExecutor(8) as pool:
            waits = [pool.submit(change, database) for _ in range(8)]
            assert [type(wait.exception(timeout=5)) for wait in waits] == [Busy] * 8
        database.check_it_answers()
    change(database)
    database.close()


def change(database: Database) -> None:
    with database.change(patience=0.3) as connection:
        connection.execute(text("update encounters set ends = ends"))


def test_a_database_that_fills_the_disk_still_reads_and_recovers(url: str, tmp_path: Path) -> None:
    if not url.startswith("sqlite"):
        pytest.skip("a server's disk isn't ours to fill")
    database = Database(url, Cipher([KEY]))
    with database.read() as connection:
        pages = connection.execute(text("pragma page_count")).scalar_one()
    with pytest.raises(DiskFull):
        fill(database, pages)
    database.check_it_answers()
    with database.change() as connection:
        connection.exec_driver_sql("pragma max_page_count=1000000")
        connection.execute(text("create table filling as select 1 as x"))
    database.close()
