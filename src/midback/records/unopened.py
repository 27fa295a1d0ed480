"""Deletes in a database that can't be opened: for deleting, no key is needed, and no layout of today."""

from sqlalchemy import Connection, delete, inspect

from midback.records.address import sqlite_file
from midback.records.connections import Connections
from midback.records.copies import delete_in_copies
from midback.records.keys_beside import keys_file
from midback.records.looking import looked_at
from midback.records.tables import encounters, visit_keys


def forget_in(url: str, encounter: str) -> None:
    """Delete an encounter and all that belongs to it, where there is a database. Raises StoreError."""
    file = sqlite_file(url)
    if file and looked_at(file) is None:
        return
    had_keys = file is not None and keys_file(file).exists()
    connections = Connections(url)
    try:
        with connections.change() as connection:
            _delete(connection, encounter)
        connections.empty_log()
    finally:
        connections.close()
    if file:
        delete_in_copies(file, encounter)
        if not had_keys:
            keys_file(file).unlink(missing_ok=True)  # it was made by looking, and would hide that it is lost


def _delete(connection: Connection, encounter: str) -> None:
    there = inspect(connection)
    beside = "visits" if connection.dialect.name == "sqlite" else None
    if there.has_table(visit_keys.name, schema=beside):
        connection.execute(delete(visit_keys).where(visit_keys.c.encounter == encounter))
    if there.has_table(encounters.name):
        connection.execute(delete(encounters).where(encounters.c.key == encounter))
