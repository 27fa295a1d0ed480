"""How urgently a person should be seen, from the red flags alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from midback.knowledge import KnowledgeBase
from midback.knowledge.base import RedFlag
from midback.logic import evaluate, findings_in
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
    verdicts = [(flag, evaluate(flag.when, findings.lookup)) for flag in knowledge.red_flags.values()]
    raised = _in_order(flag for flag, verdict in verdicts if verdict is Answer.PRESENT)
    urgency = max((flag.urgency for flag in raised), default=Urgency.SELF_CARE)
    unknown = [flag for flag, verdict in verdicts if verdict is Answer.UNKNOWN and flag.urgency > urgency]
    to_ask = findings if examined else findings.assuming_absent(knowledge.clinician_only)
    still_open = _in_order(flag for flag in unknown if _is_open(knowledge, flag, to_ask))
    return Triage(urgency, raised, still_open)


def _is_open(knowledge: KnowledgeBase, flag: RedFlag, to_ask: Findings) -> bool:
    """A flag that names no sign is open as it stands; only the others need a second look."""
    names_sign = not knowledge.clinician_only.isdisjoint(named_by(knowledge)[flag.id])
    return not names_sign or evaluate(flag.when, to_ask.lookup) is Answer.UNKNOWN


def _in_order(flags: Iterable[RedFlag]) -> tuple[RedFlag, ...]:
    """Most urgent first, then by id."""
    return tuple(sorted(flags, key=lambda flag: (-flag.urgency, flag.id)))


@lru_cache(maxsize=32)
def named_by(knowledge: KnowledgeBase) -> Mapping[str, tuple[str, ...]]:
    """The findings that each red flag's rule names, each once, in reading order."""
    return {id: tuple(dict.fromkeys(findings_in(flag.when))) for id, flag in knowledge.red_flags.items()}
