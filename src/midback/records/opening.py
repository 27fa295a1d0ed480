"""Opens a database: is it whole, is it ours to read, are its tables those of today? A fault is told in one line."""

import logging
from errno import EDQUOT, ENOSPC
from importlib.resources import files
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, inspect, select

from midback.records import private
from midback.records.cipher import NAME_BYTES, Cipher, Unreadable
from midback.records.connections import Connections
from midback.records.copies import copies_of, make_copy
from midback.records.faults import Damaged, DiskFull, Failing, Newer, StoreError, told
from midback.records.keys_beside import keys_file, make_missing_keys
from midback.records.looking import is_whole, looked_at
from midback.records.tables import accounts, answers, decisions, examinations
from midback.words import say

READABLE = "a0001"
"""The layout from before answers were encrypted: a copy of it would keep them readable."""
SEALED_WITH_THE_SERVERS = ("a0002", "a0003")
BEFORE_KEYS = (None, READABLE, *SEALED_WITH_THE_SERVERS)
"""Layouts in which visits had no key of their own."""
SIDES = ("", "-wal", "-shm", "-keys", "-keys-journal")
"""A SQLite database is several files."""

_log = logging.getLogger("midback")


def open_up(connections: Connections, cipher: Cipher) -> None:
    """Bring a database up to date, or say why it can't be used. Raises StoreError, or Unreadable without its key."""
    check_whole(connections.file)
    _keep_to_owner(connections.file)
    _bring_up_to_date(connections, cipher)


def layout_of(connections: Connections) -> str | None:
    """The layout of its tables as the migrations name it; None before the first."""
    with connections.read() as connection:
        return _layout(connection)


def newest_layout() -> str:
    """The layout that this program works with."""
    return str(_scripts().get_current_head())


def check_known(layout: str | None, file: Path | None) -> None:
    """Raises Newer for a layout that this program doesn't know."""
    if layout is not None and layout not in {script.revision for script in _scripts().walk_revisions()}:
        raise Newer(_newer(file))


def check_whole(file: Path | None) -> None:
    """Before anything is touched: a file that isn't whole, or has lost its file of keys, is left as it is."""
    there = looked_at(file) if file else None
    if file is None or there is None:
        return
    if not is_whole(file):
        raise Damaged
    keyed = there.layout not in BEFORE_KEYS
    if there.visits and keyed and not keys_file(file).exists():
        raise Unreadable(say("database.no_visit_keys", where=keys_file(file)))


def _keep_to_owner(file: Path | None) -> None:
    """A new file is made for the owner alone; SQLite gives the files beside it the same mode."""
    if file is None:
        return
    try:
        private.touch(file)
    except OSError as error:
        raise _refused(error) from None
    for side in SIDES:
        private.keep_to_owner(file.with_name(file.name + side))


def _bring_up_to_date(connections: Connections, cipher: Cipher) -> None:
    before, newest = layout_of(connections), newest_layout()
    if before == newest:
        return
    check_known(before, connections.file)
    if connections.file is not None and before not in (None, READABLE):
        _copy(connections.file, newest)
    _migrate(connections, cipher)


def _migrate(connections: Connections, cipher: Cipher) -> None:
    """Two servers that start together must not both migrate: the second waits for the first."""
    config = _config()
    if connections.is_sqlite:
        with connections.change() as connection:
            _prepare_keys(connection, cipher)
    with connections.change() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7236284)")
        _check_old_keys(connection, cipher)
        config.attributes.update(connection=connection, cipher=cipher)
        command.upgrade(config, newest_layout())


def _prepare_keys(connection: Connection, cipher: Cipher) -> None:
    """The keys of visits are on disk before anything is sealed with them."""
    _check_old_keys(connection, cipher)
    make_missing_keys(connection, cipher)


def _check_old_keys(connection: Connection, cipher: Cipher) -> None:
    if _layout(connection) in SEALED_WITH_THE_SERVERS:
        _check_keys(connection, cipher)


def _copy(file: Path, layout: str) -> None:
    try:
        with told():
            copy = make_copy(file, layout)
    except OSError as error:
        raise _refused(error) from None
    _log.warning("the tables are laid out anew; a copy of the database from before is %s", copy)


def _check_keys(connection: Connection, cipher: Cipher) -> None:
    """Before each visit had its own key, texts were sealed with the server's: each name of a key must be known.

    Raises Unreadable. Later the house key stands for all: when a key is changed, everything is sealed anew.
    """
    there = set(inspect(connection).get_table_names())
    for table in (answers, examinations, decisions, accounts):
        if table.name in there:
            for (name,) in connection.execute(select(func.substr(table.c.sealed, 1, NAME_BYTES)).distinct()):
                cipher.check(bytes(name))


def _layout(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("midback.records") / "migrations"))
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _newer(file: Path | None) -> str:
    kept = copies_of(file) if file else []
    return say("database.newer_with_copy", copy=kept[-1].name) if kept else say("database.newer")


def _refused(error: OSError) -> StoreError:
    return DiskFull() if error.errno in (ENOSPC, EDQUOT) else Failing(f"{error.filename}: {error.strerror}")
