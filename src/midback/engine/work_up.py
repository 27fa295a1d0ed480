"""Which tests fit this person: now, later, or not as things stand, and why."""

from dataclasses import dataclass, replace

from midback.engine.differential import Differential
from midback.engine.red_flags import Triage
from midback.knowledge import KnowledgeBase
from midback.knowledge.advice import Appropriateness, Indication, Investigation, Timing
from midback.logic import Compiled, Signs
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
    advice = [_in_keeping(one, flagged, urgency) for one in decided]
    return tuple(sorted(advice, key=lambda one: (one.timing.place, one.test.order, one.test.id)))


def _in_keeping(advice: InvestigationAdvice, flagged: frozenset[str], urgency: Urgency) -> InvestigationAdvice:
    looked_for = {id for one in advice.test.indications for id in one.suspected}
    pointed_to = advice.timing is Timing.NOT_NOW and not flagged.isdisjoint(looked_for)
    at_home = advice.timing is Timing.NOW and urgency is Urgency.SELF_CARE
    return replace(advice, timing=Timing.LATER) if pointed_to or at_home else advice


def suspects(triage: Triage, differential: Differential) -> frozenset[str]:
    """The conditions that raised red flags point to, and those likely enough."""
    flagged = {id for flag in triage.raised for id in flag.suspects}
    return frozenset(flagged | {id for id, share in differential.probabilities.items() if share >= LIKELY})


def _advise(
    knowledge: KnowledgeBase, test: Investigation, signs: Signs, suspected: frozenset[str]
) -> InvestigationAdvice:
    rules = zip(test.indications, knowledge.index.indications[test.id], strict=True)
    not_held = []
    decided = Indication(Timing.NOT_NOW, Appropriateness.UNRATED, test.otherwise, test.sources)
    for one, rule in rules:
        if _holds(one, rule, signs, suspected):
            decided = one
            break
        not_held.append(one)
    changers = [one for one in not_held if one.timing.is_sooner_than(decided.timing)]
    for one, rule in rules:  # those after the one that decided
        if one.timing.is_sooner_than(decided.timing) and not _holds(one, rule, signs, suspected):
            changers.append(one)
    return InvestigationAdvice(test, decided.timing, decided.rating, decided.because, decided.sources, tuple(changers))


def _holds(indication: Indication, rule: Compiled | None, signs: Signs, suspected: frozenset[str]) -> bool:
    return (rule is not None and rule.holds(signs)) or not suspected.isdisjoint(indication.suspected)
