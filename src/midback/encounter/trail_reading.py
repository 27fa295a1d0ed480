"""Reading the trail, and checking that it is as it was written."""

from dataclasses import dataclass
from datetime import datetime

from midback.encounter.place import open_database
from midback.records import AccountStore, Break, Database, TrailStore


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One line; `act` is the id of an Act, unless somebody changed it.

    `name` is empty where the account was removed or none is known; `about` is a keyed digest of the name typed then.
    """

    number: int
    at: datetime
    act: str
    account: str
    name: str
    encounter: str
    about: str


class Trail:
    """Reading and checking the trail."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._store = TrailStore(database)

    def lines(self, since: datetime | None = None, until: datetime | None = None) -> tuple[TrailLine, ...]:
        """The lines from `since` until before `until`, oldest first."""
        names = {account.id: account.name for account in AccountStore(self._database).all()}
        return tuple(
            TrailLine(number, line.at, line.act, line.account, names.get(line.account, ""), line.encounter, line.about)
            for number, line in self._store.lines(since, until)
        )

    def broken(self) -> Break | None:
        """The first place where the trail isn't as it was written; None if all of it is."""
        return self._store.broken()

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()


def open_trail(url: str | None = None) -> Trail:
    """The trail in the database at a URL; by default in the user's own data folder."""
    return Trail(open_database(url))
