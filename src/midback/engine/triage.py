"""How urgently a person should be seen, from the red flags alone."""

from collections.abc import Iterable
from dataclasses import dataclass

from midback.knowledge import KnowledgeBase
from midback.knowledge.base import RedFlag
from midback.logic import evaluate
from midback.terms import Answer, Findings, Urgency


@dataclass(frozen=True, slots=True)
class Triage:
    """The most urgent raised red flag sets the urgency; those still open could make it more urgent."""

    urgency: Urgency
    raised: tuple[RedFlag, ...]
    still_open: tuple[RedFlag, ...]

    @property
    def settled(self) -> bool:
        """Could no open red flag make the case more urgent?"""
        return not self.still_open


def triage(knowledge: KnowledgeBase, findings: Findings, *, examined: bool = False) -> Triage:
    """Take the most urgent raised red flag; list those still open that could outrank it.

    Unless a clinician has `examined` the person, a flag that only an examination could raise isn't open:
    nobody can be asked what they can't know.
    """
    to_ask = findings if examined else findings.assuming_absent(knowledge.clinician_only)
    raised = _in_order(flag for flag in knowledge.red_flags.values() if evaluate(flag.when, findings) is Answer.PRESENT)
    urgency = max((flag.urgency for flag in raised), default=Urgency.SELF_CARE)
    still_open = _in_order(
        flag
        for flag in knowledge.red_flags.values()
        if flag.urgency > urgency and evaluate(flag.when, to_ask) is Answer.UNKNOWN
    )
    return Triage(urgency, raised, still_open)


def _in_order(flags: Iterable[RedFlag]) -> tuple[RedFlag, ...]:
    """Most urgent first, then by id."""
    return tuple(sorted(flags, key=lambda flag: (-flag.urgency, flag.id)))
