"""How each encounter of a clinician's list stands, noted beside it, so that a list opens no answers.

A note is sealed with the encounter's own key, for it says how urgent a person's case is. Whatever is added to an
encounter takes its note away; one that was worked out from rows which are no longer all of them is not taken.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, Select, select, update

from midback.records.cipher import Unreadable
from midback.records.database import Database
from midback.records.sealed import key_of, opened_key
from midback.records.tables import cases, encounters, visit_keys

QUICK = 0.5
"""Seconds to wait for a turn to write a note: without it the list is only slower the next time."""


@dataclass(frozen=True, slots=True)
class StoredStanding:
    """A line of a clinician's list. `text` is None where nothing is noted or something was added since.

    So it is where the note can't be read. `is_readable` says that the case's own key is there. `seen` names the rows
    that there are: a note made from them is kept only while they are all. Times are UTC.
    """

    encounter: str
    opened: datetime
    ends: datetime
    text: str | None
    is_readable: bool
    seen: bytes


@dataclass(frozen=True, slots=True)
class NewStanding:
    """A note to keep, and what was `seen` before it was worked out."""

    encounter: str
    seen: bytes
    text: str


class StandingStore:
    """Clinicians' lists in one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def listed(self, account: str, now: datetime) -> tuple[StoredStanding, ...]:
        """Every line of a clinician's list, the last opened first."""
        ordered = _of(account, now).order_by(cases.c.opened.desc(), cases.c.encounter)
        with self._database.read() as connection:
            found = connection.execute(ordered).all()
        return tuple(self._read(row) for row in found)

    def note(self, standings: Iterable[NewStanding]) -> None:
        """Keep those that were worked out from all there is. Raises StoreError."""
        with self._database.change(patience=QUICK) as connection:
            for one in standings:
                own = key_of(connection, self._database.cipher, one.encounter)
                sealed = own.seal(one.text, encounters.name, one.encounter, "urgency")
                same = update(encounters).where(encounters.c.key == one.encounter, encounters.c.counts == one.seen)
                connection.execute(same.values(urgency_sealed=sealed))

    def _read(self, row: Row[tuple[str, datetime, datetime, bytes, bytes, bytes]]) -> StoredStanding:
        text, own = None, None
        with suppress(Unreadable):
            own = opened_key(self._database.cipher, row.key, row.sealed)
            text = own.open(row.urgency_sealed, encounters.name, row.key, "urgency") if row.urgency_sealed else None
        return StoredStanding(row.key, row.opened, row.ends, text, own is not None, row.counts)


def _of(account: str, now: datetime) -> Select[tuple[str, datetime, datetime, bytes, bytes, bytes]]:
    columns = (encounters.c.key, cases.c.opened, encounters.c.ends, encounters.c.urgency_sealed, encounters.c.counts)
    return (
        select(*columns, visit_keys.c.sealed)
        .join_from(cases, encounters, encounters.c.key == cases.c.encounter)
        .outerjoin(visit_keys, visit_keys.c.encounter == encounters.c.key)
        .where(cases.c.account == account, encounters.c.ends > now)
    )
