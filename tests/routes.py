"""Every address that the application answers, from its own routes, so that no list in a test is typed by hand."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.routing import Route

from midback.encounter import open_encounters
from midback.knowledge import load_knowledge
from midback.web.app import create_app
from midback.web.learn.pages import SHELVES


@cache
def routes() -> tuple[Route, ...]:
    """The routes of the pages, as they are served; the API and the static files are not pages."""
    with TemporaryDirectory() as folder:
        encounters = open_encounters(f"sqlite:///{Path(folder) / 'midback.db'}", load_knowledge())
        app = create_app(encounters)
        encounters.close()
    return tuple(route for route in app.routes if isinstance(route, Route))


def shown() -> tuple[str, ...]:
    """The paths of everything that can be opened."""
    return tuple(route.path for route in routes() if "GET" in (route.methods or ()))


def posted() -> tuple[str, ...]:
    """An address for each form that can be sent, about somebody or something that needn't be there."""
    paths = [route.path for route in routes() if "POST" in (route.methods or ())]
    return tuple(path.replace("{id}", "age").replace("{key}", "x" * 32).replace("{token}", "x" * 32) for path in paths)


def to_read(path: str) -> Iterator[str]:
    """The addresses behind a path: one page of each shelf, and the longest record on it."""
    if "{shelf}" not in path:
        yield path
        return
    for shelf, name in SHELVES.items():
        records = getattr(load_knowledge(), name)
        yield path.format(shelf=shelf, id=max(records, key=lambda id: len(repr(records[id]))))
