"""A clinician's list: the most urgent cases first, a page at a time, made row by row.

How urgent each case is stands beside it, sealed, and is all that is opened of the cases on other pages. What was added
to since comes first, for it could be anything, and is assessed where it is shown. What can't be read comes last.
"""

from collections.abc import Sequence
from contextlib import suppress

from midback.encounter.conclusions import conclusion
from midback.encounter.desk import Desk
from midback.encounter.standing import Listed, Listing, Standing, Written, as_text, from_text, standing_of
from midback.errors import CaseError, UnknownId
from midback.records import Gone, NewStanding, StandingStore, StoredStanding, StoreError, Unreadable
from midback.terms import Urgency

LISTED = 20
"""Lines of a page."""
BROKEN = (Unreadable, Gone, CaseError, UnknownId, ValueError, LookupError, TypeError, AttributeError)
"""What a stored row can raise that is damaged, or not as it was written."""
FIRST, LAST = max(Urgency) + 1, min(Urgency) - 1
Made = dict[str, Standing | None]


def listed(desk: Desk, first: int = 0, most: int = LISTED) -> Listing:
    """Some lines of a clinician's list, the most urgent first, then the last opened; `first` counts from 0.

    What nobody added to since it was last listed is neither opened nor assessed again, and no more than a page is
    assessed at a time. A case that can't be read is in the list without a standing.
    """
    store = StandingStore(desk.encounters.database)
    stored = store.listed(desk.account.id, desk.encounters.now())
    noted = {one.encounter: from_text(one.text) for one in stored}
    missing = [one for one in stored if one.is_readable and noted[one.encounter] is None]
    made = _made(desk, store, missing) if len(missing) <= LISTED else {}
    place = {one.encounter: _place(one, noted[one.encounter], made) for one in stored}
    shown = sorted(stored, key=lambda one: place[one.encounter])[first : first + most]
    kept = {key: one.standing for key, one in noted.items() if one and one.content == desk.knowledge.version}
    made |= _made(desk, store, [one for one in shown if one.encounter not in kept | made])
    lines = [Listed(one.encounter, one.opened, one.ends, (kept | made)[one.encounter]) for one in shown]
    return Listing(tuple(sorted(lines, key=_urgency_of)), len(stored))


def _place(stored: StoredStanding, noted: Written | None, made: Made) -> int:
    """Where a case stands: by what is noted, by other content too until it is shown."""
    if not stored.is_readable:
        return -LAST
    if stored.encounter in made:
        return _rank(made[stored.encounter])
    return _rank(noted.standing) if noted else -FIRST


def _rank(standing: Standing | None) -> int:
    return -standing.urgency if standing else -LAST


def _urgency_of(line: Listed) -> int:
    return _rank(line.standing)


def _made(desk: Desk, store: StandingStore, these: Sequence[StoredStanding]) -> Made:
    """How these cases stand, worked out and kept; None for one that can't be read."""
    made = {one.encounter: _standing(desk, one) for one in these}
    _keep(store, [(one, made[one.encounter]) for one in these], desk.knowledge.version)
    return made


def _standing(desk: Desk, stored: StoredStanding) -> Standing | None:
    try:
        case = desk.case(stored.encounter)
        return standing_of(conclusion(desk.knowledge, case), case.decision.urgency if case.decision else None)
    except BROKEN:
        return None


def _keep(store: StandingStore, made: Sequence[tuple[StoredStanding, Standing | None]], content: str) -> None:
    """A wish, never a condition: where nothing can be written, the list is only slower the next time."""
    new = [NewStanding(one.encounter, one.seen, as_text(standing, content)) for one, standing in made if standing]
    if new:
        with suppress(StoreError):
            store.note(new)
