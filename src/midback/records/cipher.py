"""Encrypts what is personal before it is stored: AES-256-GCM, each text bound to the place where it stands.

A sealed text is four bytes that name the key, twelve random bytes (the nonce), then the encrypted text with its mark.
One key is good for some four thousand million texts (NIST SP 800-38D, section 8.3).
"""

import binascii
from base64 import b64decode, b64encode
from collections.abc import Sequence
from hashlib import sha256
from secrets import token_bytes

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from midback.errors import RecordError
from midback.records.faults import StoreError
from midback.words import say

KEY_BYTES = 32
NAME_BYTES = 4
NONCE_BYTES = 12
BLOCK = 256
"""Texts are filled up to a multiple of this many bytes, so that their length doesn't tell the question."""


class Unreadable(StoreError):
    """Something stored that can't be decrypted: its key is missing, or it was changed or moved. It is still there."""

    passing = False


OTHER_KEY = "keys.other"
CHANGED = "keys.changed"


class Cipher:
    """Seals with the first key and opens with any. Raises RecordError without a key, or if one isn't 32 bytes long."""

    def __init__(self, keys: Sequence[bytes], other: str | None = None) -> None:
        """`other` is the key of what to say of a text that was sealed with a key that isn't here."""
        self._other = other or OTHER_KEY
        if not keys or any(len(key) != KEY_BYTES for key in keys):
            raise RecordError(say("keys.length", bytes=KEY_BYTES))
        self._ciphers = {_name(key): AESGCM(key) for key in reversed(keys)}
        self.first = _name(keys[0])

    def seal(self, text: str, *place: str) -> bytes:
        """Encrypt a text for one place, such as a table, an encounter and a row."""
        nonce = token_bytes(NONCE_BYTES)
        return self.first + nonce + self._ciphers[self.first].encrypt(nonce, _filled(text), _bound(place))

    def open(self, sealed: bytes, *place: str) -> str:
        """Decrypt a text that was sealed for this place. Raises Unreadable if it wasn't, or the key isn't here."""
        self.check(sealed)
        nonce, rest = sealed[NAME_BYTES : NAME_BYTES + NONCE_BYTES], sealed[NAME_BYTES + NONCE_BYTES :]
        try:
            text = self._ciphers[sealed[:NAME_BYTES]].decrypt(nonce, rest, _bound(place))
        except (InvalidTag, ValueError):
            raise Unreadable(say(CHANGED)) from None
        return text.decode().rstrip(" ")

    def check(self, sealed: bytes) -> None:
        """Raises Unreadable if this was sealed with a key that isn't here."""
        if sealed[:NAME_BYTES] not in self._ciphers:
            raise Unreadable(say(self._other))

    def current(self, sealed: bytes) -> bool:
        """Was this sealed with the first key?"""
        return sealed[:NAME_BYTES] == self.first


def read_keys(text: str) -> Cipher:
    """The cipher for keys in base64 with commas between them. Raises RecordError, which never shows a key."""
    try:
        return Cipher([b64decode(part.strip(), validate=True) for part in text.split(",")])
    except binascii.Error:
        raise RecordError(say("keys.not_base64")) from None


def new_key() -> str:
    """A new random key in base64."""
    return b64encode(token_bytes(KEY_BYTES)).decode()


def _name(key: bytes) -> bytes:
    return sha256(b"midback key:" + key).digest()[:NAME_BYTES]


def _filled(text: str) -> bytes:
    raw = text.encode()
    return raw.ljust(-(-len(raw) // BLOCK) * BLOCK)


def _bound(place: Sequence[str]) -> bytes:
    return "\n".join(("midback", *place)).encode()
