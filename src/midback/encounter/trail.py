"""What the trail tells of: signing in, opening, viewing, examining, deciding; kept for a year, without content."""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum

from midback.records import Database, Noted, TrailStore

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


def noted(act: Act, at: datetime, *, account: str = "", encounter: str = "", about: str = "") -> Noted:
    """A line to write."""
    return Noted(account, act.value, at, at + AUDIT_KEPT, encounter, about)


def writer(database: Database, now: Callable[[], datetime]) -> Callable[..., None]:
    """Writes a line at the time it is called."""
    store = TrailStore(database)
    return lambda act, **who: store.note(noted(act, now(), **who))
