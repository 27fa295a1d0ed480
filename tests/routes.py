"""Every address that the application answers, from its own routes, so that no list in a test is typed by hand."""

from collections.abc import Iterator

from midback.knowledge import load_knowledge
from midback.web.app import PAGES
from midback.web.learn.pages import SHELVES


def shown() -> tuple[str, ...]:
    """The paths of everything that can be opened."""
    return tuple(route.path for route in PAGES if "GET" in (route.methods or ()))


def posted() -> tuple[str, ...]:
    """An address for each form that can be sent, about something that needn't be there."""
    paths = [route.path for route in PAGES if "POST" in (route.methods or ())]
    return tuple(path.replace("{id}", "age").replace("{key}", "x" * 32) for path in paths)


def to_read(path: str) -> Iterator[str]:
    """The addresses behind a path: one page of each shelf, and the longest record on it."""
    if "{shelf}" not in path:
        yield path
        return
    for shelf, name in SHELVES.items():
        records = getattr(load_knowledge(), name)
        yield path.format(shelf=shelf, id=max(records, key=lambda id: len(repr(records[id]))))
