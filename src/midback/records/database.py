"""One database and the key to what is encrypted in it. Each change is one transaction; what is confirmed is on disk."""

from contextlib import AbstractContextManager
from datetime import datetime

from sqlalchemy import Connection, select

from midback.records.address import shown
from midback.records.cipher import Cipher, Unreadable
from midback.records.connections import PATIENCE, Connections
from midback.records.copies import delete_in_copies, purge_copies
from midback.records.faults import DiskFull, ReadOnly, StoreError
from midback.records.house import House, read_house
from midback.records.opening import open_up
from midback.records.sealed import seal_keys_anew
from midback.records.tables import encounters
from midback.words import say


class Database:
    """A database that is brought up to date when it is opened.

    Raises StoreError when it can't be opened, and Unreadable when the cipher lacks a key that was used in it.
    """

    def __init__(self, url: str, cipher: Cipher) -> None:
        self.cipher = cipher
        self._connections = Connections(url)
        try:
            open_up(self._connections, cipher)
            self.house = self._house()
        except Unreadable:
            self.close()
            raise
        except StoreError as error:
            self.close()
            raise type(error)(say("database.not_opened", where=shown(url), problem=error)) from None
        self.empty_log()

    def read(self) -> AbstractContextManager[Connection]:
        """A connection to read with. Raises StoreError."""
        return self._connections.read()

    def change(self, patience: float = PATIENCE) -> AbstractContextManager[Connection]:
        """A connection to change with: all that is done with it happens, or, after an error, none of it.

        Raises Busy after `patience` seconds, and other kinds of StoreError.
        """
        return self._connections.change(patience)

    def check_it_answers(self) -> None:
        """Raises StoreError unless the database can be read now."""
        with self._connections.read(reconnect=0) as connection:
            connection.execute(select(encounters.c.key).limit(1)).all()

    def delete_in_copies(self, encounter: str) -> None:
        """Delete an encounter in the copies that were made before the tables were laid out anew."""
        if self._connections.file:
            delete_in_copies(self._connections.file, encounter)

    def purge_copies(self, now: datetime) -> None:
        """Delete in those copies what has ended, and remove them after 30 days."""
        if self._connections.file:
            purge_copies(self._connections.file, now)

    def empty_log(self) -> None:
        """Empty SQLite's write-ahead log of what was deleted, if nobody is reading; a wish, never a condition."""
        self._connections.empty_log()

    def _house(self) -> House:
        """Where nothing can be written, as on a full disk, reading goes on."""
        try:
            with self.change() as connection:
                house = read_house(connection, self.cipher)
                seal_keys_anew(connection, self.cipher)
        except (DiskFull, ReadOnly):
            with self.read() as connection:
                return read_house(connection, self.cipher, seal_anew=False)
        return house

    def close(self) -> None:
        """Let go of the database."""
        self._connections.close()
