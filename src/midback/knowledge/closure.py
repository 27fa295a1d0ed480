"""What follows from a finding: the wider from the narrower when present, the narrower from the wider when absent."""

from collections.abc import Mapping

from midback.knowledge.base import FindingRecord
from midback.terms import Findings


def implied(ids: tuple[str, ...], findings: Mapping[str, FindingRecord]) -> frozenset[str]:
    """Everything that follows from these findings being present, step by step."""
    reached: set[str] = set()
    waiting = list(ids)
    while waiting:
        id = waiting.pop()
        if id not in reached and id in findings:
            reached.add(id)
            waiting.extend(findings[id].implies)
    return frozenset(reached)


def complete(findings: Findings, records: Mapping[str, FindingRecord]) -> Findings:
    """Add what follows: whoever has a finding has what it implies; who lacks the wider lacks the narrower.

    Where the two disagree the finding is present, the more serious reading.
    """
    present = findings.present | implied(tuple(findings.present), records)
    absent = set(findings.absent) | {
        id for id, record in records.items() if record.implies and implied(record.implies, records) & findings.absent
    }
    return Findings(present, absent - present)
