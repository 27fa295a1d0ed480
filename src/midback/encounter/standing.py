"""How a case stands, as a clinician's list shows it: worked out once after each addition, and kept sealed beside it."""

import json
from dataclasses import dataclass
from datetime import datetime

from midback.engine import Assessment
from midback.terms import Sex, Urgency


@dataclass(frozen=True, slots=True)
class Standing:
    """Who it is about, what is advised from answers and examination together, and what was last decided, if anything.

    `age` is in years. `settled` says that no red flag which is still open could make it more urgent.
    """

    age: float | None
    sex: Sex | None
    urgency: Urgency
    settled: bool
    decided: Urgency | None


@dataclass(frozen=True, slots=True)
class Written:
    """A standing, and the version of the content that it was worked out by."""

    content: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of a clinician's list. `standing` is None where what is stored can't be read. Times are UTC."""

    key: str
    opened: datetime
    ends: datetime
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class Listing:
    """Some lines of a clinician's list, the most urgent first, and how many there are in all."""

    lines: tuple[Listed, ...]
    total: int


def standing_of(assessment: Assessment, decided: Urgency | None) -> Standing:
    """How a case stands by this conclusion."""
    case = assessment.case
    return Standing(case.age, case.sex, assessment.disposition.urgency, assessment.disposition.settled, decided)


def as_text(standing: Standing, content: str) -> str:
    """A standing as text, with the version of the content that it was worked out by."""
    return json.dumps(
        {
            "content": content,
            "age": standing.age,
            "sex": standing.sex.value if standing.sex else None,
            "urgency": standing.urgency.id,
            "settled": standing.settled,
            "decided": standing.decided.id if standing.decided else None,
        }
    )


def from_text(text: str | None) -> Written | None:
    """A standing that was written; None where there is none, or it isn't as it was written."""
    try:
        raw = json.loads(text or "")
        standing = Standing(
            age=raw["age"],
            sex=Sex(raw["sex"]) if raw["sex"] else None,
            urgency=Urgency.named(raw["urgency"]),
            settled=raw["settled"],
            decided=Urgency.named(raw["decided"]) if raw["decided"] else None,
        )
        return Written(raw["content"], standing)
    except (ValueError, LookupError, TypeError, AttributeError):
        return None
