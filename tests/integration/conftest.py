"""A clock that tests set, and a new database of each kind for every test."""

import shutil
import subprocess
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from argon2 import PasswordHasher
from pgserver._commands import POSTGRES_BIN_PATH
from pgserver.postgres_server import get_server
from sqlalchemy import text
from starlette.testclient import TestClient
from tests.integration.signing_in import NAME, PASSWORD
from tests.posting import begin

from midback.encounter import Accounts, Clinic, Encounters, Shares, open_encounters
from midback.knowledge import KnowledgeBase, load_knowledge
from midback.records import Cipher, Database, Store
from midback.web.app import create_app

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
KEY = bytes(range(32))
QUICK = PasswordHasher(time_cost=1, memory_cost=1024)
"""Makes hashes that take no time; tests/unit/records/test_passwords.py tries the real ones."""


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
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET fsync = off")  # it need not outlive a machine that fails
            connection.execute("SELECT pg_reload_conf()")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(scope="session")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an empty database, its tables laid out, and its key; `house` and `database` give a copy of it."""
    folder = tmp_path_factory.mktemp("laid-out")
    Database(f"sqlite:///{folder / 'midback.db'}", Cipher((KEY,))).close()
    key = folder / "midback.key"
    key.write_bytes(b64encode(KEY))
    key.chmod(0o600)
    return folder


@pytest.fixture(scope="session")
def laid_out_on_server(postgres: str) -> str:
    """The statements that lay the same tables in PostgreSQL."""
    _make_empty(postgres)
    Database(_with_driver(postgres), Cipher((KEY,))).close()
    command = [str(POSTGRES_BIN_PATH / "pg_dump"), "--inserts", "--schema=public", postgres]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.replace("CREATE SCHEMA", "--")


def _make_empty(server: str, then: str = "") -> None:
    with psycopg.connect(server) as connection:
        connection.execute(f"DROP SCHEMA public CASCADE; CREATE SCHEMA public; {then}".encode())


def _with_driver(server: str) -> str:
    return server.replace("postgresql://", "postgresql+psycopg://", 1)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database, without any tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'midback.db'}"
    server = str(request.getfixturevalue("postgres"))
    _make_empty(server)
    return _with_driver(server)


@pytest.fixture
def house(laid_out: Path, tmp_path: Path) -> str:
    """The address of a new SQLite database with its tables laid out, and with its key beside it."""
    return lay_out(laid_out, tmp_path)


def lay_out(laid_out: Path, folder: Path) -> str:
    """The address of such a database in a folder."""
    shutil.copytree(laid_out, folder, dirs_exist_ok=True)
    return f"sqlite:///{folder / 'midback.db'}"


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
def database(request: pytest.FixtureRequest, url: str, open_again: Callable[..., Database]) -> Database:
    """The database of this test, with its tables laid out."""
    if url.startswith("sqlite"):
        for file in request.getfixturevalue("laid_out").glob("midback.db*"):
            shutil.copy(file, url.removeprefix("sqlite:///").replace("midback.db", file.name))
    else:
        _make_empty(request.getfixturevalue("postgres"), request.getfixturevalue("laid_out_on_server"))
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
    monkeypatch.setattr("midback.records.passwords.hasher", QUICK)


@pytest.fixture
def accounts(database: Database, clock: Clock, quick_hashes: None) -> Accounts:
    return Accounts(database, clock)


@pytest.fixture
def clinic(encounters: Encounters, accounts: Accounts) -> Clinic:
    return Clinic(encounters, accounts)


@pytest.fixture
def client(house: str) -> Iterator[TestClient]:
    """A browser in which a person has begun a check; a clinician, `NAME` with `PASSWORD`, has an account."""
    with begun(house) as one:
        yield one


@pytest.fixture(scope="module")
def lasting(laid_out: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The same, for all tests of a module that are told no more by a new one."""
    folder = tmp_path_factory.mktemp("lasting")
    with begun(lay_out(laid_out, folder)) as one:
        yield one


@contextmanager
def begun(house: str) -> Iterator[TestClient]:
    """A browser in which a person has begun a check."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("midback.records.passwords.hasher", QUICK)
        patch.setenv("MIDBACK_REQUESTS_A_MINUTE", "0")
        app = create_app(open_encounters(house, load_knowledge()))
        with TestClient(app, base_url="http://midback.test", follow_redirects=False) as one:
            accounts: Accounts = app.state.accounts
            accounts.add(NAME, PASSWORD)
            begin(one)
            yield one
