"""An older database is brought up to date with everything in it, and nothing stays readable."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from importlib.resources import files
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine, text
from tests.integration.conftest import KEY, NOON, Clock

from midback.encounter import Encounters
from midback.engine import Said
from midback.knowledge import KnowledgeBase
from midback.records import Cipher, Database, Store
from midback.records.tables import metadata

TOKENS = {  # each token with its key, the token's digest
    "first": "a7937b64b8caa58f03721bb6bacf5c78cb235febe0e70b1b84cd99541461a08e",
    "second": "16367aacb67a4a017c8da8ab95682ccb390863780f7114dda0a0e0c55644c7c4",
}
WORRY = "a zebra stepped on my shoulder blade"
RESPONSE = '{"chosen": [], "number": null, "not_sure": %s, "text": "%s"}'
GIVEN = (
    ("first", "emergency_screen", RESPONSE % ("true", "")),
    ("second", "emergency_screen", RESPONSE % ("false", "")),
    ("first", "own_words", RESPONSE % ("false", WORRY)),
    ("second", "own_words", RESPONSE % ("false", WORRY)),
    ("first", "emergency_screen", RESPONSE % ("false", "")),
    ("first", "own_words", None),
)


def an_older_database(url: str) -> None:
    """Make the first tables, with two encounters whose answers are readable and were given in turns."""
    engine = create_engine(url)
    with engine.begin() as connection:
        _first_tables(connection)
        for key in TOKENS.values():
            connection.execute(
                text("insert into encounters values (:key, 'uk', 'community', 'version', :begun, :ends, null)"),
                {"key": key, "begun": NOON, "ends": NOON + timedelta(days=1)},
            )
        for token, question, response in GIVEN:
            connection.execute(
                text(
                    "insert into answers (encounter, question, response, at) values (:key, :question, :response, :at)"
                ),
                {"key": TOKENS[token], "question": question, "response": response, "at": NOON},
            )
    engine.dispose()


def _first_tables(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(files("midback.records") / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "a0001")


def test_what_was_answered_before_is_still_there(
    url: str, open_again: Callable[..., Database], clock: Clock, knowledge: KnowledgeBase
) -> None:
    an_older_database(url)
    encounters = Encounters(Store(open_again()), knowledge, clock)
    assert encounters.find("first").responses == {"emergency_screen": Said()}
    assert encounters.find("second").responses == {"emergency_screen": Said(), "own_words": Said(text=WORRY)}
    encounters.answer("first", "emergency_screen", Said(not_sure=True))
    assert encounters.find("first").responses == {"emergency_screen": Said(not_sure=True)}
    assert (encounters.find("first").profile, encounters.find("first").begun) == ("uk", NOON)


def test_nothing_stays_readable_in_the_files_nor_in_the_log(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'midback.db'}"
    other = sqlite3.connect(tmp_path / "midback.db")  # keeps the log from being cleared when the others close
    other.execute("pragma journal_mode=WAL")
    an_older_database(url)
    assert b"zebra" in contents(tmp_path)
    database = Database(url, Cipher([KEY]))
    after = contents(tmp_path)
    assert b"encounters" in after
    assert not [secret for secret in (b"zebra", b"own_words", b"emergency_screen", b"chosen") if secret in after]
    database.close()
    other.close()


def contents(folder: Path) -> bytes:
    """Every byte of the database and its log."""
    return b"".join(file.read_bytes() for file in sorted(folder.glob("midback.db*")))


def test_a_migration_that_fails_leaves_the_database_as_it_was(
    url: str,
    open_again: Callable[..., Database],
    clock: Clock,
    knowledge: KnowledgeBase,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    an_older_database(url)
    monkeypatch.setattr(Cipher, "seal", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        open_again()
    monkeypatch.undo()
    encounters = Encounters(Store(open_again()), knowledge, clock)
    assert encounters.find("second").responses["own_words"] == Said(text=WORRY)


def test_servers_that_start_together_migrate_once(
    url: str, open_again: Callable[..., Database], clock: Clock, knowledge: KnowledgeBase
) -> None:
    an_older_database(url)
    with ThreadPoolExecutor(4) as pool:
        databases = list(pool.map(lambda _: open_again(), range(4)))
    encounters = Encounters(Store(databases[-1]), knowledge, clock)
    assert encounters.find("second").responses["own_words"] == Said(text=WORRY)


def test_the_migrations_lead_to_the_tables_that_are_used(database: Database) -> None:
    with database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
