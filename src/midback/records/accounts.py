"""Reads and writes clinicians' accounts, their sessions, and failed sign-ins.

An account's id is random, so that a name that comes back is another account; it is found by a keyed digest of its
name. Name and password hash are encrypted together, and again whenever
the first key is a new one: an account lives longer than the answers do.
"""

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from midback.records.cipher import Cipher, Unreadable
from midback.records.database import Database
from midback.records.faults import Clash
from midback.records.tables import accounts, attempts, sessions


@dataclass(frozen=True, slots=True)
class StoredAccount:
    """An account as stored; `password` is a hash. Both are empty where the account can't be read."""

    id: str
    name: str
    password: str
    added: datetime


@dataclass(frozen=True, slots=True)
class StoredSession:
    """A session as stored. It ends at `ends` unless it is used, and at `latest` in any case. Times are UTC."""

    key: str
    account: str
    begun: datetime
    latest: datetime
    ends: datetime


class AccountStore:
    """Accounts in one database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._seal_anew()

    def add(self, account: StoredAccount) -> bool:
        """Add an account; False if there is one with this name."""
        sealed, named = _sealed(self._database.cipher, account), self.named(account.name)
        new = insert(accounts).values(id=account.id, named=named, sealed=sealed, added=account.added)
        try:
            with self._database.change() as connection:
                connection.execute(new)
        except Clash:
            return False
        return True

    def find(self, id: str) -> StoredAccount | None:
        """The account with this id. Raises Unreadable."""
        with self._database.read() as connection:
            row = connection.execute(select(accounts).where(accounts.c.id == id)).one_or_none()
        return _opened(self._database.cipher, row) if row else None

    def find_named(self, named: str) -> StoredAccount | None:
        """The account whose name has this keyed digest. Raises Unreadable."""
        with self._database.read() as connection:
            row = connection.execute(select(accounts).where(accounts.c.named == named)).one_or_none()
        return _opened(self._database.cipher, row) if row else None

    def named(self, name: str, *more: str) -> str:
        """The keyed digest of a name, alike for capitals and small letters."""
        return self._database.house.digest("name", name.casefold(), *more)

    def all(self) -> tuple[StoredAccount, ...]:
        """Every account in the order they were added; one that can't be read takes no other away."""
        with self._database.read() as connection:
            return tuple(_opened_or_bare(self._database.cipher, row) for row in connection.execute(_EVERY))

    def replace(self, account: StoredAccount, instead_of: str, by: str = "") -> bool:
        """Write an account anew, while its password (a hash) still is `instead_of`.

        False if it was changed or removed meanwhile; or if `by` names a session, and that has ended.
        """
        sealed = _sealed(self._database.cipher, account)
        with self._database.change() as connection:
            if not self._is_still(connection, account.id, instead_of) or (by and not _is_there(connection, by)):
                return False
            connection.execute(update(accounts).where(accounts.c.id == account.id).values(sealed=sealed))
            return True

    def id_named(self, named: str) -> str | None:
        """The id of the account whose name has this keyed digest. Nothing is decrypted."""
        with self._database.read() as connection:
            return connection.execute(select(accounts.c.id).where(accounts.c.named == named)).scalar_one_or_none()

    def remove(self, id: str) -> bool:
        """Remove an account with its sessions and its list of cases; False if there is none."""
        with self._database.change() as connection:
            return connection.execute(delete(accounts).where(accounts.c.id == id)).rowcount > 0

    def begin(self, session: StoredSession, most: int, password: str) -> bool:
        """Add a session and end the oldest beyond `most`.

        False if the account was removed, or `password` (a hash) is no longer its own: a session that begins with an
        earlier password would outlive the end of all others.
        """
        with self._database.change() as connection:
            if not self._is_still(connection, session.account, password):
                return False
            connection.execute(
                insert(sessions).values(
                    key=session.key,
                    account=session.account,
                    begun=session.begun,
                    latest=session.latest,
                    ends=session.ends,
                )
            )
            _end_oldest(connection, session, most)
            return True

    def session(self, key: str, now: datetime) -> StoredSession | None:
        """The session with this key, unless it has ended."""
        with self._database.read() as connection:
            row = connection.execute(select(sessions).where(sessions.c.key == key, sessions.c.ends > now)).one_or_none()
        return StoredSession(**row._mapping) if row else None

    def prolong(self, key: str, ends: datetime) -> None:
        """Let a session end later."""
        with self._database.change() as connection:
            connection.execute(update(sessions).where(sessions.c.key == key).values(ends=ends))

    def end(self, key: str) -> None:
        """End a session."""
        with self._database.change() as connection:
            connection.execute(delete(sessions).where(sessions.c.key == key))

    def attempts(self, key: str, now: datetime) -> Sequence[datetime]:
        """When each sign-in that counts is forgotten, soonest first."""
        with self._database.read() as connection:
            return _counted(connection, key, now)

    def attempt(
        self, key: str, now: datetime, ends: datetime, wait: Callable[[Sequence[datetime]], datetime | None]
    ) -> datetime | None:
        """Count a sign-in, unless `wait` says of those counted (when each is forgotten, soonest first) until when not.

        One at a time, so that many at once are no way round the count. Says until when to wait, if that is so.
        """
        with self._database.change() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(key))))
            until = wait(_counted(connection, key, now))
            if until is None:
                connection.execute(insert(attempts).values(account=key, ends=ends))
            return until

    def end_all(self, account: str, but: str = "") -> int:
        """End every session of an account, but the one with this key; says how many."""
        others = delete(sessions).where(sessions.c.account == account, sessions.c.key != but)
        with self._database.change() as connection:
            return connection.execute(others).rowcount

    def forget_attempts(self, id: str) -> None:
        """Count none any more."""
        with self._database.change() as connection:
            connection.execute(delete(attempts).where(attempts.c.account == id))

    def _is_still(self, connection: Connection, id: str, password: str) -> bool:
        """Has the account this password (a hash)? Nobody else writes the account until this change is done."""
        held = select(accounts).where(accounts.c.id == id).with_for_update()
        row = connection.execute(held).one_or_none()
        return row is not None and _opened(self._database.cipher, row).password == password

    def _seal_anew(self) -> None:
        cipher = self._database.cipher
        with self._database.read() as connection:
            older = [row for row in connection.execute(_EVERY) if not cipher.current(row.sealed)]
        for row in older:
            with suppress(Unreadable):
                account = _opened(cipher, row)
                self.replace(account, instead_of=account.password)


