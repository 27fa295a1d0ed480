"""What to do at home: care that fits, what to ask about first, what is not for this person, and exercises."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter

from midback.engine.differential import Differential
from midback.knowledge import KnowledgeBase
from midback.knowledge.advice import Exercise, HomeCare
from midback.logic import Signs
from midback.terms import Answer, Urgency
from midback.words import Lay

COVER = 0.6  # of the probability: care for the long tail beyond would crowd out theirs. estimate
LEADING = 2  # families whose exercises are offered; a third is seldom likely enough. estimate
MOST_EXERCISES = 6  # a longer list is seldom kept up. estimate


class Fit(StrEnum):
    """Does a piece of home care suit this person?"""

    FITS = "fits"
    ASK_FIRST = "ask_first"
    NOT_FOR_YOU = "not_for_you"


@dataclass(frozen=True, slots=True)
class CareAdvice:
    """A piece of home care, whether it fits, and why not or what to ask first."""

    care: HomeCare
    status: Fit
    because: Lay


@dataclass(frozen=True, slots=True)
class Plan:
    """Care in its written order, exercises from gentle to strong, and what to avoid: the likeliest causes' first."""

    home_care: tuple[CareAdvice, ...]
    exercises: tuple[Exercise, ...]
    avoid: tuple[Lay, ...]


NOTHING = Plan((), (), ())


def plan(knowledge: KnowledgeBase, signs: Signs, differential: Differential, urgency: Urgency) -> Plan:
    """A plan for home; empty for who must be seen today or now: the safety net says what to do meanwhile."""
    if urgency >= Urgency.SAME_DAY:
        return NOTHING
    likely = list(_likely(differential))
    wanted = {id for id in likely for id in knowledge.conditions[id].home_care}
    meant = (care for care in (knowledge.home_care[id] for id in wanted) if _is_meant(knowledge, care, signs))
    care = sorted(meant, key=lambda one: (one.order, one.id))
    return Plan(
        tuple(_advise(knowledge, one, signs) for one in care),
        tuple(_exercises(knowledge, signs, differential)),
        tuple(line for id in likely for line in knowledge.conditions[id].avoid),
    )


def _likely(differential: Differential) -> Iterator[str]:
    """The likeliest conditions that together make up COVER of all, the first always."""
    covered = 0.0
    for rank in sorted(differential.conditions, key=attrgetter("probability"), reverse=True):
        if covered >= COVER:
            return
        yield rank.condition.id
        covered += rank.probability


def _is_meant(knowledge: KnowledgeBase, care: HomeCare, signs: Signs) -> bool:
    """Care that names for whom it is meant is offered to those alone."""
    return knowledge.index.answer("home_care", care.id, "when", signs) in (None, Answer.PRESENT)


def _advise(knowledge: KnowledgeBase, care: HomeCare, signs: Signs) -> CareAdvice:
    match knowledge.index.answer("home_care", care.id, "unless", signs):
        case Answer.PRESENT:
            return CareAdvice(care, Fit.NOT_FOR_YOU, care.unless_because)
        case Answer.UNKNOWN:
            return CareAdvice(care, Fit.ASK_FIRST, care.ask_first)
        case _:
            return CareAdvice(care, Fit.FITS, Lay())


def _exercises(knowledge: KnowledgeBase, signs: Signs, differential: Differential) -> list[Exercise]:
    """Those known to be safe for this person and meant for a leading family, in their written order."""
    likeliest = sorted(differential.families, key=attrgetter("probability"), reverse=True)[:LEADING]
    leading = {rank.family.id for rank in likeliest}
    fit = [
        exercise
        for exercise in knowledge.exercises.values()
        if leading.intersection(exercise.families) and _is_safe(knowledge, exercise, signs)
    ]
    return sorted(fit, key=lambda exercise: (exercise.order, exercise.id))[:MOST_EXERCISES]


def _is_safe(knowledge: KnowledgeBase, exercise: Exercise, signs: Signs) -> bool:
    return knowledge.index.answer("exercises", exercise.id, "unless", signs) in (None, Answer.ABSENT)
