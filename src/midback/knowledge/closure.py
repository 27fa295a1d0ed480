"""What follows from a finding: the wider from the narrower when present, the narrower from the wider when absent."""

from collections.abc import Mapping

from midback.knowledge.base import Finding
from midback.terms import Findings


def implied(ids: tuple[str, ...], findings: Mapping[str, Finding]) -> frozenset[str]:
    """Everything that follows from these findings being present, step by step."""
    return _reached(ids, findings, [record for record in findings.values() if record.threshold])


def _reached(ids: tuple[str, ...], findings: Mapping[str, Finding], counted: list[Finding]) -> frozenset[str]:
    """The same where those that count something are known."""
    reached: set[str] = set()
    waiting = list(ids)
    while waiting:
        id = waiting.pop()
        if id not in reached and id in findings:
            reached.add(id)
            waiting.extend((*findings[id].implies, *_enclosing(findings[id], counted)))
    return frozenset(reached)


def _enclosing(narrow: Finding, counted: list[Finding]) -> list[str]:
    """Findings of the same number with wider bounds: over 40 is over 30, whether told as a number or in words."""
    if narrow.threshold is None:
        return []
    others = [(wide.id, wide.threshold) for wide in counted if wide.threshold and wide.id != narrow.id]
    return [id for id, threshold in others if threshold.encloses(narrow.threshold)]


def widen(records: Mapping[str, Finding]) -> dict[str, frozenset[str]]:
    """For each finding that implies others, all that it implies."""
    telling = [id for id, record in records.items() if record.implies or record.threshold]
    counted = [record for record in records.values() if record.threshold]
    wider = {id: _reached((id,), records, counted) - {id} for id in telling}
    return {id: ids for id, ids in wider.items() if ids}


def complete(findings: Findings, wider: Mapping[str, frozenset[str]]) -> Findings:
    """Add what follows: whoever has a finding has what it implies; who lacks the wider lacks the narrower.

    Where the two disagree the finding is present, the more serious reading.
    """
    has, lacks = findings.present, findings.absent
    present = has.union(*(wider[id] for id in has if id in wider))
    absent = lacks | {id for id, implies in wider.items() if not implies.isdisjoint(lacks)}
    return Findings(present, absent - present)
