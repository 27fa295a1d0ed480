"""A clinician's list: the most urgent cases first, a page at a time, made row by row.

How urgent each case is stands beside it, sealed, and is all that is opened of the cases on other pages. What was added
to since comes first, for it could be anything, and is assessed where it is shown. What can't be read comes last.
"""

from collections.abc import Sequence
from contextlib import suppress

from midback.encounter.conclusions import conclusion
from midback.encounter.desk import Desk
from midback.encounter.standing import Listed, Listing, Standing, as_text, from_text, standing_of
from midback.errors import CaseError, UnknownId
from midback.records import Cipher, Gone, NewStanding, StandingStore, StoredStanding, StoreError, Unreadable, noted_text
from midback.terms import Urgency

LISTED = 20
"""Lines of a page."""
BROKEN = (Unreadable, Gone, CaseError, UnknownId, ValueError, LookupError, TypeError, AttributeError)
"""What a stored row can raise that is damaged, or not as it was written."""
REMEMBERED = 20_000
_places: dict[bytes | None, int] = {}
"""Places of cases, and nothing else of them, by the sealed note that said so: so a long list opens each note once."""
FIRST, LAST = max(Urgency) + 1, min(Urgency) - 1
Made = dict[str, Standing | None]


def listed(desk: Desk, first: int = 0, most: int = LISTED) -> Listing:
    """Some lines of a clinician's list, the most urgent first, then the last opened; `first` counts from 0.

    What nobody added to since it was last listed is neither opened nor assessed again, and no more than a page is
    assessed at a time. A case that can't be read is in the list without a standing.
    """
    store, cipher = StandingStore(desk.encounters.database), desk.encounters.database.cipher
    found = store.places(desk.account.id, desk.encounters.now())
    new = store.lines(desk.account.id, [key for key, sealed in found if sealed not in _places])
    place = {key: _places[sealed] if sealed in _places else _place(cipher, new.get(key)) for key, sealed in found}
    missing = [one for key, one in new.items() if place[key] == -FIRST]
    made = _made(desk, store, missing) if len(missing) <= LISTED else {}
    place |= {key: _rank(standing) for key, standing in made.items()}
    order = sorted(place, key=lambda key: place[key])[first : first + most]
    shown = [one for key, one in store.lines(desk.account.id, order).items() if key in place]
    kept = _kept(cipher, [one for one in shown if one.encounter not in made], desk.knowledge.version)
    made |= _made(desk, store, [one for one in shown if one.encounter not in kept | made])
    lines = [Listed(one.encounter, one.opened, one.ends, (kept | made)[one.encounter]) for one in shown]
    lines.sort(key=lambda line: (_urgency_of(line), order.index(line.key)))
    return Listing(tuple(lines), len(found))


def _place(cipher: Cipher, stored: StoredStanding | None) -> int:
    """Where a case stands: by what is noted, by other content too until it is shown. It is remembered for that note."""
    if stored is None:
        return -LAST
    try:
        noted = from_text(noted_text(cipher, stored.encounter, stored.own, stored.sealed))
    except Unreadable:
        return -LAST
    place = _rank(noted.standing) if noted else -FIRST
    if noted and stored.sealed:
        if len(_places) >= REMEMBERED:
            _places.clear()
        _places[stored.sealed] = place
    return place


def _kept(cipher: Cipher, these: Sequence[StoredStanding], content: str) -> Made:
    """How these cases stand where it is noted by this content."""
    kept: Made = {}
    for one in these:
        with suppress(Unreadable):
            noted = from_text(noted_text(cipher, one.encounter, one.own, one.sealed))
            if noted and noted.content == content:
                kept[one.encounter] = noted.standing
    return kept


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
