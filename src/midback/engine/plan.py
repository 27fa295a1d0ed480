"""What to do at home: care that fits, what to ask about first, what is not for this person, and exercises."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, zip_longest

from midback.engine.differential import Differential
from midback.engine.ruling_out import Suspect
from midback.knowledge import KnowledgeBase
from midback.knowledge.advice import CareKind, Exercise, HomeCare, Stage
from midback.logic import Signs
from midback.terms import Answer, Urgency
from midback.words import Lay

COVER = 0.6  # of the probability: care for the long tail beyond would crowd out theirs. estimate
LEADING = 2  # families whose exercises are offered; a third is seldom likely enough. estimate
SPARING_FROM = Urgency.WITHIN_DAYS  # a suspicion that can wait for an ordinary visit stops nobody from moving
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


def plan(
    knowledge: KnowledgeBase,
    signs: Signs,
    differential: Differential,
    urgency: Urgency,
    to_rule_out: Sequence[Suspect] = (),
) -> Plan:
    """A plan for home; empty for who must be seen today or now: the safety net says what to do meanwhile.

    While a red flag points to a bone that may be broken, nobody is sent to exercise or to carry on as usual.

    What an examination or a test has found counts here too. Where nobody has looked or asked, it counts as absent: else
    no care would ever fit a person at home.
    """
    if urgency >= Urgency.SAME_DAY:
        return NOTHING
    signs = knowledge.index.signs.resolved(signs | knowledge.index.unasked)
    likely = list(_likely(differential))
    wanted = {id for id in likely for id in knowledge.conditions[id].home_care}
    meant = (care for care in (knowledge.home_care[id] for id in wanted) if _is_meant(knowledge, care, signs))
    care = sorted(meant, key=lambda one: (one.order, one.id))
    spared = any(_spares(suspect) for suspect in to_rule_out)
    return Plan(
        tuple(_advise(knowledge, one, signs, spared=spared) for one in care),
        () if spared else tuple(_exercises(knowledge, signs, differential)),
        tuple(line for id in likely for line in knowledge.conditions[id].avoid),
    )


def _likely(differential: Differential) -> Iterator[str]:
    """The likeliest conditions that together make up COVER of all, the first always."""
    covered = 0.0
    for rank in differential.conditions:
        if covered >= COVER:
            return
        yield rank.condition.id
        covered += rank.probability


def _is_meant(knowledge: KnowledgeBase, care: HomeCare, signs: Signs) -> bool:
    """Care that names for whom it is meant is offered to those alone."""
    return knowledge.index.answer("home_care", care.id, "when", signs) in (None, Answer.PRESENT)


def _spares(suspect: Suspect) -> bool:
    return suspect.rank.condition.spare_spine and any(flag.urgency >= SPARING_FROM for flag in suspect.flags)


def _advise(knowledge: KnowledgeBase, care: HomeCare, signs: Signs, *, spared: bool) -> CareAdvice:
    match knowledge.index.answer("home_care", care.id, "unless", signs):
        case Answer.PRESENT:
            return CareAdvice(care, Fit.NOT_FOR_YOU, care.unless_because)
        case Answer.UNKNOWN:
            return CareAdvice(care, Fit.ASK_FIRST, care.ask_first)
        case _ if spared and care.kind is CareKind.MOVEMENT:
            return CareAdvice(care, Fit.ASK_FIRST, care.ask_first)
        case _:
            return CareAdvice(care, Fit.FITS, Lay())


def _exercises(knowledge: KnowledgeBase, signs: Signs, differential: Differential) -> list[Exercise]:
    """From each stage that this person has come to in turn, those that suit best, and all from gentle to strong."""
    fit = list(_that_fit(knowledge, signs, differential))
    by_stage = ([one for one in fit if one.stage is stage] for stage in Stage)
    in_turn = (one for one in chain.from_iterable(zip_longest(*by_stage)) if one)
    return sorted(list(in_turn)[:MOST_EXERCISES], key=lambda one: (one.stage.place, one.order, one.id))


def _that_fit(knowledge: KnowledgeBase, signs: Signs, differential: Differential) -> list[Exercise]:
    """Those meant for a leading family and known to be safe for this person, what suits best first."""
    leading = {rank.family.id for rank in differential.families[:LEADING]}
    meant = (one for one in knowledge.exercises.values() if leading.intersection(one.families))
    fit = [one for one in meant if _is_safe(knowledge, one, signs)]
    return sorted(fit, key=lambda one: (not _suits(knowledge, one, signs), one.order, one.id))


def _is_safe(knowledge: KnowledgeBase, exercise: Exercise, signs: Signs) -> bool:
    """Is it known to be the time for it, and known not to harm?"""
    when, unless = (knowledge.index.answer("exercises", exercise.id, field, signs) for field in ("when", "unless"))
    return when in (None, Answer.PRESENT) and unless in (None, Answer.ABSENT)


def _suits(knowledge: KnowledgeBase, exercise: Exercise, signs: Signs) -> bool:
    return knowledge.index.answer("exercises", exercise.id, "suits", signs) is Answer.PRESENT
