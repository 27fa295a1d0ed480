"""Reads and writes what clinicians do with the cases that were shared with them, and the trail of who did what when."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, Select, Table, insert, select

from midback.records.database import Database
from midback.records.sealed import Row, append, hold, rows
from midback.records.shares import opened
from midback.records.tables import cases, decisions, encounters, examinations
from midback.records.trail import Noted, TrailStore, note


@dataclass(frozen=True, slots=True)
class StoredCase:
    """An encounter in a clinician's list, and when they first opened it. Times are UTC."""

    encounter: str
    account: str
    opened: datetime


class ClinicStore:
    """Cases, examinations, decisions and the trail in one database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._trail = TrailStore(database)

    def take(self, share: str, noted: Noted) -> str | None:
        """Open a link and put its encounter in the list of who opened it; None if the link leads nowhere."""
        with self._database.change() as connection:
            encounter = opened(connection, share, noted.at)
            if encounter is None:
                return None
            if _case(connection, encounter, noted) is None:
                taken = insert(cases).values(encounter=encounter, account=noted.account, opened=noted.at)
                connection.execute(taken)
            note(connection, self._database.house, replace(noted, encounter=encounter))
            return encounter

    def cases(self, account: str, now: datetime) -> tuple[StoredCase, ...]:
        """The cases in a clinician's list, newest first, without those whose time has ended."""
        with self._database.read() as connection:
            found = connection.execute(_listed(account, now).order_by(cases.c.opened.desc(), cases.c.encounter))
            return tuple(StoredCase(**row._mapping) for row in found)

    def case(self, account: str, encounter: str, now: datetime) -> StoredCase | None:
        """One case of a clinician's list."""
        with self._database.read() as connection:
            found = connection.execute(_listed(account, now).where(cases.c.encounter == encounter)).one_or_none()
        return StoredCase(**found._mapping) if found else None

    def examine(self, encounter: str, text: str, noted: Noted, after: int) -> None:
        """Add an entry to an encounter's examination of so many. Raises Gone and Moved."""
        self._append(examinations, encounter, text, noted, after)

    def decide(self, encounter: str, text: str, noted: Noted, after: int) -> None:
        """Add a decision after so many. Raises Gone and Moved."""
        self._append(decisions, encounter, text, noted, after)

    def examinations(self, encounter: str) -> tuple[Row, ...]:
        """The entries of an examination, oldest first. Raises Unreadable."""
        return self._rows(examinations, encounter)

    def decisions(self, encounter: str) -> tuple[Row, ...]:
        """The decisions on an encounter, oldest first. Raises Unreadable."""
        return self._rows(decisions, encounter)

    def note(self, noted: Noted) -> None:
        """Add a line to the trail."""
        self._trail.note(noted)

    def audit(self, encounter: str) -> tuple[Noted, ...]:
        """The trail of an encounter, oldest first."""
        return self._trail.of(encounter)

    def _append(self, table: Table, encounter: str, text: str, noted: Noted, after: int) -> None:
        with self._database.change() as connection:
            hold(connection, encounter, noted.at)
            cipher = self._database.cipher
            append(connection, cipher, table, encounter, text, at=noted.at, account=noted.account, after=after)
            note(connection, self._database.house, replace(noted, encounter=encounter))

    def _rows(self, table: Table, encounter: str) -> tuple[Row, ...]:
        with self._database.read() as connection:
            return tuple(rows(connection, self._database.cipher, table, encounter))


def _listed(account: str, now: datetime) -> Select[tuple[str, str, datetime]]:
    there = select(encounters.c.key).where(encounters.c.ends > now)
    return select(cases).where(cases.c.account == account, cases.c.encounter.in_(there))


def _case(connection: Connection, encounter: str, noted: Noted) -> object | None:
    return connection.execute(_listed(noted.account, noted.at).where(cases.c.encounter == encounter)).one_or_none()
