"""With SQLite the keys of visits are in a file of their own beside the database.

The database's write-ahead log keeps what was deleted until it is emptied. This file has no such log: a key that is
deleted is overwritten at once, and whatever the other files still hold of its visit can't be read by anybody.
"""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, select

from midback.records.cipher import Cipher
from midback.records.sealed import make_key
from midback.records.tables import encounters, visit_keys

SUFFIX = "-keys"


def attach(cursor: Any, file: Path | None) -> None:
    """Bring the file of keys along with a connection to SQLite. A new file is for its owner alone."""
    if file:
        os.close(os.open(f"{file}{SUFFIX}", os.O_CREAT | os.O_RDONLY, 0o600))
    cursor.execute("ATTACH DATABASE ? AS visits", (f"{file}{SUFFIX}" if file else ":memory:",))
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


def check_earlier_key(connection: Connection, cipher: Cipher) -> None:
    """Raises Unreadable if the answers of an earlier version were sealed with a key that isn't here."""
    if "sealed" in _columns(connection, "answers") and "counts" not in _columns(connection, encounters.name):
        newest = connection.exec_driver_sql("SELECT sealed FROM answers ORDER BY at DESC LIMIT 1").scalar_one_or_none()
        if newest is not None:
            cipher.check(bytes(newest))


def _columns(connection: Connection, table: str) -> set[str]:
    there = inspect(connection)
    return {column["name"] for column in there.get_columns(table)} if there.has_table(table) else set()
