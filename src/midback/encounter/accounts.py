"""Clinicians' accounts: a name and a password, made by who runs the server; and the sessions they sign in to.

People who answer for themselves have no account. A wrong name and a wrong password take the same time and get the
same answer. After five failed sign-ins within an hour a name has to wait, longer each time, whether or not it has an
account. Whoever signed in from a device before is counted apart there, so that a stranger who knows the name can't
lock them out. Names are counted by keyed digest, and nothing of where a sign-in came from is kept.
"""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from midback.encounter.place import open_database
from midback.encounter.strength import check_password
from midback.encounter.tokens import digest, new_id, new_token
from midback.encounter.trail import Act, writer
from midback.errors import RecordError
from midback.records import AccountStore, Database, StoredAccount, StoredSession, fits, hashed, outdated, stand_in
from midback.words import say

LONGEST_NAME = 80
IDLE = timedelta(minutes=30)
LONGEST_SESSION = timedelta(hours=12)
SESSIONS = 3
ATTEMPTS = 5
ATTEMPTS_COUNT_FOR = timedelta(hours=1)
LONGEST_WAIT = timedelta(minutes=15)
DEVICE, MARKS_BETWEEN = "device", "-"
DEVICE_SHARED, LONGEST_DEVICE = 8, 800
STEP = timedelta(minutes=1)
"""A session that is used is prolonged by at least this much at a time, so that not every page writes."""


class SignInRefused(RecordError):
    """A name and password that don't belong together; it never says which of them is wrong."""

    def __init__(self) -> None:
        super().__init__(say("accounts.wrong"))


