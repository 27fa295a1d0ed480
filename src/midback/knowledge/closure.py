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
            waiting.extend(_enclosing(findings[id], findings))
    return frozenset(reached)


def _enclosing(narrow: FindingRecord, findings: Mapping[str, FindingRecord]) -> list[str]:
    """Findings of the same number with wider bounds: over 40 is over 30, whether told as a number or in words."""
    if narrow.threshold is None:
        return []
    return [
        id
        for id, wide in findings.items()
        if wide.threshold and id != narrow.id and wide.threshold.encloses(narrow.threshold)
    ]


def widen(records: Mapping[str, FindingRecord]) -> dict[str, frozenset[str]]:
    """For each finding that implies others, all that it implies."""
    wider = {id: implied((id,), records) - {id} for id in records}
    return {id: ids for id, ids in wider.items() if ids}


def complete(findings: Findings, wider: Mapping[str, frozenset[str]]) -> Findings:
    """Add what follows: whoever has a finding has what it implies; who lacks the wider lacks the narrower.

    Where the two disagree the finding is present, the more serious reading.
    """
    present = findings.present.union(*(wider[id] for id in findings.present if id in wider))
    absent = findings.absent | {id for id, implies in wider.items() if not implies.isdisjoint(findings.absent)}
    return Findings(present, absent - present)
