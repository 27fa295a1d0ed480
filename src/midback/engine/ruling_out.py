"""What must be ruled out: dangerous causes by how well they fit, with how common they are counted only in part.

A cause that fits but is rare stands far down a list of what is likely, and is what a doctor thinks of first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from math import log

from midback.engine.differential import ConditionRank, Differential, pretest_of
from midback.knowledge import KnowledgeBase
from midback.knowledge.base import RedFlag
from midback.knowledge.weights import SCALE
from midback.terms import Urgency

MOST = 3
"""As many as stand in the list of what is likely; a raised red flag adds its own. estimate."""
DANGEROUS = Urgency.WITHIN_DAYS
"""A cause that mustn't wait longer than days is dangerous to miss."""


@dataclass(frozen=True, slots=True)
class Tuning:
    """What the list depends on, chosen on one half of the published cases and tried on the other (docs/adr/0016).

    `temper` is how much of the log-odds of how common a cause is counts (0–1); a cause that no red flag points to
    must fit at least `least_fit` (a log-likelihood ratio). Of the first MOST, at most `first` are what the most urgent
    red flags point to: one more of theirs says less than another cause that fits.
    """

    temper: float = 0.1
    least_fit: float = log(2)
    first: int = 2


TUNING = Tuning()


@dataclass(frozen=True, slots=True)
class Suspect:
    """A cause to rule out, and the raised red flags that point to it."""

    rank: ConditionRank
    flags: tuple[RedFlag, ...]


def to_rule_out(
    knowledge: KnowledgeBase,
    causes: Differential,
    raised: Sequence[RedFlag],
    suspected: Sequence[ConditionRank] = (),
    tuning: Tuning = TUNING,
    *,
    at_home: bool = False,
) -> tuple[Suspect, ...]:
    """The best-fitting causes behind the most urgent red flags; others that fit; the best and first behind each flag.

    Who is told that home is enough has nothing to rule out: every red flag is ruled out, and a danger named beside it
    would only frighten. `suspected` are those whose probability raised the urgency by itself. A cause that is in the
    list of what is likely isn't said twice, unless it is one of these or a red flag points to it.
    """
    if at_home:
        return ()
    fitting = _by_fit(knowledge, causes, tuning)
    first = [*(rank.condition.id for rank in suspected), *_behind_the_most_urgent(raised, fitting)][: tuning.first]
    told = {rank.condition.id for line in causes.likely for rank in line.conditions}.union(first)
    others = (id for id, rank in fitting.items() if id not in told and _is_dangerous(rank) and _fits(rank, tuning))
    enough = [*first, *islice(others, MOST - len(set(first)))]
    every = (id for flag in raised for id in _behind(flag, fitting))
    ids = dict.fromkeys([*enough, *(rank.condition.id for rank in suspected), *every])
    return tuple(Suspect(fitting[id], tuple(flag for flag in raised if id in flag.suspects)) for id in ids)


def _behind_the_most_urgent(raised: Sequence[RedFlag], fitting: Mapping[str, ConditionRank]) -> list[str]:
    """What the most urgent of those raised red flags that point to a cause point to, the best-fitting first."""
    top = max((flag.urgency for flag in raised if flag.suspects), default=None)
    pointed = {id for flag in raised if flag.urgency is top for id in pointed_to(flag, fitting)}
    return [id for id in fitting if id in pointed]


def _behind(flag: RedFlag, fitting: Mapping[str, ConditionRank]) -> list[str]:
    """The best-fitting that a red flag points to; what it names first too, if that is dangerous to miss."""
    pointed = pointed_to(flag, fitting)
    return [*[id for id in fitting if id in pointed][:1], *(id for id in pointed[:1] if _is_dangerous(fitting[id]))]


def pointed_to(flag: RedFlag, ranks: Mapping[str, ConditionRank]) -> list[str]:
    """What a red flag points to and a provider would rule out: not what is looked after at home."""
    return [id for id in flag.suspects if ranks[id].condition.urgency > Urgency.SELF_CARE]


def _by_fit(knowledge: KnowledgeBase, causes: Differential, tuning: Tuning) -> dict[str, ConditionRank]:
    """All conditions by id, the best-fitting first; ties keep the order of what is likely."""
    before = pretest_of(knowledge, causes.conditions[0].case)
    ranks = sorted(causes.conditions, key=lambda rank: -(rank.fit + tuning.temper * before[rank.condition.id] / SCALE))
    return {rank.condition.id: rank for rank in ranks}


def _fits(rank: ConditionRank, tuning: Tuning) -> bool:
    """Well enough, and by something felt or shown: nobody looks for a rare cause for what is lacking, or a risk."""
    return rank.fit >= tuning.least_fit and rank.has_signs


def _is_dangerous(rank: ConditionRank) -> bool:
    return rank.condition.urgency >= DANGEROUS
