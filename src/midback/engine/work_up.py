"""Which tests fit this person: now, later, or not as things stand, and why."""

from dataclasses import dataclass, replace
from itertools import takewhile

from midback.engine.differential import Differential
from midback.engine.red_flags import Triage
from midback.knowledge import KnowledgeBase
from midback.knowledge.advice import Appropriateness, Indication, Investigation, Timing
from midback.knowledge.index import Calls
from midback.logic import Signs
from midback.terms import Urgency
from midback.words import Lay

LIKELY = 0.10
"""A condition at or above this probability counts as suspected for choosing tests. estimate: one in ten is
the point at which most of the guidelines read here speak of a working diagnosis."""


@dataclass(frozen=True, slots=True)
class InvestigationAdvice:
    """A test and the indication that decided it.

    `changers` are the indications that don't hold and would make it worth doing sooner.
    """

    test: Investigation
    timing: Timing
    rating: Appropriateness
    because: Lay
    sources: tuple[str, ...]
    changers: tuple[Indication, ...] = ()


def work_up(
    knowledge: KnowledgeBase, signs: Signs, triage: Triage, differential: Differential, urgency: Urgency
) -> tuple[InvestigationAdvice, ...]:
    """Every test with its advice: those for now first, then later, then not now.

    A test for what a raised red flag points to is never told as not fitting: where something else comes first, it is
    for later. And who is sent home with advice has no test that is worth doing now.
    """
    suspected = suspects(triage, differential)
    flagged = frozenset(id for flag in triage.raised for id in flag.suspects)
    decided = (_advise(knowledge, test, signs, suspected) for test in knowledge.workup.values())
    advice = [_in_keeping(one, knowledge.index.calls[one.test.id], flagged, urgency) for one in decided]
    return tuple(sorted(advice, key=lambda one: (one.timing.place, one.test.order, one.test.id)))


def _in_keeping(
    advice: InvestigationAdvice, calls: Calls, flagged: frozenset[str], urgency: Urgency
) -> InvestigationAdvice:
    pointed_to = advice.timing is Timing.NOT_NOW and not flagged.isdisjoint(calls.looked_for)
    at_home = advice.timing is Timing.NOW and urgency is Urgency.SELF_CARE
    return replace(advice, timing=Timing.LATER) if pointed_to or at_home else advice


def suspects(triage: Triage, differential: Differential) -> frozenset[str]:
    """The conditions that raised red flags point to, and those likely enough."""
    flagged = {id for flag in triage.raised for id in flag.suspects}
    likely = takewhile(lambda rank: rank.probability >= LIKELY, differential.conditions)
    return frozenset(flagged.union(rank.condition.id for rank in likely))


def _advise(
    knowledge: KnowledgeBase, test: Investigation, signs: Signs, suspected: frozenset[str]
) -> InvestigationAdvice:
    held = _held(test, knowledge.index.calls[test.id], signs, suspected)
    first = held[0] if held else Indication(Timing.NOT_NOW, Appropriateness.UNRATED, test.otherwise, test.sources)
    changers = tuple(one for one in test.indications if one.timing.is_sooner_than(first.timing) and one not in held)
    return InvestigationAdvice(test, first.timing, first.rating, first.because, first.sources, changers)


def _held(test: Investigation, calls: Calls, signs: Signs, suspected: frozenset[str]) -> list[Indication]:
    """The indications that hold, in their written order."""
    if not signs & calls.for_yes and suspected.isdisjoint(calls.looked_for):
        return []
    ways = zip(test.indications, calls.rules, strict=True)
    return [one for one, rule in ways if not suspected.isdisjoint(one.suspected) or (rule and rule.holds(signs))]
