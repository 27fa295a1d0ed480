"""Clinicians' accounts: a name and a password, made by who runs the server; and the sessions they sign in to.

People who answer for themselves have no account. A wrong name and a wrong password take the same time and get the
same answer. After five failed sign-ins within a quarter of an hour a name has to wait, whether or not it has an
account; names are counted by digest, and nothing of where a sign-in came from is kept.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from midback.encounter.place import open_database
from midback.encounter.tokens import digest, new_id, new_token
from midback.errors import RecordError
from midback.records import AccountStore, Database, StoredAccount, StoredSession, fits, hashed, outdated

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 1024
LONGEST_NAME = 80
IDLE = timedelta(minutes=30)
LONGEST_SESSION = timedelta(hours=12)
SESSIONS = 3
ATTEMPTS = 5
ATTEMPTS_COUNT_FOR = timedelta(minutes=15)
STEP = timedelta(minutes=1)
"""A session that is used is prolonged by at least this much at a time, so that not every page writes."""


class SignInRefused(RecordError):
    """A name and password that don't belong together; it never says which of them is wrong."""

    def __init__(self) -> None:
        super().__init__("that name and password don't belong together; check both and try again")


class MustWait(RecordError):
    """Too many failed sign-ins with one name. `until` is when the next one is heard (UTC)."""

    def __init__(self, until: datetime, now: datetime) -> None:
        self.until = until
        self.minutes = max(1, -int((now - until).total_seconds() // 60))
        super().__init__(f"too many sign-ins failed with this name; wait {self.minutes} min and try again")


class SignedOut(RecordError):
    """A session that has ended, by sign-out, after 30 minutes without use, or after 12 hours."""

    def __init__(self) -> None:
        super().__init__("you are signed out; sign in again")


@dataclass(frozen=True, slots=True)
class Account:
    """A clinician. `id` is random and never comes back; the audit trail and other records hold the id alone."""

    id: str
    name: str
    added: datetime


class Accounts:
    """Every way to add, remove and sign in to an account. `now` gives the time in UTC."""

    def __init__(self, database: Database, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._database = database
        self._store = AccountStore(database)
        self._now = now

    def add(self, name: str, password: str) -> Account:
        """Add an account. Names differ by more than capitals.

        Raises RecordError for a name that is taken, empty or over 80 characters, and for a password under 12.
        """
        name = _checked_name(name)
        _check_password(password)
        stored = StoredAccount(new_id(), name, hashed(password), self._now())
        if not self._store.add(stored):
            raise RecordError(f"there is an account for `{name}` already; remove it first, or take another name")
        return _account(stored)

    def remove(self, name: str) -> None:
        """Remove an account, its sessions and its list of cases. What it wrote stays with each case.

        Raises RecordError if there is none.
        """
        stored = self._store.find_named(self._named(name))
        if stored is None or not self._store.remove(stored.id):
            raise RecordError(f"there is no account for `{name.strip()}`; `midback user list` shows those there are")

    def listed(self) -> tuple[Account, ...]:
        """Every account in the order they were added."""
        return tuple(_account(stored) for stored in self._store.all())

    def sign_in(self, name: str, password: str) -> str:
        """The token of a new session. An account has three at most: the oldest gives way.

        Raises SignInRefused, or MustWait after five failures within 15 minutes.
        """
        named = self._named(name)
        self._count(named)
        stored = self._store.find_named(named)
        if not fits(stored.password if stored else None, password) or stored is None:
            raise SignInRefused
        self._store.forget_attempts(named)
        if outdated(stored.password):
            self._store.replace(replace(stored, password=hashed(password)))
        return self._begin(stored.id)

    def who(self, session: str) -> Account:
        """Whose session this is; using it keeps it open for 30 more minutes, within 12 hours. Raises SignedOut."""
        now = self._now()
        found = self._store.session(digest(session), now)
        stored = self._store.find(found.account) if found else None
        if found is None or stored is None:
            raise SignedOut
        ends = min(now + IDLE, found.latest)
        if ends - found.ends >= STEP:
            self._store.prolong(found.key, ends)
        return _account(stored)

    def sign_out(self, session: str) -> None:
        """End a session; nothing happens if it has ended already."""
        self._store.end(digest(session))

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def _named(self, name: str) -> str:
        return self._store.named(_plain(name))

    def _count(self, id: str) -> None:
        """Counted before the password is looked at, so that many sign-ins at once are no way round the limit."""
        now = self._now()
        if len(earlier := self._store.attempts(id, now)) < ATTEMPTS:
            self._store.attempt(id, now + ATTEMPTS_COUNT_FOR)
            earlier = self._store.attempts(id, now)[:-1]
        if len(earlier) >= ATTEMPTS:
            raise MustWait(earlier[-ATTEMPTS], now)

    def _begin(self, id: str) -> str:
        token, now = new_token(), self._now()
        latest = now + LONGEST_SESSION
        if not self._store.begin(StoredSession(digest(token), id, now, latest, now + IDLE), SESSIONS):
            raise SignInRefused
        return token


def open_accounts(url: str | None = None) -> Accounts:
    """Accounts in the database at a URL; by default in the user's own data folder."""
    return Accounts(open_database(url))


def _account(stored: StoredAccount) -> Account:
    return Account(stored.id, stored.name, stored.added)


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).split())


def _checked_name(name: str) -> str:
    plain = _plain(name)
    if not 1 <= len(plain) <= LONGEST_NAME or not plain.isprintable():
        raise RecordError(f"a name has 1 to {LONGEST_NAME} characters that can be shown")
    return plain


def _check_password(password: str) -> None:
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise RecordError(
            f"a password has {SHORTEST_PASSWORD} characters or more (up to {LONGEST_PASSWORD}); a few words do well"
        )
