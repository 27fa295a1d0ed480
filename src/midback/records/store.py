"""Reads and writes encounters and their answers."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from midback.records.database import Database
from midback.records.sealed import append, counts_sealed, forget_keys, hold, make_key, rows
from midback.records.tables import ENDING, answers, encounters, visit_keys
from midback.records.trail import Noted, forget, note


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer as stored: its question and its response as JSON text; None withdraws an earlier one."""

    question: str
    response: str | None


@dataclass(frozen=True, slots=True)
class Stored:
    """An encounter as stored, with its answers in the order they were given. Times are UTC."""

    key: str
    profile: str
    setting: str
    content_version: str
    begun: datetime
    ends: datetime
    concluded: datetime | None
    answers: tuple[Answered, ...] = ()


class Store:
    """Encounters in one database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def add(self, stored: Stored) -> None:
        """Begin an encounter."""
        with self.database.change() as connection:
            own = make_key(connection, self.database.cipher, stored.key, stored.begun)
            connection.execute(
                insert(encounters).values(
                    key=stored.key,
                    counts=counts_sealed(own, stored.key, {}),
                    profile=stored.profile,
                    setting=stored.setting,
                    content_version=stored.content_version,
                    begun=stored.begun,
                    ends=stored.ends,
                )
            )

    def find(self, key: str, now: datetime) -> Stored | None:
        """An encounter with its answers, unless it isn't there or its time has ended. Raises Unreadable."""
        with self.database.read() as connection:
            row = connection.execute(
                select(*_OPEN).where(encounters.c.key == key, encounters.c.ends > now)
            ).one_or_none()
            return Stored(**row._mapping, answers=self._answers(connection, key)) if row else None

    def answer(self, key: str, answered: Answered, at: datetime, after: int | None = None) -> None:
        """Add an answer, if there are `after` of them. A conclusion drawn before falls. Raises Gone and Moved."""
        with self.database.change() as connection:
            hold(connection, key, at)
            append(connection, self.database.cipher, answers, key, _written(answered), at=at, after=after)
            connection.execute(update(encounters).where(encounters.c.key == key).values(concluded=None))

    def conclude(self, key: str, at: datetime) -> None:
        """Note when the conclusion was drawn."""
        self._set(key, concluded=at)

    def keep_until(self, key: str, ends: datetime) -> None:
        """Change when an encounter is deleted."""
        self._set(key, ends=ends)

    def delete(self, key: str) -> None:
        """Delete an encounter and all that belongs to it. Nothing needs to be decrypted for it."""
        with self.database.change() as connection:
            connection.execute(delete(visit_keys).where(visit_keys.c.encounter == key))
            connection.execute(delete(encounters).where(encounters.c.key == key))
        self.database.delete_in_copies(key)
        self.database.empty_log()

    def purge(self, now: datetime, noted: Noted | None = None) -> int:
        """Delete all whose time has ended; says how many encounters that were. If any, a line is added to the trail."""
        with self.database.change() as connection:
            ended = [connection.execute(delete(table).where(table.c.ends <= now)).rowcount for table in ENDING]
            forget_keys(connection)
            forget(connection, self.database.house, now)
            count = ended[ENDING.index(encounters)]
            if noted and count:
                note(connection, self.database.house, noted)
        self.database.purge_copies(now)
        self.database.empty_log()
        return count

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()

    def _answers(self, connection: Connection, key: str) -> tuple[Answered, ...]:
        found = rows(connection, self.database.cipher, answers, key)
        return tuple(Answered(**json.loads(row.text)) for row in found)

    def _set(self, key: str, **values: datetime) -> None:
        with self.database.change() as connection:
            connection.execute(update(encounters).where(encounters.c.key == key).values(**values))


_OPEN = tuple(column for column in encounters.c if column.name not in ("counts", "urgency_sealed"))


def _written(answered: Answered) -> str:
    """Question and response are encrypted together: to have been asked can tell as much as what was answered."""
    return json.dumps({"question": answered.question, "response": answered.response})