_EVERY = select(accounts).order_by(accounts.c.added, accounts.c.id)


def _opened(cipher: Cipher, row: Any) -> StoredAccount:
    return StoredAccount(id=row.id, added=row.added, **json.loads(cipher.open(row.sealed, accounts.name, row.id)))


def _opened_or_bare(cipher: Cipher, row: Any) -> StoredAccount:
    try:
        return _opened(cipher, row)
    except Unreadable:
        return StoredAccount(id=row.id, added=row.added, name="", password="")


def _is_there(connection: Connection, session: str) -> bool:
    return connection.execute(select(sessions.c.key).where(sessions.c.key == session)).first() is not None


def _counted(connection: Connection, key: str, now: datetime) -> Sequence[datetime]:
    found = select(attempts.c.ends).where(attempts.c.account == key, attempts.c.ends > now)
    return connection.execute(found.order_by(attempts.c.ends)).scalars().all()


def _sealed(cipher: Cipher, account: StoredAccount) -> bytes:
    text = json.dumps({"name": account.name, "password": account.password})
    return cipher.seal(text, accounts.name, account.id)


def _end_oldest(connection: Connection, session: StoredSession, most: int) -> None:
    others = select(sessions.c.key).where(sessions.c.account == session.account, sessions.c.key != session.key)
    kept = connection.execute(others.order_by(sessions.c.begun.desc()).limit(most - 1)).scalars().all()
    connection.execute(
        delete(sessions).where(sessions.c.account == session.account, sessions.c.key.not_in([session.key, *kept]))
    )
