"""With SQLite the keys of visits are in a file of their own beside the database.

The database's write-ahead log keeps what was deleted until it is emptied. This file has no such log: a key that is
deleted is overwritten at once, and whatever the other files still hold of its visit can't be read by anybody.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, select

from midback.records import private
from midback.records.cipher import Cipher
from midback.records.sealed import make_key
from midback.records.tables import encounters, visit_keys

SUFFIX = "-keys"


def keys_file(file: Path) -> Path:
    """The file of keys beside a database."""
    return file.with_name(file.name + SUFFIX)


def attach(cursor: Any, file: Path | None) -> None:
    """Bring the file of keys along with a connection to SQLite. A new file is for its owner alone."""
    if file:
        private.touch(keys_file(file))
    cursor.execute("ATTACH DATABASE ? AS visits", (str(keys_file(file)) if file else ":memory:",))
    for pragma in ("journal_mode=DELETE", "synchronous=FULL", "secure_delete=ON"):
        cursor.execute(f"PRAGMA visits.{pragma}")
    cursor.execute(
        "CREATE TABLE IF NOT EXISTS visits.visit_keys "
        "(encounter VARCHAR(64) NOT NULL PRIMARY KEY, sealed BLOB NOT NULL, made DATETIME NOT NULL)"
    )


def make_missing_keys(connection: Connection, cipher: Cipher) -> None:
    """Give each visit of an earlier version a key, which must be on disk before anything is sealed with it."""
    if not _columns(connection, encounters.name) or "counts" in _columns(connection, encounters.name):
        return
    here = select(encounters.c.key).where(encounters.c.key.not_in(select(visit_keys.c.encounter)))
    for key in connection.execute(here).scalars().all():
        make_key(connection, cipher, key, datetime.now(UTC))


def _columns(connection: Connection, table: str) -> set[str]:
    there = inspect(connection)
    return {column["name"] for column in there.get_columns(table)} if there.has_table(table) else set()
