"""Which tests fit this person: now, later, or not as things stand, and why."""

from dataclasses import dataclass

from midback.engine.case import Case
from midback.engine.differential import Differential
from midback.engine.red_flags import Triage
from midback.knowledge import KnowledgeBase
from midback.knowledge.advice import Appropriateness, Indication, Investigation, Timing
from midback.logic import Compiled, Signs
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
    rules = knowledge.index.indications[test.id]
    holding = (one for one, rule in zip(test.indications, rules, strict=True) if _holds(one, rule, signs, suspected))
    decided = next(holding, None) or Indication(Timing.NOT_NOW, Appropriateness.UNRATED, test.otherwise, test.sources)
    changers = tuple(
        one
        for one, rule in zip(test.indications, rules, strict=True)
        if one.timing.is_sooner_than(decided.timing) and not _holds(one, rule, signs, suspected)
    )
    return InvestigationAdvice(test, decided.timing, decided.rating, decided.because, decided.sources, changers)


def _holds(indication: Indication, rule: Compiled | None, signs: Signs, suspected: frozenset[str]) -> bool:
    if rule is not None and rule.answer(signs) is Answer.PRESENT:
        return True
    return not suspected.isdisjoint(indication.suspected)
