"""How urgently a person should be seen, from the red flags alone."""

from bisect import bisect_left
from dataclasses import dataclass

from midback.knowledge import KnowledgeBase
from midback.knowledge.base import RedFlag
from midback.logic import Signs
from midback.terms import Findings, Urgency


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
    return triage_of(knowledge, knowledge.index.signs.of(findings.lookup), examined=examined)


def triage_of(knowledge: KnowledgeBase, signs: Signs, *, examined: bool = False) -> Triage:
    """The same for findings that are bits already. The rules are read in the order of their flags, most urgent first.

    A rule is asked first what it says with all that only an examination shows taken for absent: what stays unknown even
    so is unknown as things stand, too, and what is false even so isn't true: knowing more decides no less.
    """
    index = knowledge.index
    to_ask = signs if examined else index.signs.resolved(signs | index.clinicians)
    raised, undecided = [], []
    for flag, rule in index.rules:
        sign = to_ask & rule.watched and rule.sign(to_ask)
        if sign > 0:
            if rule.sign(signs) > 0:
                raised.append(flag)
        elif not sign:
            undecided.append(flag)
    urgency = raised[0].urgency if raised else Urgency.SELF_CARE
    more_urgent = bisect_left(undecided, -urgency, key=lambda flag: -flag.urgency)
    return Triage(urgency, tuple(raised), tuple(undecided[:more_urgent]))
