"""Tuned on one half of the cases and tried on the other, both ways; and what is left when half of a case isn't told.

Halves are alternate cases of each family of the true cause, so that both hold some of all. What is tuned is in
`engine.ruling_out.Tuning`; a figure that is chosen and reported on the same cases says nothing about others.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from math import log
from random import Random

from midback.assurance.assessed import assessed
from midback.assurance.proportion import Proportion
from midback.engine import Assessment
from midback.engine.ruling_out import MOST, TUNING, Tuning, to_rule_out
from midback.exchange.case_file import CaseFile
from midback.knowledge import KnowledgeBase
from midback.terms import Urgency

CHOICES = tuple(
    Tuning(temper, least_fit, first)
    for temper, least_fit, first in product((0.0, 0.1, 0.2, 0.3, 0.4), (0.0, log(2), log(3)), (1, 2, 3))
)
DRAWS = 20
SEED = 11
Case = tuple[str, CaseFile]


@dataclass(frozen=True, slots=True)
class Shown:
    """In how many cases the true cause, and its family, stands in one of the two lists: three lines of each."""

    cause: Proportion
    family: Proportion


@dataclass(frozen=True, slots=True)
class Crossed:
    """`other_half` is what was chosen on one half and counted on the other, both ways; `as_is` with what is in use.

    `sparse` is the mean over draws in which half of each case's facts, taken at random, isn't told.
    """

    mode: str
    chosen: tuple[Tuning, Tuning]
    other_half: Shown
    as_is: Shown
    sparse: Shown


@dataclass(frozen=True, slots=True)
class _Known:
    """A case whose true cause is known, assessed."""

    result: Assessment
    causes: frozenset[str]
    families: frozenset[str]


def cross(knowledge: KnowledgeBase, files: Sequence[Case], *, history_only: bool) -> Crossed:
    """Choose on each half, count on the other."""
    named = [(id, file) for id, file in files if knowledge.conditions.keys() & set(file.expect.conditions)]
    known = [_known(knowledge, id, file, history_only) for id, file in _by_family(knowledge, named)]
    halves = (known[::2], known[1::2])
    chosen = (_best(knowledge, halves[0]), _best(knowledge, halves[1]))
    crossed = [_hits(knowledge, halves[1 - place], chosen[place]) for place in (0, 1)]
    return Crossed(
        "history_only" if history_only else "with_examination",
        chosen,
        _shown((crossed[0][0] + crossed[1][0], crossed[0][1] + crossed[1][1]), len(known)),
        _shown(_hits(knowledge, known, TUNING), len(known)),
        _sparse(knowledge, named, history_only),
    )


def is_shown(knowledge: KnowledgeBase, result: Assessment, tuning: Tuning = TUNING) -> frozenset[str]:
    """The conditions in the first three lines of each list."""
    raised = [reason.red_flag for reason in result.raised]
    told = result.disposition
    at_home = told.urgency is Urgency.SELF_CARE
    suspects = to_rule_out(knowledge, result.causes, raised, told.suspected, tuning, at_home=at_home)[:MOST]
    likely = (rank.condition.id for line in result.causes.likely for rank in line.conditions)
    return frozenset([*likely, *(one.rank.condition.id for one in suspects)])


def families_of(knowledge: KnowledgeBase, conditions: Iterable[str]) -> frozenset[str]:
    """The families of those conditions that are known."""
    return frozenset(knowledge.conditions[id].family for id in conditions if id in knowledge.conditions)


def _by_family(knowledge: KnowledgeBase, files: Sequence[Case]) -> list[Case]:
    return sorted(files, key=lambda one: (sorted(families_of(knowledge, one[1].expect.conditions)), one[0]))


def _known(knowledge: KnowledgeBase, id: str, file: CaseFile, history_only: bool) -> _Known:
    causes = frozenset(file.expect.conditions)
    result = assessed(knowledge, id, file, history_only=history_only)
    return _Known(result, causes, families_of(knowledge, causes))


def _best(knowledge: KnowledgeBase, known: Sequence[_Known]) -> Tuning:
    """The tuning that shows most causes, then most families; among equals the one in use, then the first."""
    return max(CHOICES, key=lambda tuning: (*_hits(knowledge, known, tuning), tuning == TUNING))


def _hits(knowledge: KnowledgeBase, known: Sequence[_Known], tuning: Tuning) -> tuple[int, int]:
    lists = [is_shown(knowledge, one.result, tuning) for one in known]
    causes = sum(bool(shown & one.causes) for shown, one in zip(lists, known, strict=True))
    families = sum(bool(families_of(knowledge, shown) & one.families) for shown, one in zip(lists, known, strict=True))
    return causes, families


def _shown(hits: tuple[int, int], of: int) -> Shown:
    return Shown(Proportion(hits[0], of), Proportion(hits[1], of))


def _sparse(knowledge: KnowledgeBase, files: Sequence[Case], history_only: bool) -> Shown:
    """The same draws each time."""
    random = Random(SEED)  # noqa: S311 - draws for a figure, no secret
    drawn = [_known(knowledge, id, _half(file, random), history_only) for _ in range(DRAWS) for id, file in files]
    return _shown(_hits(knowledge, drawn, TUNING), len(drawn))


def _half(file: CaseFile, random: Random) -> CaseFile:
    """Half of what is present and half of what is absent, at random; age and sex stay."""
    present, absent = (tuple(random.sample(facts, len(facts) // 2)) for facts in (file.present, file.absent))
    return file.model_copy(update={"present": present, "absent": absent})
