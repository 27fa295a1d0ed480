"""Looks at a database as whoever runs it may want to, and changes nothing in it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from midback.records.address import sqlite_file
from midback.records.cipher import Cipher
from midback.records.connections import Connections
from midback.records.house import read_house
from midback.records.looking import looked_at
from midback.records.opening import BEFORE_KEYS, check_known, check_whole, layout_of, newest_layout
from midback.records.tables import encounters


@dataclass(frozen=True, slots=True)
class Checkup:
    """What was seen: is it still to be made, is its layout an older one, and when the newest visit began (UTC)."""

    is_new: bool = False
    is_older: bool = False
    newest: datetime | None = None


def check_up(url: str, cipher: Cipher | None) -> Checkup:
    """Raises StoreError for what would keep the database from being opened, and Unreadable for another key."""
    file = sqlite_file(url)
    if file is not None:
        there = looked_at(file)
        if there is None:
            return Checkup(is_new=True)
        check_whole(file)
        if there.layout in BEFORE_KEYS:
            return Checkup(is_older=True)
    connections = Connections(url)
    try:
        return _checked(connections, cipher)
    finally:
        connections.close()


def _checked(connections: Connections, cipher: Cipher | None) -> Checkup:
    layout = layout_of(connections)
    if layout is None:
        return Checkup(is_new=True)
    check_known(layout, connections.file)
    is_older = layout != newest_layout()
    with connections.read() as connection:
        if cipher and not is_older:
            read_house(connection, cipher, seal_anew=False)
        return Checkup(is_older=is_older, newest=_newest(connection))


def _newest(connection: Connection) -> datetime | None:
    return connection.execute(select(func.max(encounters.c.begun))).scalar()
