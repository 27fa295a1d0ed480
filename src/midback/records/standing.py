"""How each encounter of a clinician's list stands, noted beside it, so that a list opens no answers.

A note is sealed with the encounter's own key, for it says how urgent a person's case is. Whatever is added to an
encounter takes its note away; one that was worked out from rows which are no longer all of them is not taken.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from midback.records.cipher import Cipher, Unreadable
from midback.records.database import Database
from midback.records.sealed import key_of, opened_key
from midback.records.tables import cases, encounters, visit_keys

AT_ONCE = 500
QUICK = 0.5
"""Seconds to wait for a turn to write a note: without it the list is only slower the next time."""


@dataclass(frozen=True, slots=True)
class StoredStanding:
    """A line of a clinician's list, unopened. `sealed` is None where nothing is noted or something was added since.

    `own` is the case's own key, sealed. `seen` names the rows that there are: a note made from them is kept only while
    they are all. Times are UTC.
    """

    encounter: str
    opened: datetime
    ends: datetime
    sealed: bytes | None
    seen: bytes
    own: bytes | None


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

    def places(self, account: str, now: datetime) -> Sequence[tuple[str, bytes | None]]:
        """Every encounter of a clinician's list, the last opened first, with its sealed note; None where none is.

        Little is read of each, for a list may be long.
        """
        query = (
            select(encounters.c.key, encounters.c.urgency_sealed)
            .join_from(cases, encounters, encounters.c.key == cases.c.encounter)
            .where(cases.c.account == account, encounters.c.ends > now)
            .order_by(cases.c.opened.desc(), cases.c.encounter)
        )
        with self._database.read() as connection:
            return [(row[0], row[1]) for row in connection.execute(query)]

    def lines(self, account: str, these: Sequence[str]) -> dict[str, StoredStanding]:
        """Some lines of a clinician's list by encounter, without those that are gone meanwhile."""
        query = (
            select(
                encounters.c.key.label("encounter"),
                cases.c.opened,
                encounters.c.ends,
                encounters.c.urgency_sealed.label("sealed"),
                encounters.c.counts.label("seen"),
                visit_keys.c.sealed.label("own"),
            )
            .join_from(cases, encounters, encounters.c.key == cases.c.encounter)
            .outerjoin(visit_keys, visit_keys.c.encounter == encounters.c.key)
        )
        found: dict[str, StoredStanding] = {}
        with self._database.read() as connection:
            for some in _batched(these, AT_ONCE):
                mine = query.where(cases.c.account == account, cases.c.encounter.in_(some))
                found |= {row.encounter: StoredStanding(**row._mapping) for row in connection.execute(mine)}
        return found

    def note(self, standings: Iterable[NewStanding]) -> None:
        """Keep those that were worked out from all there is. Raises StoreError."""
        with self._database.change(patience=QUICK) as connection:
            for one in standings:
                own = key_of(connection, self._database.cipher, one.encounter)
                sealed = own.seal(one.text, encounters.name, one.encounter, "urgency")
                same = update(encounters).where(encounters.c.key == one.encounter, encounters.c.counts == one.seen)
                connection.execute(same.values(urgency_sealed=sealed))


def noted_text(cipher: Cipher, encounter: str, own: bytes | None, sealed: bytes | None) -> str | None:
    """What is noted of how an encounter stands; None where nothing is, or it isn't as it was noted.

    Raises Unreadable where the encounter's own key can't be had.
    """
    key = opened_key(cipher, encounter, own)
    with suppress(Unreadable):
        return key.open(sealed, encounters.name, encounter, "urgency") if sealed else None
    return None


def _batched(these: Sequence[str], most: int) -> Iterator[Sequence[str]]:
    """Parts of this length; the last may be shorter."""
    return (these[first : first + most] for first in range(0, len(these), most))
