"""Which causes fit, how well, and why: whole-number scores, so that ties and totals are exact."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import exp, log
from operator import attrgetter
from typing import Protocol, TypeVar

from midback.engine.case import Case
from midback.knowledge import KnowledgeBase
from midback.knowledge.base import Condition, Family, Finding
from midback.knowledge.weights import SCALE, SOMETHING_ELSE, packed, pretest_shares, unpacked
from midback.terms import Answer, EvidenceKind, Setting, Sex, Urgency

COST = {
    Urgency.SELF_CARE: 1.0,
    Urgency.ROUTINE: 1.5,
    Urgency.WITHIN_DAYS: 3.0,
    Urgency.SAME_DAY: 6.0,
    Urgency.EMERGENCY_NOW: 10.0,
}
"""What missing a cause costs, against missing one that home care settles. estimate; docs/adr/0008."""
_COSTS = tuple(COST[urgency] for urgency in Urgency)
"""The same by place: an enumeration's members are slow to look up in the inner loop."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A known finding and how far it moves a condition. `strength` is a log-likelihood ratio; above 0 is for."""

    finding: Finding
    answer: Answer
    strength: float
    kind: EvidenceKind
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConditionRank:
    """A condition's probability (0–1) and, worked out when asked for, the reasons, strongest first.

    `weight` is the probability times the cost of missing it.
    """

    condition: Condition
    probability: float
    weight: float
    case: Case = field(repr=False)
    knowledge: KnowledgeBase = field(repr=False)

    @property
    def reasons_for(self) -> tuple[Reason, ...]:
        """Known findings that speak for the condition."""
        return tuple(reason for reason in self._reasons() if reason.strength > 0)

    @property
    def reasons_against(self) -> tuple[Reason, ...]:
        """Known findings that speak against it."""
        return tuple(reason for reason in self._reasons() if reason.strength < 0)

    @property
    def not_asked(self) -> tuple[Finding, ...]:
        """Findings that aren't known and could move it, furthest first."""
        movers = self.knowledge.index.movers[self.condition.id]
        known = self.case.findings.lookup
        return tuple(self.knowledge.findings[id] for id in movers if id not in known)

    def _reasons(self) -> list[Reason]:
        return sorted(_reasons(self.knowledge, self.case, self.condition), key=lambda reason: -abs(reason.strength))


@dataclass(frozen=True, slots=True)
class FamilyRank:
    """A family's probability and weight, the sums of its conditions', which are in the order to consider them."""

    family: Family
    probability: float
    weight: float
    conditions: tuple[ConditionRank, ...]


@dataclass(frozen=True, slots=True)
class Differential:
    """Families and conditions in the order to consider them, the likeliest first; the share of what isn't listed."""

    families: tuple[FamilyRank, ...]
    conditions: tuple[ConditionRank, ...]
    something_else: float

    @property
    def probabilities(self) -> dict[str, float]:
        """Each condition's probability by id."""
        return {rank.condition.id: rank.probability for family in self.families for rank in family.conditions}


def rank(knowledge: KnowledgeBase, case: Case) -> Differential:
    """Rank families, then the conditions in each, for what is known of this person."""
    probabilities = probabilities_of(knowledge, case)
    families = sorted(knowledge.families.values(), key=lambda family: family.order)
    ranks = [_family_rank(knowledge, case, family, probabilities) for family in families]
    considered = _to_consider([rank for rank in ranks if rank.conditions])
    conditions = _to_consider([rank for family in considered for rank in family.conditions])
    return Differential(considered, conditions, probabilities[""])


class _Weighted(Protocol):
    @property
    def probability(self) -> float: ...

    @property
    def weight(self) -> float: ...


Ranked = TypeVar("Ranked", bound=_Weighted)


def _to_consider(ranks: list[Ranked]) -> tuple[Ranked, ...]:
    """The likeliest first; then by how much would be lost by missing it. Ties keep the written order."""
    likeliest = max(ranks, key=attrgetter("probability"))
    others = [rank for rank in ranks if rank is not likeliest]
    return (likeliest, *sorted(others, key=attrgetter("weight"), reverse=True))


def probabilities_of(knowledge: KnowledgeBase, case: Case) -> dict[str, float]:
    """Each condition's probability by id, in the written order; "" is something else. They add up to 1."""
    scores = score(knowledge, case)
    best = max(scores.values())
    masses = [exp((points - best) / SCALE) for points in scores.values()]
    total = sum(masses)
    return {id: mass / total for id, mass in zip(scores, masses, strict=True)}


def score(knowledge: KnowledgeBase, case: Case) -> dict[str, int]:
    """Whole-number log-odds by condition: the pretest's plus what each known finding adds."""
    total, moves = _before(knowledge, case.setting, case.age, case.sex), knowledge.index.moves
    answers = case.findings.lookup
    for finding in answers.keys() & moves.keys():  # as many steps as the smaller of the two has
        present, absent = moves[finding]
        total += present if answers[finding] is Answer.PRESENT else absent
    return _by_condition(knowledge, total)


def pretest(knowledge: KnowledgeBase, setting: Setting, age: float | None, sex: Sex | None) -> Mapping[str, int]:
    """The score of each condition before any answer, in the written order; "" is something else."""
    return _by_condition(knowledge, _before(knowledge, setting, age, sex))


@lru_cache(maxsize=1024)
def _before(knowledge: KnowledgeBase, setting: Setting, age: float | None, sex: Sex | None) -> int:
    """The pretest's scores, packed."""
    shares = pretest_shares(knowledge.conditions, setting, age, sex)
    ordered = [*(shares[id] for id in knowledge.weights.order), SOMETHING_ELSE]
    return packed(round(log(share) * SCALE) for share in ordered)


def _by_condition(knowledge: KnowledgeBase, scores: int) -> dict[str, int]:
    ids = (*knowledge.weights.order, "")
    return dict(zip(ids, unpacked(scores, len(ids)), strict=True))


def _family_rank(
    knowledge: KnowledgeBase, case: Case, family: Family, probabilities: Mapping[str, float]
) -> FamilyRank:
    ranks = [_rank(knowledge, case, id, probabilities[id]) for id in knowledge.index.members.get(family.id, ())]
    return FamilyRank(
        family,
        sum(rank.probability for rank in ranks),
        sum(rank.weight for rank in ranks),
        _to_consider(ranks) if ranks else (),
    )


def _rank(knowledge: KnowledgeBase, case: Case, id: str, probability: float) -> ConditionRank:
    condition = knowledge.conditions[id]
    return ConditionRank(condition, probability, probability * _COSTS[condition.urgency], case, knowledge)


def _reasons(knowledge: KnowledgeBase, case: Case, condition: Condition) -> Iterator[Reason]:
    weights = knowledge.weights.of[condition.id]
    for link in condition.findings:
        answer = case.findings[link.finding]
        if answer is not Answer.UNKNOWN:
            weight = weights[link.finding]
            points = weight.present if answer is Answer.PRESENT else weight.absent
            yield Reason(knowledge.findings[link.finding], answer, points / SCALE, link.kind, link.sources)
