"""Reads and writes the links by which a person shares an encounter. A link's key is the digest of its token."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from midback.records.database import Database
from midback.records.sealed import hold
from midback.records.tables import encounters, shares


@dataclass(frozen=True, slots=True)
class StoredShare:
    """A link as stored. Times are UTC; `opened` counts how often it was."""

    key: str
    encounter: str
    made: datetime
    ends: datetime
    revoked: datetime | None = None
    opened: int = 0


class ShareStore:
    """Links in one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, share: StoredShare) -> None:
        """Keep a new link. Raises Gone if its encounter isn't there any more."""
        with self._database.change() as connection:
            hold(connection, share.encounter, share.made)
            connection.execute(
                insert(shares).values(
                    key=share.key, encounter=share.encounter, made=share.made, ends=share.ends, opened=0
                )
            )

    def open(self, key: str, now: datetime) -> str | None:
        """The key of the encounter a link leads to, and count that it was opened; None if it leads nowhere."""
        with self._database.change() as connection:
            return opened(connection, key, now)

    def of(self, encounter: str) -> tuple[StoredShare, ...]:
        """The links of an encounter, oldest first."""
        with self._database.read() as connection:
            found = connection.execute(
                select(shares).where(shares.c.encounter == encounter).order_by(shares.c.made, shares.c.key)
            )
            return tuple(StoredShare(**row._mapping) for row in found)

    def revoke(self, encounter: str, at: datetime, key: str | None = None) -> int:
        """Revoke one link of an encounter, or all of them; says how many were good until now."""
        good = update(shares).where(shares.c.encounter == encounter, shares.c.revoked.is_(None), shares.c.ends > at)
        one = good if key is None else good.where(shares.c.key == key)
        with self._database.change() as connection:
            return connection.execute(one.values(revoked=at)).rowcount


def opened(connection: Connection, key: str, now: datetime) -> str | None:
    """Count that a link was opened, as part of a change, and give its encounter's key; None if it isn't good."""
    there = select(encounters.c.key).where(encounters.c.ends > now)
    counted = connection.execute(
        update(shares)
        .where(shares.c.key == key, shares.c.revoked.is_(None), shares.c.ends > now, shares.c.encounter.in_(there))
        .values(opened=shares.c.opened + 1)
    )
    if not counted.rowcount:
        return None
    encounter: str = connection.execute(select(shares.c.encounter).where(shares.c.key == key)).scalar_one()
    return encounter
