"""Looks at the file of a SQLite database before it is opened, and changes nothing in it."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from midback.records.faults import told

SMALLEST = 512
"""Bytes of the smallest page: SQLite takes a shorter file for an empty database."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What a file holds: its layout as the migrations name it, visits, and whether anything in it is encrypted."""

    layout: str | None = None
    visits: int = 0
    encrypted: bool = False


def looked_at(file: Path) -> Looked | None:
    """What is in a file; None if there is none, or an empty one. Raises StoreError."""
    if not file.exists() or file.stat().st_size < SMALLEST:
        return None
    with told(), closing(sqlite3.connect(file, timeout=5)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        return Looked(
            layout=_first(connection, "SELECT version_num FROM alembic_version", "alembic_version" in tables),
            visits=_first(connection, "SELECT count(*) FROM encounters", "encounters" in tables) or 0,
            encrypted=any(_holds_sealed(connection, table) for table in tables),
        )


def is_whole(file: Path) -> bool:
    """Does it pass SQLite's own check, and end with a page? Raises StoreError."""
    if not _ends_with_a_page(file):
        return False
    with told(), closing(sqlite3.connect(file, timeout=5)) as connection:
        return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")


def _ends_with_a_page(file: Path) -> bool:
    """SQLite fills the rest of a last page that was cut with zeros, and so doesn't notice. A log may yet mend it."""
    with file.open("rb") as opened:
        header = opened.read(18)
    page = int.from_bytes(header[16:18], "big")
    log = file.with_name(f"{file.name}-wal")
    may_be_mended = log.exists() and log.stat().st_size > 0
    return may_be_mended or file.stat().st_size % max(page, 1) == 0


def _first(connection: sqlite3.Connection, query: str, there: bool) -> Any:
    row = connection.execute(query).fetchone() if there else None
    return row[0] if row else None


def _holds_sealed(connection: sqlite3.Connection, table: str) -> bool:
    columns = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
    return "sealed" in columns and connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is not None  # noqa: S608 - a table that is there