class MustWait(RecordError):
    """Too many failed sign-ins with one name. `until` is when the next one is heard (UTC)."""

    def __init__(self, until: datetime, now: datetime) -> None:
        self.until = until
        self.minutes = max(1, -int((now - until).total_seconds() // 60))
        super().__init__(say("accounts.wait", minutes=self.minutes))


class SignedOut(RecordError):
    """A session that has ended, by sign-out, after 30 minutes without use, or after 12 hours."""

    def __init__(self) -> None:
        super().__init__(say("accounts.signed_out"))


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
        self._note = writer(database, now)
        stand_in()

    def add(self, name: str, password: str) -> Account:
        """Add an account. Names differ by more than capitals.

        Raises RecordError for a name that is taken, empty or over 80 characters, and for a password that is under 12,
        common, or holds the name.
        """
        name = _checked_name(name)
        check_password(password, name)
        stored = StoredAccount(new_id(), name, hashed(password), self._now())
        if not self._store.add(stored):
            raise RecordError(say("accounts.taken", name=name))
        self._note(Act.ADDED, account=stored.id)
        return _account(stored)

    def remove(self, name: str) -> None:
        """Remove an account, its sessions and its list of cases. What it wrote stays with each case.

        Raises RecordError if there is none.
        """
        id = self._store.id_named(self._named(name))
        if id is None:
            raise _nobody(name)
        if self._store.remove(id):
            self._note(Act.REMOVED, account=id)

    def set_password(self, name: str, password: str) -> None:
        """Give an account another password, which ends all its sessions. Raises RecordError as `add` does."""
        check_password(password, self._of(name).name)
        sealed = hashed(password)
        while not self._change(self._of(name), sealed):
            pass  # it was changed meanwhile by somebody else: whoever runs the server has the last word

    def change_password(self, session: str, old: str, new: str) -> None:
        """Change one's own password, which ends all other sessions.

        Raises SignedOut, MustWait, SignInRefused if the old one is wrong, and RecordError as `add` does.
        """
        who = self.who(session)
        stored, key = self._of(who.name), self._store.named(_plain(who.name), who.id)
        self._count(key)
        if not fits(stored.password, old):
            raise self._refused(key, account=who.id)
        self._store.forget_attempts(key)
        check_password(new, stored.name)
        if not self._change(stored, hashed(new), by=digest(session)):
            self.who(session)  # says whether it was the session that ended meanwhile, or the password that changed
            raise self._refused(key, account=who.id)

    def sign_out_everywhere(self, session: str) -> int:
        """End all sessions of whoever this is, this one too; says how many. Raises SignedOut."""
        return self._end_all(self.who(session).id)

    def end_sessions(self, name: str) -> int:
        """End all sessions of an account; says how many. Raises RecordError if there is no such account."""
        return self._end_all(self._of(name).id)

    def listed(self) -> tuple[Account, ...]:
        """Every account in the order they were added; one that can't be read has no name."""
        return tuple(_account(stored) for stored in self._store.all())

    def sign_in(self, name: str, password: str, *, replaces: str = "", device: str = "") -> str:
        """The token of a new session. An account has three at most: the oldest gives way.

        `replaces` is the token of a session that ends with this, `device` what `make_device` gave this device before.
        Raises SignInRefused, or MustWait after five failures within an hour: 1 minute, then 2, 4, up to 15.
        """
        named = self._named(name)
        stored = self._store.find_named(named)
        key = self._counted_by(named, stored, device)
        who = {"account": stored.id} if stored else {"about": named}
        self._count(key)
        if not fits(stored.password if stored else None, password) or stored is None:
            raise self._refused(key, **who)
        token = self._begin(stored)
        if not token:
            raise self._refused(key, **who)
        self._store.forget_attempts(key)
        if outdated(stored.password):
            self._store.replace(replace(stored, password=hashed(password)), instead_of=stored.password)
        self.sign_out(replaces)
        self._note(Act.SIGNED_IN, account=stored.id)
        return token

    def make_device(self, session: str, device: str = "") -> str:
        """Mark a device from which somebody signed in, so that their sign-ins from it are counted apart.

        `device` is its mark until now: up to eight people may share one. Raises SignedOut.
        """
        who, nonce = self.who(session), new_id()
        if self._vouched(device, who.id):
            return device
        mine = f"{nonce}.{self._database.house.digest(DEVICE, who.id, nonce)}"
        return MARKS_BETWEEN.join([mine, *device.split(MARKS_BETWEEN)][:DEVICE_SHARED])[:LONGEST_DEVICE]

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
        found = self._store.session(digest(session), self._now()) if session else None
        if found:
            self._store.end(found.key)
            self._note(Act.SIGNED_OUT, account=found.account)

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def _of(self, name: str) -> StoredAccount:
        stored = self._store.find_named(self._named(name))
        if stored is None:
            raise _nobody(name)
        return stored

    def _change(self, stored: StoredAccount, password: str, by: str = "") -> bool:
        """Give an account another password (a hash), and end all sessions but `by`; False if it changed meanwhile."""
        if not self._store.replace(replace(stored, password=password), instead_of=stored.password, by=by):
            return False
        self._store.end_all(stored.id, by)
        self._note(Act.PASSWORD, account=stored.id)
        return True

    def _end_all(self, account: str) -> int:
        if ended := self._store.end_all(account):
            self._note(Act.SIGNED_OUT, account=account)
        return ended

    def _named(self, name: str) -> str:
        return self._store.named(_plain(name))

    def _vouched(self, device: str, account: str) -> str:
        """The part of a device's mark that was made for an account; nothing if none was."""
        for part in device[:LONGEST_DEVICE].split(MARKS_BETWEEN):
            nonce, _, mark = part.partition(".")
            if self._database.house.vouches(mark, DEVICE, account, nonce):
                return part
        return ""

    def _counted_by(self, named: str, stored: StoredAccount | None, device: str) -> str:
        if stored and (mine := self._vouched(device, stored.id)):
            return self._database.house.digest("attempts", named, mine)
        return named

    def _count(self, key: str) -> None:
        """Counted before the password is looked at, so that many sign-ins at once are no way round the limit."""
        now = self._now()
        if until := self._store.attempt(key, now, now + ATTEMPTS_COUNT_FOR, lambda ends: _wait(ends, now)):
            raise MustWait(until, now)

    def _refused(self, key: str, **who: str) -> SignInRefused:
        """A wait is noted when it begins, not each time that somebody tries meanwhile."""
        self._note(Act.REFUSED, **who)
        if _wait(self._store.attempts(key, now := self._now()), now):
            self._note(Act.MUST_WAIT, **who)
        return SignInRefused()

    def _begin(self, account: StoredAccount) -> str:
        """The token of a new session; "" if the account was removed or its password changed meanwhile."""
        token, now = new_token(), self._now()
        session = StoredSession(digest(token), account.id, now, now + LONGEST_SESSION, now + IDLE)
        return token if self._store.begin(session, SESSIONS, account.password) else ""


def open_accounts(url: str | None = None) -> Accounts:
    """Accounts in the database at a URL; by default in the user's own data folder."""
    return Accounts(open_database(url))


def _wait(ends: Sequence[datetime], now: datetime) -> datetime | None:
    """Until when to wait after the failures that count; each ends an hour after it was."""
    if len(ends) < ATTEMPTS:
        return None
    minutes = timedelta(minutes=2 ** min(len(ends) - ATTEMPTS, 10))
    until = ends[-1] - ATTEMPTS_COUNT_FOR + min(minutes, LONGEST_WAIT)
    return until if until > now else None


def _nobody(name: str) -> RecordError:
    return RecordError(say("accounts.none", name=name.strip()))


def _account(stored: StoredAccount) -> Account:
    return Account(stored.id, stored.name, stored.added)


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).split())


def _checked_name(name: str) -> str:
    plain = _plain(name)
    if not 1 <= len(plain) <= LONGEST_NAME or not plain.isprintable():
        raise RecordError(say("accounts.name", longest=LONGEST_NAME))
    return plain
