"""Copies of a SQLite database, made before its tables are laid out anew, so that the way back stays open.

What is deleted or ends is deleted in the copies too; after 30 days a copy is removed. One that can't be cleaned is
removed at once: a promise to delete goes before a way back.
"""

import logging
import os
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex

from midback.records.private import make_file
from midback.records.tables import ENDING

KEPT_SECONDS = 30 * 24 * 60 * 60
MARK = ".before-"

_log = logging.getLogger("midback")


def make_copy(file: Path, layout: str) -> Path:
    """Copy a database into a file beside it, named for the layout that it is about to get.

    Raises OSError or the driver's error, after which no half copy is left.
    """
    copy = file.with_name(f"{file.name}{MARK}{layout}")
    draft = file.with_name(f".{copy.name}.{token_hex(8)}")
    make_file(draft)
    try:
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(draft)) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
        draft.replace(copy)
    finally:
        draft.unlink(missing_ok=True)
    return copy


def copies_of(file: Path) -> list[Path]:
    """The copies there are, by name."""
    return sorted(copy for copy in file.parent.glob(f"{file.name}{MARK}*") if not copy.name.endswith("-journal"))


def delete_in_copies(file: Path, encounter: str) -> None:
    """Delete an encounter in every copy."""
    for copy in copies_of(file):
        _change(copy, [("DELETE FROM encounters WHERE key = ?", encounter)])


def purge_copies(file: Path, now: datetime) -> None:
    """Delete in every copy what has ended, and remove copies of over 30 days."""
    moment = f"{now.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"
    for copy in copies_of(file):
        if time.time() - copy.stat().st_mtime > KEPT_SECONDS:
            copy.unlink(missing_ok=True)
        else:
            _change(copy, [(f"DELETE FROM {table.name} WHERE ends <= ?", moment) for table in ENDING])  # noqa: S608 - our own names


def _change(copy: Path, statements: list[tuple[str, str]]) -> None:
    made = copy.stat()
    try:
        with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
            there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            connection.execute("PRAGMA foreign_keys=ON")
            connection.execute("PRAGMA secure_delete=ON")
            for statement, value in statements:
                if statement.split()[2] in there:
                    connection.execute(statement, (value,))
    except sqlite3.Error as error:
        _log.warning("%s while deleting in a copy; the copy was removed", type(error).__name__)
        copy.unlink(missing_ok=True)
    else:
        _keep_age(copy, made.st_mtime)


def _keep_age(copy: Path, mtime: float) -> None:
    """Its age is when it was made, not when something was last deleted in it."""
    os.utime(copy, (mtime, mtime))
