"""Rows of an encounter whose text is encrypted: numbered from 0, only added, bound to encounter and number.

A row that was exchanged for another, or is missing before the last, is noticed when they are read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select, update

from midback.errors import RecordError
from midback.records.cipher import Cipher, Unreadable
from midback.records.tables import encounters


class Gone(RecordError):
    """An encounter that was deleted, whose time has ended, or that never was."""

    def __init__(self) -> None:
        super().__init__("these answers are no longer here: they were deleted, or their time has ended. Begin again.")


@dataclass(frozen=True, slots=True)
class Row:
    """One row, decrypted. `account` is who wrote it, if that was a clinician."""

    text: str
    at: datetime
    account: str = ""


def hold(connection: Connection, encounter: str, now: datetime) -> None:
    """Let nobody else add to an encounter until this change is done. Raises Gone if it isn't there any more."""
    there = update(encounters).where(encounters.c.key == encounter, encounters.c.ends > now)
    if not connection.execute(there.values(ends=encounters.c.ends)).rowcount:
        raise Gone


def append(connection: Connection, cipher: Cipher, table: Table, encounter: str, text: str, **values: Any) -> None:
    """Add a row. The encounter must be held."""
    count = select(func.count()).select_from(table).where(table.c.encounter == encounter)
    number = connection.execute(count).scalar_one()
    sealed = cipher.seal(text, table.name, encounter, str(number))
    connection.execute(insert(table).values(encounter=encounter, number=number, sealed=sealed, **values))


def rows(connection: Connection, cipher: Cipher, table: Table, encounter: str) -> Iterator[Row]:
    """The rows in the order they were added. Raises Unreadable if one was changed, moved or removed."""
    found = connection.execute(select(table).where(table.c.encounter == encounter).order_by(table.c.number))
    for number, row in enumerate(found.mappings()):
        if row["number"] != number:
            raise Unreadable(f"row {number} of {table.name} is missing; restore the database from a backup")
        text = cipher.open(row["sealed"], table.name, encounter, str(number))
        yield Row(text, row["at"], row.get("account", ""))
