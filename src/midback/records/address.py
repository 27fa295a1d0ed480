"""Reads the address of a database."""

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from midback.records.faults import WrongAddress
from midback.words import say

SQLITE = ("sqlite", "sqlite+pysqlite")
POSTGRESQL = "postgresql+psycopg"
_IN_MEMORY = (None, "", ":memory:")


def read_address(text: str) -> URL:
    """The address, with the driver that Midback brings. Raises WrongAddress, which never repeats it."""
    try:
        url = make_url(text.strip())
    except (ArgumentError, ValueError):
        raise WrongAddress(say("address.none")) from None
    if url.drivername in ("postgres", "postgresql", POSTGRESQL):
        return url.set(drivername=POSTGRESQL)
    if url.drivername not in SQLITE:
        raise WrongAddress(say("address.unknown", kind=url.drivername))
    if url.host or url.query:
        raise WrongAddress(say("address.slashes"))
    return url


def sqlite_file(url: str) -> Path | None:
    """The file of a SQLite database; None for a server, or for one that is only in memory. Raises WrongAddress."""
    parts = read_address(url)
    if parts.get_backend_name() != "sqlite" or parts.database in _IN_MEMORY:
        return None
    return Path(str(parts.database)).absolute()


def shown(url: str) -> str:
    """The address without its password."""
    return read_address(url).render_as_string(hide_password=True)
