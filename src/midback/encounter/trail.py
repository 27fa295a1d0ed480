"""The trail: who signed in, opened, viewed, examined and decided, and when; kept for a year, without content."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from midback.encounter.place import open_database
from midback.records import AccountStore, Break, Database, Noted, TrailStore

AUDIT_KEPT = timedelta(days=365)


class Act(StrEnum):
    """What the trail tells of."""

    OPENED = "opened"
    VIEWED = "viewed"
    EXAMINED = "examined"
    DECIDED = "decided"
    TAKEN_BACK = "taken_back"
    SIGNED_IN = "signed_in"
    REFUSED = "refused"
    MUST_WAIT = "must_wait"
    SIGNED_OUT = "signed_out"
    ADDED = "added"
    REMOVED = "removed"
    PASSWORD = "password"  # noqa: S105 - an act, not a password
    PURGED = "purged"


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One line. `name` is empty where the account was removed or none is known; `about` is a keyed digest then."""

    number: int
    at: datetime
    act: Act
    account: str
    name: str
    encounter: str
    about: str


class Trail:
    """Reading and checking the trail. `now` gives the time in UTC."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._store = TrailStore(database)

    def lines(self, since: datetime | None = None, until: datetime | None = None) -> tuple[TrailLine, ...]:
        """The lines from `since` until before `until`, oldest first."""
        names = {account.id: account.name for account in AccountStore(self._database).all()}
        return tuple(
            TrailLine(
                number, line.at, Act(line.act), line.account, names.get(line.account, ""), line.encounter, line.about
            )
            for number, line in self._store.lines(since, until)
        )

    def broken(self) -> Break | None:
        """The first place where the trail isn't as it was written; None if all of it is."""
        return self._store.broken()

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()


def noted(act: Act, at: datetime, *, account: str = "", encounter: str = "", about: str = "") -> Noted:
    """A line to write."""
    return Noted(account, act.value, at, at + AUDIT_KEPT, encounter, about)


def writer(database: Database, now: Callable[[], datetime]) -> Callable[..., None]:
    """Writes a line at the time it is called."""
    store = TrailStore(database)
    return lambda act, **who: store.note(noted(act, now(), **who))


def open_trail(url: str | None = None) -> Trail:
    """The trail in the database at a URL; by default in the user's own data folder."""
    return Trail(open_database(url))


def day(text: str) -> datetime:
    """The beginning of a day in UTC, from a date such as 2026-11-29. Raises ValueError."""
    return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
