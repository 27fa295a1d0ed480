"""The trail: who did what when, without content. The one place where its lines are written, checked and deleted.

Each line carries a keyed digest of itself and the line before; the sealed end of the trail holds the last digest and
the count. A line that was changed, moved, added or removed without the key is noticed, the last one too.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from midback.records.cipher import Unreadable
from midback.records.database import Database
from midback.records.house import House
from midback.records.tables import audit, secrets
from midback.words import say

TRAIL = "trail"


@dataclass(frozen=True, slots=True)
class Noted:
    """One line: which account did what to which encounter when, and when the line itself is deleted. Times are UTC.

    `about` is a keyed digest of a name that was typed, where no account is known. It holds no content.
    """

    account: str
    act: str
    at: datetime
    ends: datetime
    encounter: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Break:
    """Where the chain is broken: the number of the first line that isn't as it was written; 0 beyond the last."""

    number: int


@dataclass(frozen=True, slots=True)
class _End:
    start: str = ""
    last: str = ""
    count: int = 0


class TrailStore:
    """The trail in one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, noted: Noted) -> None:
        """Add a line."""
        with self._database.change() as connection:
            note(connection, self._database.house, noted)

    def lines(self, since: datetime | None = None, until: datetime | None = None) -> tuple[tuple[int, Noted], ...]:
        """The numbered lines from `since` until before `until`, oldest first."""
        query = select(audit).order_by(audit.c.number)
        query = query.where(audit.c.at >= since) if since else query
        query = query.where(audit.c.at < until) if until else query
        with self._database.read() as connection:
            return tuple((row.number, _noted(row)) for row in connection.execute(query))

    def of(self, encounter: str) -> tuple[Noted, ...]:
        """The lines about an encounter, oldest first."""
        query = select(audit).where(audit.c.encounter == encounter).order_by(audit.c.number)
        with self._database.read() as connection:
            return tuple(_noted(row) for row in connection.execute(query))

    def broken(self) -> Break | None:
        """The first place where the chain doesn't hold; None if all of it does."""
        house = self._database.house
        with self._database.read() as connection:
            try:
                end = _end(connection, house)
            except Unreadable:
                return Break(0)
            return _walk(house, end, connection.execute(select(audit).order_by(audit.c.number)))


def note(connection: Connection, house: House, noted: Noted) -> None:
    """Add a line as part of a change."""
    end = _end(connection, house)
    chain = chained(house, end.last, noted)
    connection.execute(insert(audit).values(**asdict(noted), chain=chain))
    _write(connection, house, _End(end.start, chain, end.count + 1))


def forget(connection: Connection, house: House, now: datetime) -> None:
    """Delete the lines whose time has ended, from the oldest on, as part of a change."""
    first_kept = select(func.min(audit.c.number)).where(audit.c.ends > now).scalar_subquery()
    ended = (audit.c.ends <= now) & (audit.c.number < func.coalesce(first_kept, audit.c.number + 1))
    end = _end(connection, house)
    last = select(audit.c.chain).where(ended).order_by(audit.c.number.desc()).limit(1)
    chain = connection.execute(last).scalar_one_or_none()
    if chain is not None:
        gone = connection.execute(delete(audit).where(ended)).rowcount
        _write(connection, house, _End(chain, end.last, end.count - gone))


def chained(house: House, before: str, noted: Noted) -> str:
    """The keyed digest of a line and of the digest before it."""
    times = (noted.at.astimezone(UTC).isoformat(), noted.ends.astimezone(UTC).isoformat())
    return house.digest(TRAIL, before, noted.account, noted.act, *times, noted.encounter, noted.about)


def begin_trail(connection: Connection, house: House) -> None:
    """Chain the lines that were written before there was a chain, and seal the end."""
    last, count = "", 0
    for row in connection.execute(select(audit).order_by(audit.c.number)).all():
        last, count = chained(house, last, _noted(row)), count + 1
        connection.execute(update(audit).where(audit.c.number == row.number).values(chain=last))
    connection.execute(insert(secrets).values(name=TRAIL, sealed=_sealed(house, _End("", last, count))))


def _walk(house: House, end: _End, lines: Iterator[Row[tuple[object, ...]]]) -> Break | None:
    before, count = end.start, 0
    for row in lines:
        if row.chain != chained(house, before, _noted(row)):
            return Break(row.number)
        before, count = row.chain, count + 1
    return None if (before, count) == (end.last, end.count) else Break(0)


def _end(connection: Connection, house: House) -> _End:
    """The end of the trail; nobody else writes it until this change is done. Raises Unreadable."""
    query = select(secrets.c.sealed).where(secrets.c.name == TRAIL).with_for_update()
    sealed: bytes | None = connection.execute(query).scalar_one_or_none()
    if sealed is None:
        raise Unreadable(say("database.trail_end"))
    return _End(**json.loads(house.cipher().open(sealed, secrets.name, TRAIL)))


def _sealed(house: House, end: _End) -> bytes:
    return house.cipher().seal(json.dumps(asdict(end)), secrets.name, TRAIL)


def _write(connection: Connection, house: House, end: _End) -> None:
    connection.execute(update(secrets).where(secrets.c.name == TRAIL).values(sealed=_sealed(house, end)))


def _noted(row: Row[tuple[object, ...]]) -> Noted:
    return Noted(row.account, row.act, row.at, row.ends, row.encounter, row.about)
