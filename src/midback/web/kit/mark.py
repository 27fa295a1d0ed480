"""The mark in each form that proves that a page of ours sent it: of a person's session, a desk, or a first visit."""

from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from secrets import token_bytes
from typing import ClassVar

from starlette.datastructures import FormData

from midback.web.kit.form import Refused

FIELD = "csrf"
LENGTH = 20
"""Bytes."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Whoever holds a token that other sites can't read, whether or not it leads to anything that can be read.

    `marks` keeps the marks of one door apart from those of another.
    """

    token: str
    marks: ClassVar[str] = "form"

    @property
    def csrf(self) -> str:
        """A mark that only pages made for this token carry, hidden anew each time.

        Pages are sent compressed, and how well a page compresses tells who guesses at what it always holds.
        """
        pad = token_bytes(LENGTH)
        return (pad + _mixed(pad, self.mark)).hex()

    @property
    def mark(self) -> bytes:
        """The mark itself."""
        return sha256(f"{self.marks}:{self.token}".encode()).digest()[:LENGTH]


def check_form(holder: Holder, form: FormData) -> None:
    """Refuse a form that wasn't made for this holder."""
    if not compare_digest(shown(str(form.get(FIELD, ""))), holder.mark):
        raise Refused(403, "old_form")


def shown(csrf: str) -> bytes:
    """The mark that a form carries; nothing where it carries none."""
    try:
        sent = bytes.fromhex(csrf)
    except ValueError:
        return b""
    return _mixed(sent[:LENGTH], sent[LENGTH:])


def _mixed(pad: bytes, mark: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(pad, mark, strict=False))
