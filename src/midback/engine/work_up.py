"""Which tests fit this person: now, later, or not as things stand, and why."""

from dataclasses import dataclass

from midback.engine.case import Case
from midback.engine.differential import Differential
from midback.engine.red_flags import Triage
from midback.knowledge import KnowledgeBase
from midback.knowledge.advice import Appropriateness, Indication, Investigation, Timing
from midback.logic import Signs
from midback.terms import Answer
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
    knowledge: KnowledgeBase, case: Case, triage: Triage, differential: Differential
) -> tuple[InvestigationAdvice, ...]:
    """Every test with its advice: those for now first, then later, then not now."""
    suspected, signs = suspects(triage, differential), knowledge.index.signs(case.findings.lookup)
    advice = [_advise(knowledge, test, signs, suspected) for test in knowledge.workup.values()]
    timings = list(Timing)
    return tuple(sorted(advice, key=lambda one: (timings.index(one.timing), one.test.order, one.test.id)))


def suspects(triage: Triage, differential: Differential) -> frozenset[str]:
    """The conditions that raised red flags point to, and those likely enough."""
    flagged = {id for flag in triage.raised for id in flag.suspects}
    return frozenset(flagged | {id for id, share in differential.probabilities.items() if share >= LIKELY})


def _advise(
    knowledge: KnowledgeBase, test: Investigation, signs: Signs, suspected: frozenset[str]
) -> InvestigationAdvice:
    holding = [one for place, one in enumerate(test.indications) if _holds(knowledge, test, place, signs, suspected)]
    decided = (
        holding[0] if holding else Indication(Timing.NOT_NOW, Appropriateness.UNRATED, test.otherwise, test.sources)
    )
    timings = list(Timing)
    changers = tuple(
        one
        for one in test.indications
        if one not in holding and timings.index(one.timing) < timings.index(decided.timing)
    )
    return InvestigationAdvice(test, decided.timing, decided.rating, decided.because, decided.sources, changers)


def _holds(knowledge: KnowledgeBase, test: Investigation, place: int, signs: Signs, suspected: frozenset[str]) -> bool:
    by_findings = knowledge.index.answer("workup", test.id, str(place), signs) is Answer.PRESENT
    return by_findings or not suspected.isdisjoint(test.indications[place].suspected)
