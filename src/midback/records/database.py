"""One database and the key to what is encrypted in it. Each change is one transaction; what is confirmed is on disk."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib.resources import files
from pathlib import Path
from threading import Lock

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, make_url, select
from sqlalchemy.exc import SQLAlchemyError

from midback.errors import RecordError
from midback.records.cipher import Cipher
from midback.records.tables import answers


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
        self._try_key()

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

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def _migrate(self) -> None:
        """Two servers that start together must not both migrate: the second waits for the first."""
        config = Config()
        config.set_main_option("script_location", str(files("midback.records") / "migrations"))
        with self.change() as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7236284)")
            config.attributes.update(connection=connection, cipher=self.cipher)
            command.upgrade(config, "head")
        self._empty_log()

    def _empty_log(self) -> None:
        """What was readable before it was encrypted must not linger in SQLite's write-ahead log."""
        if self._engine.dialect.name == "sqlite":
            connection = self._engine.raw_connection()
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.close()

    def _try_key(self) -> None:
        with self.read() as connection:
            newest = select(answers.c.sealed).order_by(answers.c.at.desc()).limit(1)
            sealed = connection.execute(newest).scalar_one_or_none()
        if sealed is not None:
            self.cipher.check(sealed)


def sqlite_file(url: str) -> Path | None:
    """The file of a SQLite database; None for a server, or for one that is only in memory."""
    parts = make_url(url)
    if parts.get_backend_name() != "sqlite" or parts.database in (None, "", ":memory:"):
        return None
    return Path(str(parts.database)).absolute()


def _engine(url: str) -> Engine:
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: object, _record: object) -> None:
    """Deletes reach answers and really erase them; readers don't block the writer; a commit is on disk."""
    connection.isolation_level = None  # type: ignore[attr-defined]  # we begin ourselves, so that tables change in transactions too
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for pragma in (
        "busy_timeout=20000",
        "journal_mode=WAL",
        "foreign_keys=ON",
        "synchronous=FULL",
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """A change takes its turn at once: one that began by reading could be refused when it comes to write."""
    changes = connection.get_execution_options().get("changes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if changes else "BEGIN")
