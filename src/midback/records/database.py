"""One database and the key to what is encrypted in it. Each change is one transaction; what is confirmed is on disk."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from importlib.resources import files
from pathlib import Path
from threading import Lock

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import SQLAlchemyError

from midback.errors import RecordError
from midback.records.cipher import Cipher
from midback.records.house import read_house
from midback.records.keys_beside import attach, check_earlier_key, make_missing_keys
from midback.records.sealed import seal_keys_anew

BUSY_MILLISECONDS = 20_000
"""How long a change waits for SQLite's other writers."""


class Database:
    """A database that is brought up to date when it is opened.

    Raises RecordError when it can't be opened, or when the cipher lacks the key that was last used in it.
    """

    def __init__(self, url: str, cipher: Cipher) -> None:
        self.cipher = cipher
        self._engine = _engine(url)
        self._turn: AbstractContextManager[object] = Lock() if self._engine.dialect.name == "sqlite" else nullcontext()
        try:
            self._migrate()
        except SQLAlchemyError as error:
            where = make_url(url).render_as_string(hide_password=True)
            raise RecordError(
                f"{where}: can't be opened ({type(error).__name__}); check that it exists and can be written"
            ) from None
        with self.change() as connection:
            self.house = read_house(connection, cipher)
            seal_keys_anew(connection, cipher)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection to read with."""
        with self._engine.connect() as connection:
            yield connection

    @contextmanager
    def change(self) -> Iterator[Connection]:
        """A connection to change with: all that is done with it happens, or, after an error, none of it.

        SQLite lets one writer in at a time and makes the others guess when; in one process they queue here instead.
        """
        with self._turn, self._engine.execution_options(changes=True).begin() as connection:
            yield connection

    def empty_log(self) -> None:
        """Empty SQLite's write-ahead log of what was deleted, if nobody is reading; a wish, never a condition."""
        if self._engine.dialect.name == "sqlite":
            with suppress(SQLAlchemyError), self._engine.connect() as connection:
                cursor = connection.connection.cursor()
                cursor.execute("PRAGMA busy_timeout=100")
                with suppress(Exception):
                    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                cursor.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def _migrate(self) -> None:
        """Two servers that start together must not both migrate: the second waits for the first."""
        config = Config()
        config.set_main_option("script_location", str(files("midback.records") / "migrations"))
        if self._engine.dialect.name == "sqlite":
            with self.change() as connection:
                check_earlier_key(connection, self.cipher)
                make_missing_keys(connection, self.cipher)
        with self.change() as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7236284)")
            check_earlier_key(connection, self.cipher)
            config.attributes.update(connection=connection, cipher=self.cipher)
            command.upgrade(config, "head")
        self.empty_log()


def sqlite_file(url: str) -> Path | None:
    """The file of a SQLite database; None for a server, or for one that is only in memory."""
    parts = make_url(url)
    if parts.get_backend_name() != "sqlite" or parts.database in (None, "", ":memory:"):
        return None
    return Path(str(parts.database)).absolute()


def _engine(url: str) -> Engine:
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        file = sqlite_file(url)
        event.listen(engine, "connect", lambda connection, _: _prepare_sqlite(connection, file))
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: object, file: Path | None) -> None:
    """Deletes reach answers and really erase them; readers don't block the writer; a commit is on disk."""
    connection.isolation_level = None  # type: ignore[attr-defined]  # we begin ourselves, so that tables change in transactions too
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for pragma in (
        f"busy_timeout={BUSY_MILLISECONDS}",
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
    changes = connection.get_execution_options().get("changes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if changes else "BEGIN")
