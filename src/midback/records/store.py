"""Reads and writes encounters. Each change is one transaction; what has been confirmed is on disk."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, delete, event, insert, make_url, select, update
from sqlalchemy.exc import SQLAlchemyError

from midback.errors import RecordError
from midback.records.tables import answers, encounters


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer as stored: its question and its response as JSON text; None withdraws an earlier one."""

    question: str
    response: str | None


@dataclass(frozen=True, slots=True)
class Stored:
    """An encounter as stored, with its answers in the order they were given. Times are UTC."""

    key: str
    profile: str
    setting: str
    content_version: str
    begun: datetime
    ends: datetime
    concluded: datetime | None
    answers: tuple[Answered, ...] = ()


class Store:
    """Encounters in one database, which is brought up to date when it is opened.

    Raises RecordError when the database can't be opened.
    """

    def __init__(self, url: str) -> None:
        self._engine = _engine(url)
        try:
            _migrate(self._engine)
        except SQLAlchemyError as error:
            where = make_url(url).render_as_string(hide_password=True)
            raise RecordError(
                f"{where}: can't be opened ({type(error).__name__}); check that it exists and can be written"
            ) from None

    def add(self, stored: Stored) -> None:
        """Begin an encounter."""
        with self._engine.begin() as connection:
            connection.execute(
                insert(encounters).values(
                    key=stored.key,
                    profile=stored.profile,
                    setting=stored.setting,
                    content_version=stored.content_version,
                    begun=stored.begun,
                    ends=stored.ends,
                )
            )

    def find(self, key: str, now: datetime) -> Stored | None:
        """An encounter with its answers, unless it isn't there or its time has ended."""
        with self._engine.connect() as connection:
            row = connection.execute(
                select(encounters).where(encounters.c.key == key, encounters.c.ends > now)
            ).one_or_none()
            given = tuple(_answers(connection, key)) if row else ()
        if row is None:
            return None
        concluded = _utc(row.concluded) if row.concluded else None
        return Stored(
            row.key,
            row.profile,
            row.setting,
            row.content_version,
            _utc(row.begun),
            _utc(row.ends),
            concluded,
            given,
        )

    def answer(self, key: str, answered: Answered, at: datetime) -> None:
        """Add an answer. A conclusion drawn before no longer stands."""
        with self._engine.begin() as connection:
            connection.execute(
                insert(answers).values(encounter=key, question=answered.question, response=answered.response, at=at)
            )
            connection.execute(update(encounters).where(encounters.c.key == key).values(concluded=None))

    def conclude(self, key: str, at: datetime) -> None:
        """Note when the conclusion was drawn."""
        self._set(key, concluded=at)

    def keep_until(self, key: str, ends: datetime) -> None:
        """Change when an encounter is deleted."""
        self._set(key, ends=ends)

    def delete(self, key: str) -> None:
        """Delete an encounter and all its answers."""
        with self._engine.begin() as connection:
            connection.execute(delete(encounters).where(encounters.c.key == key))

    def purge(self, now: datetime) -> int:
        """Delete every encounter whose time has ended; says how many."""
        with self._engine.begin() as connection:
            return connection.execute(delete(encounters).where(encounters.c.ends <= now)).rowcount

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def _set(self, key: str, **values: datetime) -> None:
        with self._engine.begin() as connection:
            connection.execute(update(encounters).where(encounters.c.key == key).values(**values))


def _answers(connection: Connection, key: str) -> Iterator[Answered]:
    rows = connection.execute(
        select(answers.c.question, answers.c.response).where(answers.c.encounter == key).order_by(answers.c.number)
    )
    return (Answered(row.question, row.response) for row in rows)


def _utc(moment: datetime) -> datetime:
    """SQLite gives back no zone; all that is written is UTC."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _engine(url: str) -> Engine:
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: object, _record: object) -> None:
    """Deletes reach answers and really erase them; readers don't block the writer; a commit is on disk."""
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for pragma in (
        "journal_mode=WAL",
        "busy_timeout=5000",
        "foreign_keys=ON",
        "synchronous=FULL",
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _migrate(engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(files("midback.records") / "migrations"))
    with _one_at_a_time(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@contextmanager
def _one_at_a_time(engine: Engine) -> Iterator[Connection]:
    """Two servers that start together must not both migrate."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7236284)")
        yield connection
