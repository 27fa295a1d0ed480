"""Pages to read: the upper back, causes, tests, care, exercises, sources; how it works; privacy."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from midback.errors import RecordError
from midback.exchange.told import MOST, PARTLY, WELL, whole_of_100
from midback.exchange.told.telling import opening
from midback.knowledge import DEFAULT_PROFILE
from midback.knowledge.shelf_names import shelf_called
from midback.web.kit.session import encounters_of, renderer_of, session_of, words_of
from midback.words import Lay, Words, say

NAMES = ("anatomy", "causes", "tests", "home-care", "exercises", "warning-signs", "sources")
SHELVES = {name: shelf_called(name) for name in NAMES}
"""By readers' names, in the order to read."""


@dataclass(frozen=True, slots=True)
class LearnShelf:
    """A shelf as readers meet it: its address, and its records by id in reading order."""

    id: str
    records: Mapping[str, Any]


def index(request: Request) -> Response:
    """What there is to read."""
    shelves = tuple(_shelf(request, id) for id in SHELVES)
    return _page(request, "learn_index.html", say("titles.learn"), shelves=shelves)


def shelf(request: Request) -> Response:
    """One shelf's contents."""
    found = _shelf(request, request.path_params["shelf"])
    return _page(request, "learn_list.html", say("titles.of", of=_title(found)), shelf=found)


def item(request: Request) -> Response:
    """One record with all that is known of it."""
    found = _shelf(request, request.path_params["shelf"])
    record = found.records.get(request.path_params["id"])
    if record is None:
        raise HTTPException(404)
    title = say("titles.of_shelf", of=_named(request, record), shelf=_title(found))
    return _page(request, "learn_item.html", title, shelf=found, item=record)


def method(request: Request) -> Response:
    """How urgency and causes are worked out."""
    well, partly = whole_of_100(WELL), whole_of_100(PARTLY)
    return _page(request, "method.html", say("titles.method"), well=well, partly=partly, most=MOST)


def privacy(request: Request) -> Response:
    """What is stored, where and how long."""
    return _page(request, "privacy.html", say("titles.privacy"))


def _shelf(request: Request, id: str) -> LearnShelf:
    name = next((name for name, shelf in SHELVES.items() if shelf == shelf_called(id)), None)
    if name is None:
        raise HTTPException(404)
    words = words_of(request, _profile(request))
    records = getattr(encounters_of(request).knowledge, SHELVES[name])
    ordered = sorted(records.items(), key=lambda pair: (getattr(pair[1], "order", 0), _spoken(words, pair[1]), pair[0]))
    return LearnShelf(name, dict(ordered))


def _spoken(words: Words, record: Any) -> str:
    """What readers know a record by, where it has a lay name."""
    return words.text(getattr(record, "lay", Lay()))


def _title(shelf: LearnShelf) -> str:
    return say(f"learn.shelves.{shelf.id.replace('-', '_')}.title")


def _named(request: Request, record: Any) -> str:
    """What the page is headed with: a lay name, a label, or the title of a work."""
    words = words_of(request, _profile(request))
    name = next(getattr(record, field) for field in ("lay", "label", "title") if getattr(record, field, None))
    return name if isinstance(name, str) else opening(words.text(name))


def _page(request: Request, template: str, title: str, **values: Any) -> Response:
    return renderer_of(request).page(template, _profile(request), title=title, **values)


def _profile(request: Request) -> str:
    try:
        return session_of(request).encounter.profile
    except RecordError:
        return DEFAULT_PROFILE
