"""Sharing: a person gives a link to their encounter to somebody who sees them.

The link is to the encounter as it stands: no copy is made, what is corrected later is seen too, and when the
encounter is deleted the link leads nowhere. The database knows a digest of the link's token, never the token.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from midback.encounter.link_codes import code_in, code_of, new_code
from midback.encounter.tokens import digest
from midback.encounter.trail import Act, noted
from midback.encounter.visit import Encounter, Encounters
from midback.errors import RecordError
from midback.records import AccountStore, ShareStore, StoredShare
from midback.words import say

SHARED_DAYS = 7


class NotShared(RecordError):
    """A link that leads nowhere: wrong, revoked, or its time or its encounter has ended. It never says which."""

    def __init__(self) -> None:
        super().__init__(say("visits.not_shared"))


@dataclass(frozen=True, slots=True)
class Shared:
    """A new link: the code to put into its address, which is kept nowhere else, and when it ends (UTC)."""

    token: str
    ends: datetime


@dataclass(frozen=True, slots=True)
class SharedLink:
    """A link in the person's list. `id` names it for `revoke` and leads nowhere by itself. Times are UTC.

    `good` says that it can still be opened; `opened` counts how often it was.
    """

    id: str
    made: datetime
    ends: datetime
    revoked: datetime | None
    opened: int
    good: bool


@dataclass(frozen=True, slots=True)
class Holder:
    """A clinician who has the case: when they opened it first, and when they last looked or wrote (UTC)."""

    name: str
    opened: datetime
    last: datetime


class Sharing:
    """Every way to share an encounter. `token` is always the person's own token, `share` a link or its code."""

    def __init__(self, encounters: Encounters) -> None:
        self._encounters = encounters
        self._store = ShareStore(encounters.database)

    def share(self, token: str, days: int = SHARED_DAYS, press: str = "") -> Shared:
        """Make a link that ends after some days (at least 1), or with the encounter if that is sooner.

        `press` names the press of a button: the same again, as when its answer is loaded anew, gives the same link.
        Raises NotShared if that has ended meanwhile, Gone if the encounter has, and Full if it has 50 links already.
        """
        encounter, now = self._encounters.find(token), self._encounters.now()
        share = code_of(token, press) if press else new_code()
        ends = min(now + timedelta(days=max(days, 1)), encounter.ends)
        kept = self._store.add(StoredShare(digest(share), digest(token), now, ends))
        if not _link(kept, now).good:
            raise NotShared
        return Shared(share, kept.ends)

    def open(self, share: str) -> Encounter:
        """The encounter a link leads to, and count that it was opened. Raises NotShared if it leads nowhere."""
        key = self._store.open(digest(code_in(share)), self._encounters.now())
        if key is None:
            raise NotShared
        return self._encounters.found(key)

    def revoke(self, token: str, id: str | None = None) -> int:
        """Take back one link of the encounter, or all; says how many were good until now.

        A clinician who opened one before keeps the case in their list: `take_back` takes it from them too. Raises Gone.
        """
        return self._store.revoke(digest(token), self._encounters.now(), id)

    def take_back(self, token: str) -> int:
        """Take back every link and take the case from every clinician; says from how many. It is noted in the trail.

        What they wrote stays with the case, and is seen by whoever is given it again. Raises Gone.
        """
        return self._store.take_back(digest(token), noted(Act.TAKEN_BACK, self._encounters.now()))

    def holders(self, token: str) -> tuple[Holder, ...]:
        """Every clinician who has the case, in the order they opened it. Raises Gone."""
        self._encounters.find(token)
        names = {account.id: account.name for account in AccountStore(self._encounters.database).all()}
        found = self._store.holders(digest(token))
        return tuple(Holder(names[one.account], one.opened, one.last) for one in found if one.account in names)

    def listed(self, token: str) -> tuple[SharedLink, ...]:
        """Every link made of the encounter, oldest first. Raises RecordError if the encounter is no longer there."""
        self._encounters.find(token)
        now = self._encounters.now()
        return tuple(_link(share, now) for share in self._store.of(digest(token)))


def _link(share: StoredShare, now: datetime) -> SharedLink:
    good = share.revoked is None and share.ends > now
    return SharedLink(share.key, share.made, share.ends, share.revoked, share.opened, good)
