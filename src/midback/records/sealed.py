"""Rows of an encounter whose text is encrypted: numbered from 0, only added, bound to encounter, number, author, time.

Each encounter has a key of its own, sealed with the server's in one small row: once that row is deleted, nobody can
read what is left of the encounter in a copy, a log or a backup. The encounter's row holds the sealed count of its
rows, so that a row that was exchanged for another, or is missing, is noticed when they are read: the last one too.
"""

import json
from base64 import b64decode
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, Table, delete, func, insert, select, update

from midback.errors import RecordError
from midback.records.cipher import CHANGED, NAME_BYTES, Cipher, Unreadable, new_key
from midback.records.tables import encounters, visit_keys
from midback.words import say

MOST: Mapping[str, int] = {"answers": 600, "examinations": 300, "decisions": 100, "shares": 50}
"""How many rows of each kind one encounter may have: many times what a long visit needs."""


class Gone(RecordError):
    """An encounter that was deleted, whose time has ended, or that never was."""

    def __init__(self) -> None:
        super().__init__(say("visits.gone"))


class Full(RecordError):
    """An encounter that takes no more rows of a kind."""

    def __init__(self, kind: str) -> None:
        super().__init__(say(f"visits.full_{kind}", most=MOST[kind]))


class Moved(RecordError):
    """Somebody else added to an encounter after it was read; read it again. Nothing was kept."""

    def __init__(self) -> None:
        super().__init__(say("visits.moved"))


@dataclass(frozen=True, slots=True)
class Row:
    """One row, decrypted. `account` is who wrote it, if that was a clinician."""

    text: str
    at: datetime
    account: str = ""


def make_key(connection: Connection, cipher: Cipher, encounter: str, at: datetime) -> Cipher:
    """Give an encounter a key of its own."""
    text = new_key()
    sealed = cipher.seal(text, visit_keys.name, encounter)
    connection.execute(insert(visit_keys).values(encounter=encounter, sealed=sealed, made=at))
    return Cipher([b64decode(text)], other=CHANGED)


def key_of(connection: Connection, cipher: Cipher, encounter: str) -> Cipher:
    """What an encounter's texts are sealed with. Raises Unreadable if its key is missing."""
    query = select(visit_keys.c.sealed).where(visit_keys.c.encounter == encounter)
    sealed = connection.execute(query).scalar_one_or_none()
    return opened_key(cipher, encounter, sealed)


def opened_key(cipher: Cipher, encounter: str, sealed: bytes | None) -> Cipher:
    """What an encounter's texts are sealed with, from its sealed key. Raises Unreadable if it is missing."""
    if sealed is None:
        raise Unreadable(say("visits.key_missing"))
    return Cipher([b64decode(cipher.open(sealed, visit_keys.name, encounter))], other=CHANGED)


def forget_keys(connection: Connection) -> None:
    """Delete the key of every encounter that isn't there any more."""
    connection.execute(delete(visit_keys).where(visit_keys.c.encounter.not_in(select(encounters.c.key))))


def seal_keys_anew(connection: Connection, cipher: Cipher) -> None:
    """Seal every encounter's key with the server's first key, so that an earlier one is needed no longer."""
    earlier = select(visit_keys).where(func.substr(visit_keys.c.sealed, 1, NAME_BYTES) != cipher.first)
    for row in connection.execute(earlier).all():
        with suppress(Unreadable):
            anew = cipher.seal(cipher.open(row.sealed, visit_keys.name, row.encounter), visit_keys.name, row.encounter)
            change = update(visit_keys).where(visit_keys.c.encounter == row.encounter)
            connection.execute(change.values(sealed=anew))


def hold(connection: Connection, encounter: str, now: datetime) -> None:
    """Let nobody else add to an encounter until this change is done. Raises Gone if it isn't there any more."""
    there = update(encounters).where(encounters.c.key == encounter, encounters.c.ends > now)
    if not connection.execute(there.values(ends=encounters.c.ends)).rowcount:
        raise Gone


def check_room(kind: str, there: int) -> None:
    """Raises Full if an encounter that has this many rows of a kind takes no more."""
    if there >= MOST[kind]:
        raise Full(kind)


def append(
    connection: Connection,
    cipher: Cipher,
    table: Table,
    encounter: str,
    text: str,
    *,
    at: datetime,
    account: str = "",
    after: int | None = None,
) -> None:
    """Add a row; how urgent the encounter is must be found anew. It must be held.

    `after` is how many rows there were when it was read. Raises Moved if there are others now, Full and Unreadable.
    """
    own = key_of(connection, cipher, encounter)
    stored = connection.execute(select(encounters.c.counts).where(encounters.c.key == encounter)).scalar_one()
    counts = _counts(own, encounter, stored)
    number = counts.get(table.name, 0)
    if after is not None and number != after:
        raise Moved
    check_room(table.name, number)
    sealed = own.seal(text, *place(table.name, encounter, number, at, account))
    by = {"account": account} if account else {}
    connection.execute(insert(table).values(encounter=encounter, number=number, sealed=sealed, at=at, **by))
    counted = counts_sealed(own, encounter, {**counts, table.name: number + 1})
    changed = update(encounters).where(encounters.c.key == encounter)
    connection.execute(changed.values(counts=counted, urgency_sealed=None))


def rows(connection: Connection, cipher: Cipher, table: Table, encounter: str) -> Iterator[Row]:
    """The rows in the order they were added. Raises Unreadable if one was changed, moved or removed."""
    query = select(encounters.c.counts, visit_keys.c.sealed.label("own"), table)
    with_key = query.outerjoin(visit_keys, visit_keys.c.encounter == encounters.c.key)
    joined = with_key.outerjoin(table, table.c.encounter == encounters.c.key).where(encounters.c.key == encounter)
    found = connection.execute(joined.order_by(table.c.number)).mappings().all()  # one statement: one moment
    if not found:
        return
    own = opened_key(cipher, encounter, found[0]["own"])
    kept = [row for row in found if row["number"] is not None]
    _check_numbers(table.name, [row["number"] for row in kept], _counts(own, encounter, found[0]["counts"]))
    for row in kept:
        account = row.get("account", "")
        text = own.open(row["sealed"], *place(table.name, encounter, row["number"], row["at"], account))
        yield Row(text, row["at"], account)


def place(table: str, encounter: str, number: int, at: datetime, account: str) -> tuple[str, ...]:
    """What a row's text is bound to."""
    return (table, encounter, str(number), at.astimezone(UTC).isoformat(), account)


def _counts(own: Cipher, encounter: str, sealed: bytes | None) -> dict[str, int]:
    if sealed is None:
        raise Unreadable(say("visits.count_missing"))
    counts: dict[str, int] = json.loads(own.open(sealed, encounters.name, encounter, "counts"))
    return counts


def counts_sealed(own: Cipher, encounter: str, counts: Mapping[str, int]) -> bytes:
    """The count of an encounter's rows, to store beside it."""
    return own.seal(json.dumps(dict(counts)), encounters.name, encounter, "counts")


def _check_numbers(table: str, numbers: list[int], counts: Mapping[str, int]) -> None:
    missing = sorted(set(range(counts.get(table, 0))).symmetric_difference(numbers))
    if missing:
        raise Unreadable(say("visits.row_missing", row=missing[0], table=table))
