"""Which causes fit, how well, and why: whole-number scores, so that ties and totals are exact."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log

from midback.engine.case import Case
from midback.knowledge import KnowledgeBase
from midback.knowledge.base import Condition, Family, FindingRecord, Link
from midback.knowledge.weights import SCALE, SOMETHING_ELSE, pretest_shares
from midback.terms import Answer, EvidenceKind, Setting, Sex

MAIN_REASON = SCALE // 4


@dataclass(frozen=True, slots=True)
class Reason:
    """A known finding and how far it moves a condition. `strength` is a log-likelihood ratio; above 0 is for."""

    finding: FindingRecord
    answer: Answer
    strength: float
    kind: EvidenceKind
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConditionRank:
    """A condition's probability (0–1) and the reasons, strongest first. `not_asked` could move it most."""

    condition: Condition
    probability: float
    reasons_for: tuple[Reason, ...]
    reasons_against: tuple[Reason, ...]
    not_asked: tuple[FindingRecord, ...]


@dataclass(frozen=True, slots=True)
class FamilyRank:
    """A family's probability, the sum of its conditions', and those conditions, likeliest first."""

    family: Family
    probability: float
    conditions: tuple[ConditionRank, ...]


@dataclass(frozen=True, slots=True)
class Differential:
    """Families, likeliest first, and the share of what isn't listed."""

    families: tuple[FamilyRank, ...]
    something_else: float

    @property
    def conditions(self) -> tuple[ConditionRank, ...]:
        """Every condition, likeliest first."""
        everything = [rank for family in self.families for rank in family.conditions]
        return tuple(sorted(everything, key=lambda rank: -rank.probability))

    @property
    def probabilities(self) -> dict[str, float]:
        """Each condition's probability by id."""
        return {rank.condition.id: rank.probability for family in self.families for rank in family.conditions}


def rank(knowledge: KnowledgeBase, case: Case) -> Differential:
    """Rank families, then the conditions in each, for what is known of this person."""
    probabilities = probabilities_of(knowledge, case)
    ranks = [
        _family_rank(knowledge, case, family, probabilities)
        for family in sorted(knowledge.families.values(), key=lambda family: family.order)
    ]
    ranked = sorted((rank for rank in ranks if rank.conditions), key=lambda rank: -rank.probability)
    return Differential(tuple(ranked), probabilities[""])


def probabilities_of(knowledge: KnowledgeBase, case: Case) -> dict[str, float]:
    """Each condition's probability by id, in the written order; "" is something else. They add up to 1."""
    scores = score(knowledge, case)
    best = max(scores.values())
    masses = {id: exp((points - best) / SCALE) for id, points in scores.items()}
    total = sum(masses.values())
    return {id: mass / total for id, mass in masses.items()}


def score(knowledge: KnowledgeBase, case: Case) -> dict[str, int]:
    """Whole-number log-odds by condition: the pretest's plus what each known finding adds."""
    start = _pretest(knowledge, case.setting, case.age, case.sex)
    return {id: points + _added(knowledge, id, case) for id, points in start.items()}


def _added(knowledge: KnowledgeBase, condition: str, case: Case) -> int:
    weights = knowledge.weights.of.get(condition, {})
    known = ((weights[id], answer) for id, answer in case.findings.items() if id in weights)
    return sum(weight.present if answer is Answer.PRESENT else weight.absent for weight, answer in known)


@lru_cache(maxsize=1024)
def _pretest(knowledge: KnowledgeBase, setting: Setting, age: float | None, sex: Sex | None) -> Mapping[str, int]:
    shares = pretest_shares(knowledge.conditions, setting, age, sex)
    ordered = {id: round(log(shares[id]) * SCALE) for id in knowledge.weights.order}
    return ordered | {"": round(log(SOMETHING_ELSE) * SCALE)}


def _family_rank(
    knowledge: KnowledgeBase, case: Case, family: Family, probabilities: Mapping[str, float]
) -> FamilyRank:
    members = [id for id in knowledge.weights.order if knowledge.conditions[id].family == family.id]
    ranks = [_condition_rank(knowledge, case, knowledge.conditions[id], probabilities[id]) for id in members]
    ranks.sort(key=lambda rank: -rank.probability)
    return FamilyRank(family, sum(rank.probability for rank in ranks), tuple(ranks))


def _condition_rank(knowledge: KnowledgeBase, case: Case, condition: Condition, probability: float) -> ConditionRank:
    reasons = sorted(_reasons(knowledge, case, condition), key=lambda reason: -abs(reason.strength))
    return ConditionRank(
        condition,
        probability,
        tuple(reason for reason in reasons if reason.strength > 0),
        tuple(reason for reason in reasons if reason.strength < 0),
        tuple(_open(knowledge, case, condition)),
    )


def _reasons(knowledge: KnowledgeBase, case: Case, condition: Condition) -> Iterator[Reason]:
    weights = knowledge.weights.of[condition.id]
    for link in condition.findings:
        answer = case.findings[link.finding]
        if answer is not Answer.UNKNOWN:
            weight = weights[link.finding]
            points = weight.present if answer is Answer.PRESENT else weight.absent
            yield Reason(knowledge.findings[link.finding], answer, points / SCALE, link.kind, link.sources)


def _open(knowledge: KnowledgeBase, case: Case, condition: Condition) -> list[FindingRecord]:
    """What isn't known and would move the condition, furthest first."""
    weights = knowledge.weights.of[condition.id]

    def pull(link: Link) -> int:
        weight = weights[link.finding]
        return max(abs(weight.present), abs(weight.absent))

    unknown = [link for link in condition.findings if case.findings[link.finding] is Answer.UNKNOWN]
    ordered = sorted(unknown, key=lambda link: (-pull(link), link.finding))
    return [knowledge.findings[link.finding] for link in ordered if pull(link) >= MAIN_REASON]
