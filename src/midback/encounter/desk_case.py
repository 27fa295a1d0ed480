"""A case at a clinician's desk: the encounter as it stands, what examinations found, and what was decided."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from midback.encounter.visit import Encounter
from midback.records import Row
from midback.terms import Answer, Urgency


@dataclass(frozen=True, slots=True)
class Entry:
    """What one clinician wrote at one time. UNKNOWN and None take back what was entered before."""

    account: str
    at: datetime
    findings: Mapping[str, Answer]
    numbers: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Examination:
    """All entries, oldest first. The last word on each finding and number counts, whoever entered it."""

    entries: tuple[Entry, ...] = ()

    @property
    def findings(self) -> Mapping[str, Answer]:
        """Every finding entered as present or absent, by id."""
        last = {id: answer for entry in self.entries for id, answer in entry.findings.items()}
        return {id: answer for id, answer in last.items() if answer is not Answer.UNKNOWN}

    @property
    def numbers(self) -> Mapping[str, float]:
        """Every number measured, by the id of its quantity, in the units of content/quantities.yaml."""
        last = {id: number for entry in self.entries for id, number in entry.numbers.items()}
        return {id: number for id, number in last.items() if number is not None}

    def first(self, count: int) -> "Examination":
        """The examination as it stood after so many entries."""
        return Examination(self.entries[: max(count, 0)])

    def with_entry(self, entry: Entry) -> "Examination":
        """The examination with one more entry."""
        return Examination((*self.entries, entry))


@dataclass(frozen=True, slots=True)
class Decision:
    """How soon to be seen, as a clinician decided; what the advice was then; and why it differs, if it does."""

    account: str
    at: datetime
    urgency: Urgency
    advised: Urgency
    reason: str


@dataclass(frozen=True, slots=True)
class DeskCase:
    """A case at a clinician's desk: the encounter as it stands, and what clinicians added to it.

    `opened` is when this clinician first did. `key` names the case in the clinic; it opens nothing without a session.
    `decisions` are oldest first; the last one counts.
    """

    key: str
    opened: datetime
    encounter: Encounter
    examination: Examination
    decisions: tuple[Decision, ...]

    @property
    def decision(self) -> Decision | None:
        """The decision that stands."""
        return self.decisions[-1] if self.decisions else None


def entry_text(entry: Entry) -> str:
    """An entry as it is stored."""
    findings = {id: answer.name for id, answer in entry.findings.items()}
    return json.dumps({"findings": findings, "numbers": dict(entry.numbers)})


def entry_of(row: Row) -> Entry:
    """An entry that was stored."""
    raw = json.loads(row.text)
    findings = {id: Answer[name] for id, name in raw["findings"].items()}
    return Entry(row.account, row.at, findings, raw["numbers"])


def decision_text(decision: Decision) -> str:
    """A decision as it is stored."""
    return json.dumps(
        {"urgency": decision.urgency.id, "advised": decision.advised.id, "reason": decision.reason},
    )


def decision_of(row: Row) -> Decision:
    """A decision that was stored."""
    raw = json.loads(row.text)
    return Decision(row.account, row.at, Urgency.named(raw["urgency"]), Urgency.named(raw["advised"]), raw["reason"])
