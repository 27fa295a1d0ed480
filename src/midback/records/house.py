"""The house key: random, made once for a database, and sealed there with the server's key.

Digests of names, the trail's chain and the marks of devices are made with it, so that they outlive a change of the
server's key, and so that nobody who reads the database alone can try names against them.
"""

import hmac
import json
from base64 import b64decode
from dataclasses import dataclass, field
from hashlib import sha256
from secrets import compare_digest

from sqlalchemy import Connection, insert, select, update

from midback.records.cipher import Cipher, new_key
from midback.records.tables import secrets

HOUSE = "house"


@dataclass(frozen=True, slots=True)
class House:
    """The house key, and what is made with it."""

    key: bytes = field(repr=False)

    def digest(self, kind: str, *parts: str) -> str:
        """A digest that can't be made without the key, in 64 hexadecimal digits; kinds never mix."""
        return hmac.new(self.key, json.dumps([kind, *parts]).encode(), sha256).hexdigest()

    def vouches(self, digest: str, kind: str, *parts: str) -> bool:
        """Is this the digest of these parts?"""
        return compare_digest(digest.encode(), self.digest(kind, *parts).encode())

    def cipher(self) -> Cipher:
        """Seals what belongs to no visit and outlives the server's key."""
        return Cipher([bytes.fromhex(self.digest("cipher"))])


def make_house(connection: Connection, cipher: Cipher) -> House:
    """Make the key of a new house and store it, sealed."""
    text = new_key()
    connection.execute(insert(secrets).values(name=HOUSE, sealed=cipher.seal(text, secrets.name, HOUSE)))
    return House(b64decode(text))


def read_house(connection: Connection, cipher: Cipher, *, seal_anew: bool = True) -> House:
    """The house key; unless told otherwise, sealed anew if the server's first key is a new one. Raises Unreadable."""
    sealed = connection.execute(select(secrets.c.sealed).where(secrets.c.name == HOUSE)).scalar_one()
    text = cipher.open(sealed, secrets.name, HOUSE)
    if seal_anew and not cipher.current(sealed):
        anew = cipher.seal(text, secrets.name, HOUSE)
        connection.execute(update(secrets).where(secrets.c.name == HOUSE).values(sealed=anew))
    return House(b64decode(text))
