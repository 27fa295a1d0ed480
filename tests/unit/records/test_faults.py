"""Each fault of a database driver comes out as one kind, and nothing of what was stored comes out with it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from midback.errors import MidbackError
from midback.records.faults import (
    Away,
    Busy,
    Clash,
    Damaged,
    DiskFull,
    Failing,
    Misfit,
    ReadOnly,
    StoreError,
    fault_of,
    told,
)

SECRET = "a zebra stepped on my shoulder"


def database(folder: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(folder / "midback.db", timeout=0)
    connection.execute("create table if not exists words (word text primary key)")
    connection.commit()
    return connection


def test_a_full_disk_is_full(tmp_path: Path) -> None:
    with closing(database(tmp_path)) as connection:
        connection.execute("pragma max_page_count=1")
        with pytest.raises(DiskFull), told():
            connection.execute("insert into words values (?)", (SECRET * 1000,))


def test_a_held_lock_is_busy(tmp_path: Path) -> None:
    with closing(database(tmp_path)) as holder, closing(database(tmp_path)) as other:
        holder.execute("begin immediate")
        with pytest.raises(Busy), told():
            other.execute("begin immediate")


def test_what_can_not_be_written_is_read_only(tmp_path: Path) -> None:
    database(tmp_path).close()
    with (
        closing(sqlite3.connect(f"file:{tmp_path / 'midback.db'}?mode=ro", uri=True)) as connection,
        pytest.raises(ReadOnly),
        told(),
    ):
        connection.execute("insert into words values ('x')")


def test_a_file_that_is_no_database_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "midback.db").write_bytes(b"x" * 5000)
    with pytest.raises(Damaged), told():
        database(tmp_path)


def test_a_doubled_row_clashes_and_a_missing_table_is_a_misfit(tmp_path: Path) -> None:
    with closing(database(tmp_path)) as connection:
        connection.execute("insert into words values (?)", (SECRET,))
        with pytest.raises(Clash), told():
            connection.execute("insert into words values (?)", (SECRET,))
        with pytest.raises(Misfit), told():
            connection.execute("select * from none")


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("53100", DiskFull),
        ("53300", Busy),
        ("55P03", Busy),
        ("40P01", Busy),
        ("57P01", Away),
        ("57P03", Away),
        ("08006", Away),
        ("28P01", Away),
        ("25006", ReadOnly),
        ("42501", ReadOnly),
        ("42P01", Misfit),
        ("XX001", Damaged),
        ("58030", Failing),
        ("", Away),
    ],
)
def test_a_servers_state_says_the_kind(state: str, kind: type[StoreError]) -> None:
    cause = psycopg.errors.lookup(state)(SECRET) if state else psycopg.OperationalError(SECRET)
    fault = fault_of(OperationalError(f"insert '{SECRET}'", {"text": SECRET}, cause))
    assert type(fault) is kind
    assert SECRET not in str(fault)


def test_pools_and_constraints_are_told_too() -> None:
    assert type(fault_of(NoConnectionFree("pool"))) is Busy
    assert type(fault_of(IntegrityError("insert", {}, Exception(SECRET)))) is Clash
    assert isinstance(fault_of(DBAPIError("select", {}, Exception(SECRET))), StoreError)


def test_what_the_database_did_not_raise_passes_through() -> None:
    with pytest.raises(ZeroDivisionError), told():
        _ = 1 / 0


def test_no_driver_is_named_and_nothing_is_chained(tmp_path: Path) -> None:
    with pytest.raises(MidbackError) as caught, told():
        raise sqlite3.OperationalError(SECRET)
    assert SECRET not in str(caught.value)
    assert caught.value.__suppress_context__
