"""Connections to one database: to read with, and to change with. Whatever a driver raises comes out as a StoreError.

SQLite lets one writer in at a time; in one process writers queue here. Nobody waits without an end: after `PATIENCE`
seconds for the turn and the file together (a second more for the file if the turn came last), Busy is raised. A
PostgreSQL server that restarts is asked again for a while, and a connection that died unseen is replaced before it is
used.
"""

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, Transaction, create_engine, event
from sqlalchemy.exc import SQLAlchemyError

from midback.records.address import read_address, sqlite_file
from midback.records.faults import Away, Busy, Failing, StoreError, fault_of, told
from midback.records.keys_beside import attach

PATIENCE = 20.0
"""Seconds to wait for a writer's turn."""
READ_PATIENCE = 5.0
"""Seconds a reader waits for SQLite, which makes readers wait in rare moments only."""
FILE_PATIENCE = 1.0
"""Seconds a writer waits for SQLite's file at least, however long it queued: a reader may hold it for a moment."""
RECONNECT = 2.0
"""Seconds to go on asking a server that can't be reached."""
STEP = 0.2


class Connections:
    """Opens nothing until it is used. Raises WrongAddress."""

    def __init__(self, url: str) -> None:
        self._engine = _engine(url)
        self.file: Path | None = sqlite_file(url)
        self._turn = Lock()

    @property
    def is_sqlite(self) -> bool:
        """Is it a SQLite database, in a file or in memory?"""
        return self._engine.dialect.name == "sqlite"

    @contextmanager
    def read(self, reconnect: float = RECONNECT) -> Iterator[Connection]:
        """A connection to read with. Raises StoreError."""
        with told(), self._connected(reconnect, patience=READ_PATIENCE) as connection:
            yield connection

    @contextmanager
    def change(self, patience: float = PATIENCE) -> Iterator[Connection]:
        """A connection to change with: all that is done with it happens, or, after an error, none of it.

        Raises Busy after `patience` seconds, and other kinds of StoreError.
        """
        with (
            told(),
            self._in_turn(patience) as left,
            self._connected(changes=True, patience=left) as connection,
            connection.begin() as transaction,
        ):
            yield connection
            _commit(transaction)

    def empty_log(self) -> None:
        """Empty SQLite's write-ahead log of what was deleted, if nobody is reading; a wish, never a condition."""
        if self.is_sqlite:
            with suppress(StoreError), self.plain() as cursor:
                cursor.execute("PRAGMA busy_timeout=100")
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    @contextmanager
    def plain(self) -> Iterator[Any]:
        """The driver's own cursor, outside of any transaction. Raises StoreError."""
        with (
            told(),
            closing(self._engine.raw_connection()) as connection,
            closing(connection.cursor()) as cursor,
        ):
            yield cursor

    @contextmanager
    def _in_turn(self, patience: float) -> Iterator[float]:
        """Queue as SQLite's only writer; gives the seconds that are left to wait for other programs."""
        end = time.monotonic() + patience
        if not self.is_sqlite:
            yield patience
            return
        if not self._turn.acquire(timeout=patience):
            raise Busy
        try:
            yield max(end - time.monotonic(), min(patience, FILE_PATIENCE))
        finally:
            self._turn.release()

    @contextmanager
    def _connected(self, reconnect: float = RECONNECT, **options: Any) -> Iterator[Connection]:
        connection = self._connect(reconnect)
        try:
            yield connection.execution_options(**options)
        finally:
            connection.close()

    def _connect(self, reconnect: float) -> Connection:
        """Nothing was done yet, so that asking again is safe."""
        end = time.monotonic() + reconnect
        while True:
            try:
                with told():
                    return self._engine.connect()
            except Away:
                if time.monotonic() >= end:
                    raise
                time.sleep(STEP)


def _commit(transaction: Transaction) -> None:
    """A fault at this very moment leaves it open whether the change was kept."""
    try:
        transaction.commit()
    except SQLAlchemyError as error:
        fault = fault_of(error)
        fault.doubtful = isinstance(fault, Away | Failing)
        raise fault from None


def _engine(url: str) -> Engine:
    """Without values in any message, and with no driver's own wait longer than ours."""
    address = read_address(url)
    if address.get_backend_name() == "sqlite":
        engine = create_engine(address, hide_parameters=True)
        event.listen(engine, "connect", lambda connection, _: _prepare_sqlite(connection, sqlite_file(url)))
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    engine = create_engine(
        address,
        hide_parameters=True,
        pool_pre_ping=True,
        pool_timeout=PATIENCE,
        connect_args={"connect_timeout": 5},
    )
    event.listen(engine, "connect", _prepare_postgresql)
    return engine


def _prepare_sqlite(connection: object, file: Path | None) -> None:
    """Deletes reach answers and really erase them; readers don't block the writer; a commit is on disk."""
    connection.isolation_level = None  # type: ignore[attr-defined]  # we begin ourselves, so that tables change in transactions too
    cursor = connection.cursor()  # type: ignore[attr-defined]  # SQLAlchemy types the driver's connection as its own
    for pragma in (
        f"busy_timeout={int(READ_PATIENCE * 1000)}",
        "journal_mode=WAL",
        "foreign_keys=ON",
        "synchronous=FULL",
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    attach(cursor, file)
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """A change takes its turn at once: one that began by reading could be refused when it comes to write."""
    options = connection.get_execution_options()
    connection.exec_driver_sql(f"PRAGMA busy_timeout={int(options.get('patience', READ_PATIENCE) * 1000)}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("changes") else "BEGIN")


def _prepare_postgresql(connection: Any, _record: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{int(PATIENCE)}s'")
    connection.commit()
