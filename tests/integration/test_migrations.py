"""An older database is brought up to date with everything in it, and nothing stays readable."""

import json
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData, create_engine, text
from tests.integration.conftest import KEY, NOON, Clock, everything_in

from midback.encounter import Accounts, Clinic, Encounters
from midback.engine import Said
from midback.knowledge import KnowledgeBase
from midback.records import Cipher, Database, Store, TrailStore, Unreadable
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
        _tables(connection, "a0001")
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


def _tables(connection: Connection, version: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(files("midback.records") / "migrations"))
    config.attributes["connection"] = connection
    config.attributes["cipher"] = Cipher([KEY])
    command.upgrade(config, version)


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
        beside = {"visit_keys"} if connection.dialect.name == "sqlite" else set()  # in a file of their own
        used = MetaData()
        for table in metadata.sorted_tables:
            if table.name not in beside:
                table.to_metadata(used)
        assert compare_metadata(MigrationContext.configure(connection), used) == []


ADA = sha256(b"account:ada").hexdigest()
GONE = sha256(b"account:grace").hexdigest()


def a_clinic_before_keys_of_visits(url: str) -> None:
    """What the version before stored: sealed with the server's key, ids made of names, no chain."""
    engine, cipher, key = create_engine(url), Cipher([KEY]), TOKENS["first"]
    with engine.begin() as connection:
        _tables(connection, "a0003")

        def put(table: str, **values: object) -> None:
            names = ", ".join(values)
            places = ", ".join(f":{name}" for name in values)
            connection.execute(text(f"insert into {table} ({names}) values ({places})"), values)  # noqa: S608 - our own names

        ends, account = NOON + timedelta(days=30), json.dumps({"name": "Ada", "password": "a hash"})
        put("encounters", key=key, profile="uk", setting="community", content_version="v", begun=NOON, ends=ends)
        said = json.dumps({"question": "own_words", "response": RESPONSE % ("false", WORRY)})
        put("answers", encounter=key, number=0, sealed=cipher.seal(said, "answers", key, "0"), at=NOON)
        put("accounts", id=ADA, sealed=cipher.seal(account, "accounts", ADA), added=NOON)
        put("sessions", key="s", account=ADA, begun=NOON, latest=ends, ends=ends)
        put("cases", encounter=key, account=ADA, opened=NOON)
        for number, who in enumerate((ADA, GONE)):
            found = json.dumps({"findings": {"clonus": "PRESENT"}, "numbers": {}})
            sealed = cipher.seal(found, "examinations", key, str(number))
            put("examinations", encounter=key, number=number, account=who, sealed=sealed, at=NOON)
            put("audit", account=who, encounter=key, act="examined", at=NOON, ends=ends)
    engine.dispose()


def test_a_clinic_from_before_keeps_its_cases_under_new_ids(
    url: str, open_again: Callable[..., Database], clock: Clock, knowledge: KnowledgeBase
) -> None:
    a_clinic_before_keys_of_visits(url)
    database = open_again()
    encounters, accounts = Encounters(Store(database), knowledge, clock), Accounts(database, clock)
    clinic = Clinic(encounters, accounts)
    (ada,) = accounts.listed()
    (case,) = clinic.cases(accounts._begin(accounts._store.all()[0]))
    assert case.encounter.responses["own_words"].text == WORRY
    written = [entry.account for entry in case.examination.entries]
    assert (ada.name, written[0]) == ("Ada", ada.id)
    assert not {ada.id, *written} & {ADA, GONE}
    assert TrailStore(database).broken() is None
    stored = everything_in(database, "accounts", "sessions", "cases", "examinations", "decisions", "audit")
    assert not [id for id in (ADA, GONE) if id in stored]


def test_the_servers_key_alone_opens_no_answer_from_before(url: str, open_again: Callable[..., Database]) -> None:
    a_clinic_before_keys_of_visits(url)
    database = open_again()
    with database.read() as connection:
        sealed = connection.execute(text("select sealed from answers")).scalar_one()
    with pytest.raises(Unreadable):
        database.cipher.open(bytes(sealed), "answers", TOKENS["first"], "0")


def test_a_wrong_key_leaves_a_clinic_from_before_as_it_was(url: str, open_again: Callable[..., Database]) -> None:
    a_clinic_before_keys_of_visits(url)
    with pytest.raises(Unreadable, match="another key"):
        open_again(bytes(32))
    assert TrailStore(open_again()).broken() is None
