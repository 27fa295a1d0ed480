"""What can go wrong with the database itself. Every fault of a driver passes through `told` and becomes one of these.

Their messages hold no value and no statement: a driver's own words may repeat what was stored.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DatabaseError, DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from midback.errors import RecordError
from midback.words import say

_PRIMARY = 0xFF
"""SQLite's extended codes carry the plain code in their lowest byte."""


class StoreError(RecordError):
    """The database can't be used at the moment, or not at all. Nothing of the change under way was kept.

    `doubtful` is True where the fault came at the very moment of keeping, so that nobody can say whether it was kept.
    `passing` says that the same may well succeed a little later.
    """

    passing = True
    key = "database.unusable"

    def __init__(self, message: str = "", *, doubtful: bool = False) -> None:
        self.doubtful = doubtful
        super().__init__(message or say(self.key))


class Busy(StoreError):
    """Somebody else holds the database for longer than we wait."""

    key = "database.busy"


class Away(StoreError):
    """The database server can't be reached, or broke the connection off."""

    key = "database.away"


class DiskFull(StoreError):
    """There is no room left on the disk."""

    key = "database.full"


class ReadOnly(StoreError):
    """The database can be read but not written."""

    key = "database.read_only"


class Failing(StoreError):
    """The disk or the driver refuses, and no other kind fits."""

    key = "database.failing"


class Damaged(StoreError):
    """The database's file isn't whole, or isn't a database."""

    passing = False
    key = "database.damaged"


class Misfit(StoreError):
    """The tables aren't those that this program knows, as when a newer one changed them meanwhile."""

    passing = False
    key = "database.misfit"


class Clash(StoreError):
    """A row stands in the way of the change, or one that it leans on has gone."""

    key = "database.clash"


@contextmanager
def told() -> Iterator[None]:
    """Turn whatever a database driver raises into a StoreError."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise fault_of(error) from None


def fault_of(error: BaseException) -> StoreError:
    """The fault behind a driver's error."""
    if isinstance(error, NoConnectionFree):
        return Busy(say("database.crowded"))
    if isinstance(error, IntegrityError | sqlite3.IntegrityError):
        return Clash()
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        return _sqlite_fault(cause)
    if isinstance(error, DBAPIError):
        return _server_fault(error)
    return Failing()


def _sqlite_fault(error: sqlite3.Error) -> StoreError:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    if code in _NO_ROOM:
        return DiskFull()
    return _SQLITE.get(code & _PRIMARY, Failing)()


_NO_ROOM = (sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_WRITE)
"""On a full disk SQLite can't enlarge its shared memory, or write at all, before it can say that the disk is full."""

_SQLITE: dict[int, type[StoreError]] = {
    sqlite3.SQLITE_BUSY: Busy,
    sqlite3.SQLITE_LOCKED: Busy,
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_READONLY: ReadOnly,
    sqlite3.SQLITE_PERM: ReadOnly,
    sqlite3.SQLITE_AUTH: ReadOnly,
    sqlite3.SQLITE_CORRUPT: Damaged,
    sqlite3.SQLITE_NOTADB: Damaged,
    sqlite3.SQLITE_CONSTRAINT: Clash,
    sqlite3.SQLITE_ERROR: Misfit,
    sqlite3.SQLITE_SCHEMA: Misfit,
}


def _server_fault(error: DBAPIError) -> StoreError:
    """By SQLSTATE (PostgreSQL, appendix A); a connection that broke has none."""
    state = str(getattr(error.orig, "sqlstate", None) or "")
    for prefix, kind in _STATES:
        if state.startswith(prefix):
            return kind()
    if error.connection_invalidated or not state:
        return Away()
    return Failing() if isinstance(error, DatabaseError) else StoreError()


_STATES: tuple[tuple[str, type[StoreError]], ...] = (
    ("53100", DiskFull),
    ("53", Busy),
    ("55P03", Busy),
    ("40", Busy),
    ("57014", Busy),
    ("57P", Away),
    ("08", Away),
    ("28", Away),
    ("3D", Away),
    ("25006", ReadOnly),
    ("42501", ReadOnly),
    ("42", Misfit),
    ("XX001", Damaged),
    ("XX002", Damaged),
    ("23", Clash),
)


class WrongAddress(StoreError):
    """MIDBACK_DATABASE isn't the address of a database. The message never repeats it: it may hold a password."""

    passing = False

    def __init__(self, problem: str) -> None:
        super().__init__(say("address.wrong", problem=problem))


class NoFolder(StoreError):
    """The folder that the database should be in isn't there, or is no folder."""

    passing = False


class NoDatabase(StoreError):
    """There is a key and no database, or an empty one: the wrong folder, or a disk that isn't mounted."""

    passing = False


class Newer(StoreError):
    """The tables were laid out by a newer Midback."""

    passing = False


class Exposed(StoreError):
    """Others on the machine can read the key."""

    passing = False
