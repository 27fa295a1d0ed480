"""The review that every statement carries."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Review:
    """Who last checked a statement against its sources, when, and when it is due again."""

    editor: str
    on: date
    due: date
