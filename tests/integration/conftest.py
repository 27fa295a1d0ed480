"""A clock that tests set, and an empty database of each kind for every test."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from argon2 import PasswordHasher
from pgserver.postgres_server import get_server
from sqlalchemy import text

from midback.encounter import Accounts, Clinic, Encounters, Shares
from midback.knowledge import KnowledgeBase, load_knowledge
from midback.records import Cipher, Database, Store

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
KEY = bytes(range(32))


class Clock:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.time = NOON

    def __call__(self) -> datetime:
        return self.time

    def pass_(self, **time: float) -> None:
        self.time += timedelta(**time)


def everything_in(database: Database, *tables: str) -> str:
    """All that some tables hold, as text."""
    with database.read() as connection:
        rows = [row for one in tables for row in connection.execute(text(f"select * from {one}"))]  # noqa: S608 - our own names
    return repr([[bytes(part) if isinstance(part, memoryview) else part for part in row] for row in rows])


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server, started once."""
    with TemporaryDirectory() as folder:  # pytest closes its own folders to PostgreSQL's user
        server = get_server(folder, cleanup_mode="stop")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'midback.db'}"
    server = str(request.getfixturevalue("postgres"))
    with psycopg.connect(server) as connection:
        connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    return server.replace("postgresql://", "postgresql+psycopg://", 1)


@pytest.fixture
def open_again(url: str) -> Iterator[Callable[..., Database]]:
    """Opens the database of this test once more, with the keys given or the usual one."""
    opened: list[Database] = []

    def open_database(*keys: bytes) -> Database:
        opened.append(Database(url, Cipher(keys or (KEY,))))
        return opened[-1]

    yield open_database
    for database in opened:
        database.close()


@pytest.fixture
def database(open_again: Callable[..., Database]) -> Database:
    return open_again()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def knowledge() -> KnowledgeBase:
    return load_knowledge()


@pytest.fixture
def encounters(database: Database, clock: Clock, knowledge: KnowledgeBase) -> Encounters:
    return Encounters(Store(database), knowledge, clock)


@pytest.fixture
def shares(encounters: Encounters) -> Shares:
    return Shares(encounters)


@pytest.fixture
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes that take no time; tests/unit/records/test_passwords.py tries the real ones."""
    monkeypatch.setattr("midback.records.passwords.hasher", PasswordHasher(time_cost=1, memory_cost=1024))


@pytest.fixture
def accounts(database: Database, clock: Clock, quick_hashes: None) -> Accounts:
    return Accounts(database, clock)


@pytest.fixture
def clinic(encounters: Encounters, accounts: Accounts) -> Clinic:
    return Clinic(encounters, accounts)
