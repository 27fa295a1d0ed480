"""Reads and writes the links by which a person shares an encounter. A link's key is the digest of its token."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from midback.records.database import Database
from midback.records.sealed import check_room, hold
from midback.records.tables import Moment, audit, cases, encounters, shares
from midback.records.trail import Noted, note


@dataclass(frozen=True, slots=True)
class StoredShare:
    """A link as stored. Times are UTC; `opened` counts how often it was."""

    key: str
    encounter: str
    made: datetime
    ends: datetime
    revoked: datetime | None = None
    opened: int = 0


@dataclass(frozen=True, slots=True)
class StoredHolder:
    """An account that has an encounter in its list: when it was opened first, and used last (UTC)."""

    account: str
    opened: datetime
    last: datetime


class ShareStore:
    """Links in one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, share: StoredShare) -> StoredShare:
        """Keep a new link, or find the one with its key that was kept before.

        Raises Gone if its encounter isn't there any more, and Full if it has many links already.
        """
        with self._database.change() as connection:
            hold(connection, share.encounter, share.made)
            if kept := connection.execute(select(shares).where(shares.c.key == share.key)).one_or_none():
                return StoredShare(**kept._mapping)
            of_it = select(func.count()).where(shares.c.encounter == share.encounter)
            check_room(shares.name, connection.execute(of_it).scalar_one())
            connection.execute(
                insert(shares).values(
                    key=share.key, encounter=share.encounter, made=share.made, ends=share.ends, opened=0
                )
            )
        return share

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
        """Revoke one link of an encounter, or all of them; says how many were good until now. Raises Gone."""
        good = update(shares).where(shares.c.encounter == encounter, shares.c.revoked.is_(None), shares.c.ends > at)
        one = good if key is None else good.where(shares.c.key == key)
        with self._database.change() as connection:
            hold(connection, encounter, at)
            return connection.execute(one.values(revoked=at)).rowcount

    def take_back(self, encounter: str, noted: Noted) -> int:
        """Revoke every link of an encounter and take it out of every list; says out of how many.

        A line in the trail tells of each; where nobody has it, there is none. Nothing is decrypted. Raises Gone.
        """
        good = update(shares).where(shares.c.encounter == encounter, shares.c.revoked.is_(None))
        with self._database.change() as connection:
            hold(connection, encounter, noted.at)
            connection.execute(good.values(revoked=noted.at))
            holders = connection.execute(select(cases.c.account).where(cases.c.encounter == encounter)).scalars().all()
            connection.execute(delete(cases).where(cases.c.encounter == encounter))
            for account in holders:
                note(connection, self._database.house, replace(noted, account=account, encounter=encounter))
        return len(holders)

    def holders(self, encounter: str) -> tuple[StoredHolder, ...]:
        """Who has the encounter in their list, in the order they opened it, and when each looked last."""
        looked = (
            select(audit.c.account, func.max(audit.c.at).label("last"))
            .where(audit.c.encounter == encounter, audit.c.account != "")
            .group_by(audit.c.account)
            .subquery()
        )
        query = (
            select(cases.c.account, cases.c.opened, func.coalesce(looked.c.last, cases.c.opened, type_=Moment()))
            .outerjoin(looked, looked.c.account == cases.c.account)
            .where(cases.c.encounter == encounter)
        )
        with self._database.read() as connection:
            found = connection.execute(query.order_by(cases.c.opened, cases.c.account)).all()
        return tuple(StoredHolder(*row) for row in found)


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
