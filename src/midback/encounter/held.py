"""A form that was sent when its session had ended: sealed, so that it can wait in the page until somebody signs in."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass

from midback.records import Database, Unreadable

PLACE = "held_form"


@dataclass(frozen=True, slots=True)
class HeldForm:
    """The case a form belongs to, by its key, and its fields in their order."""

    case: str
    fields: tuple[tuple[str, str], ...]


def seal(database: Database, held: HeldForm) -> str:
    """The form as text that says nothing without the database's key, fit for a field of a page."""
    text = json.dumps([held.case, held.fields], ensure_ascii=False)  # short: it must fit in a form once more
    return urlsafe_b64encode(database.house.cipher().seal(text, PLACE)).decode()


def unseal(database: Database, text: str) -> HeldForm | None:
    """The form that was sealed; None for any other text."""
    try:
        case, fields = json.loads(database.house.cipher().open(urlsafe_b64decode(text), PLACE))
    except (Unreadable, ValueError):
        return None
    return HeldForm(case, tuple((name, value) for name, value in fields))
