"""How urgently a person should be seen, from the red flags alone."""

from collections.abc import Iterator
from dataclasses import dataclass

from midback.knowledge import KnowledgeBase
from midback.knowledge.base import RedFlag
from midback.knowledge.index import Index
from midback.logic import Signs
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
    return triage_of(knowledge, knowledge.index.signs(findings.lookup), examined=examined)


def triage_of(knowledge: KnowledgeBase, signs: Signs, *, examined: bool = False) -> Triage:
    """The same for findings that are bits already."""
    raised = tuple(knowledge.red_flags[id] for id in _raised(knowledge.index, signs))
    urgency = raised[0].urgency if raised else Urgency.SELF_CARE
    still_open = _still_open(knowledge, signs, urgency, examined=examined)
    return Triage(urgency, raised, tuple(knowledge.red_flags[id] for id in still_open))


def _raised(index: Index, signs: Signs) -> Iterator[str]:
    """The most urgent first. A rule that nothing known speaks for can't be true, and isn't looked at."""
    present, absent = signs
    for id, one in index.rules.items():
        if (one.told_by.present & present or one.told_by.absent & absent) and one.rule.answer(signs) is Answer.PRESENT:
            yield id


def _still_open(knowledge: KnowledgeBase, signs: Signs, urgency: Urgency, *, examined: bool) -> Iterator[str]:
    """Rules come most urgent first, so those that could no longer raise the urgency end the search.

    What stays unknown although every sign were absent is unknown as things stand, too: knowing more decides no less.
    """
    index = knowledge.index
    to_ask = signs if examined else Signs(signs.present, signs.absent | index.clinicians & ~signs.present)
    for id, one in index.rules.items():
        if one.urgency <= urgency:
            return
        if one.rule.answer(to_ask) is Answer.UNKNOWN:
            yield id
