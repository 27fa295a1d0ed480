"""The mark in each form that proves that a page of ours sent it: of a person's session, a desk, or a first visit."""

from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from typing import ClassVar

from starlette.datastructures import FormData

from midback.web.kit.form import Refused

FIELD = "csrf"
LENGTH = 40


@dataclass(frozen=True, slots=True)
class Holder:
    """Whoever holds a token that other sites can't read, whether or not it leads to anything that can be read.

    `marks` keeps the marks of one door apart from those of another.
    """

    token: str
    marks: ClassVar[str] = "form"

    @property
    def csrf(self) -> str:
        """A mark that only pages made for this token carry."""
        return sha256(f"{self.marks}:{self.token}".encode()).hexdigest()[:LENGTH]


def check_form(holder: Holder, form: FormData) -> None:
    """Refuse a form that wasn't made for this holder."""
    if not compare_digest(str(form.get(FIELD, "")).encode(), holder.csrf.encode()):
        raise Refused(403, "old_form")
