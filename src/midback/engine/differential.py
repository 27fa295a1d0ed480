"""Which causes fit, how well, and why: whole-number scores, so that ties and totals are exact."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from math import exp
from operator import attrgetter
from typing import Protocol, TypeVar

from midback.engine.case import Case
from midback.knowledge import KnowledgeBase
from midback.knowledge.base import Condition, Family, Finding, FindingKind
from midback.knowledge.weights import MIMICS, SCALE, age_band, unpacked
from midback.terms import Answer, EvidenceKind, Setting, Sex

LIKELY = 3
"""Causes in the first list. estimate: what a doctor names, and a person keeps in mind, in one breath."""
LEAST_NAMED = 0.005
"""The least probability (0–1) of a member that is named with its family. estimate: 1 in 200 only lengthens a list."""


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

    `fit` is how much better than chance what is known fits it, whatever how common it is: a log-likelihood ratio.
    """

    condition: Condition
    probability: float
    fit: float
    case: Case = field(repr=False)
    knowledge: KnowledgeBase = field(repr=False)

    @property
    def reasons_for(self) -> tuple[Reason, ...]:
        """Known findings that speak for the condition."""
        return _strongest(reason for reason in self._reasons() if reason.strength > 0)

    @property
    def reasons_against(self) -> tuple[Reason, ...]:
        """Known findings that speak against it."""
        return _strongest(reason for reason in self._reasons() if reason.strength < 0)

    @property
    def has_signs(self) -> bool:
        """Does something that the person feels or shows speak for it, and not only what they lack or are at risk of?"""
        had = (one for one in self._reasons() if one.strength > 0 and one.answer is Answer.PRESENT)
        return any(reason.finding.kind is not FindingKind.RISK for reason in had)

    @property
    def not_asked(self) -> tuple[Finding, ...]:
        """Findings that aren't known and could move it, furthest first."""
        movers = self.knowledge.index.movers[self.condition.id]
        known = self.case.findings.lookup
        return tuple(self.knowledge.findings[id] for id in movers if id not in known)

    def _reasons(self) -> Iterator[Reason]:
        return _reasons(self.knowledge, self.case, self.condition)


def _strongest(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    return tuple(sorted(reasons, key=lambda reason: -abs(reason.strength)))


@dataclass(frozen=True, slots=True)
class FamilyRank:
    """A family's probability, the sum of its conditions', which stand with the likeliest first."""

    family: Family
    probability: float
    conditions: tuple[ConditionRank, ...]


@dataclass(frozen=True, slots=True)
class Likely:
    """One line in the list of what is likely: a condition, or a whole family whose members nobody can tell apart."""

    family: Family
    conditions: tuple[ConditionRank, ...]

    @property
    def probability(self) -> float:
        """That one of its conditions is the cause (0–1)."""
        return sum(rank.probability for rank in self.conditions)

    @property
    def is_family(self) -> bool:
        """Is it a whole family?"""
        return self.family.indistinct


@dataclass(frozen=True, slots=True)
class Differential:
    """Families and conditions, the likeliest first; the share of what isn't listed."""

    families: tuple[FamilyRank, ...]
    conditions: tuple[ConditionRank, ...]
    something_else: float

    @property
    def lines(self) -> tuple[Likely, ...]:
        """All that could be listed as likely, the likeliest first."""
        return _likeliest(line for family in self.families for line in _lines(family))

    @property
    def likely(self) -> tuple[Likely, ...]:
        """The first list: what is likely."""
        # Further down a family none of its conditions can be among the first.
        return _likeliest(line for family in self.families for line in islice(_lines(family), LIKELY))[:LIKELY]

    @property
    def probabilities(self) -> dict[str, float]:
        """Each condition's probability by id."""
        return {rank.condition.id: rank.probability for family in self.families for rank in family.conditions}


def rank(knowledge: KnowledgeBase, case: Case) -> Differential:
    """Rank families, then the conditions in each, for what is known of this person."""
    moved = _moved(knowledge, case)
    fits, (*shares, something_else) = _unpacked(knowledge, moved), _shares(_after(knowledge, case, moved))
    records = (knowledge.conditions[id] for id in knowledge.weights.order)
    ranks = (
        ConditionRank(condition, share, fit / SCALE, case, knowledge)
        for condition, share, fit in zip(records, shares, fits, strict=False)  # something else has no record
    )
    conditions = _likeliest(ranks)
    return Differential(_likeliest(_family_ranks(knowledge, conditions)), conditions, something_else)


def _lines(rank: FamilyRank) -> Iterator[Likely]:
    """Of a family in one line those members are named that may well be it: none of pregnancy for a man."""
    if rank.family.indistinct:
        named = tuple(one for one in rank.conditions if one.probability >= LEAST_NAMED)
        yield Likely(rank.family, named or rank.conditions[:1])
    else:
        yield from (Likely(rank.family, (one,)) for one in rank.conditions)


class _Ranked(Protocol):
    @property
    def probability(self) -> float: ...


Ranked = TypeVar("Ranked", bound=_Ranked)
Number = TypeVar("Number", int, float)


def _likeliest(ranks: Iterable[Ranked]) -> tuple[Ranked, ...]:
    """The likeliest first. Ties keep the written order."""
    return tuple(sorted(ranks, key=attrgetter("probability"), reverse=True))


def probabilities_of(knowledge: KnowledgeBase, case: Case) -> dict[str, float]:
    """Each condition's probability by id, in the written order; "" is something else. They add up to 1."""
    return _by_condition(knowledge, shares_of(knowledge, case))


def shares_of(knowledge: KnowledgeBase, case: Case) -> list[float]:
    """The same without their ids: something else comes last."""
    return _shares(_after(knowledge, case, _moved(knowledge, case)))


def _shares(scores: Sequence[int]) -> list[float]:
    """Of those who look like a listed cause, the share of MIMICS has something else."""
    best = max(scores)
    masses = [exp((points - best) / SCALE) for points in scores]
    listed = (1 - MIMICS) / sum(masses)
    shares = [mass * listed for mass in masses]
    shares[-1] += MIMICS
    return shares


def score(knowledge: KnowledgeBase, case: Case) -> dict[str, int]:
    """Whole-number log-odds by condition: the pretest's plus what each known finding adds."""
    return _by_condition(knowledge, _after(knowledge, case, _moved(knowledge, case)))


def _after(knowledge: KnowledgeBase, case: Case, moved: int) -> Sequence[int]:
    return _unpacked(knowledge, _before(knowledge, case.setting, case.age, case.sex) + moved)


def _moved(knowledge: KnowledgeBase, case: Case) -> int:
    """What all known findings add to each score, packed."""
    moved, moves, answers = 0, knowledge.index.moves, case.findings.lookup
    for finding in answers.keys() & moves.keys():  # as many steps as the smaller of the two has
        present, absent = moves[finding]
        moved += present if answers[finding] is Answer.PRESENT else absent
    return moved


def pretest_of(knowledge: KnowledgeBase, case: Case) -> Mapping[str, int]:
    """The score of each condition before any answer of this person's."""
    return pretest(knowledge, case.setting, case.age, case.sex)


def pretest(knowledge: KnowledgeBase, setting: Setting, age: float | None, sex: Sex | None) -> Mapping[str, int]:
    """The score of each condition before any answer, in the written order; "" is something else."""
    return _by_condition(knowledge, _unpacked(knowledge, _before(knowledge, setting, age, sex)))


def _before(knowledge: KnowledgeBase, setting: Setting, age: float | None, sex: Sex | None) -> int:
    return knowledge.index.pretests[setting, age_band(age), sex]


def _unpacked(knowledge: KnowledgeBase, scores: int) -> Sequence[int]:
    return unpacked(scores, len(knowledge.weights.order) + 1)


def _by_condition(knowledge: KnowledgeBase, numbers: Iterable[Number]) -> dict[str, Number]:
    return dict(zip((*knowledge.weights.order, ""), numbers, strict=True))


def _family_ranks(knowledge: KnowledgeBase, conditions: Iterable[ConditionRank]) -> Iterator[FamilyRank]:
    """Families in their written order, each with its conditions in the order given; those without any are left out."""
    members: dict[str, list[ConditionRank]] = {id: [] for id in knowledge.families}
    for one in conditions:
        members[one.condition.family].append(one)
    for id, ranks in members.items():
        if ranks:
            yield FamilyRank(knowledge.families[id], sum(one.probability for one in ranks), tuple(ranks))


def _reasons(knowledge: KnowledgeBase, case: Case, condition: Condition) -> Iterator[Reason]:
    """What follows from another reason isn't said beside it: its weight is in the other's."""
    weights, known = knowledge.weights.of[condition.id], case.findings.lookup
    said = {link.finding: known[link.finding] for link in condition.findings if link.finding in known}
    for link in condition.findings:
        answer = said.get(link.finding)
        if answer is None or _follows(knowledge, link.finding, said):
            continue
        told = [link.finding, *_following(knowledge, link.finding, said)]
        points = sum(weights[id].present if answer is Answer.PRESENT else weights[id].absent for id in told)
        yield Reason(knowledge.findings[link.finding], answer, points / SCALE, link.kind, link.sources)


def _follows(knowledge: KnowledgeBase, id: str, said: Mapping[str, Answer]) -> bool:
    """Present because a narrower one is, or absent because a wider one is."""
    if said[id] is Answer.PRESENT:
        return any(id in knowledge.wider.get(one, ()) for one, answer in said.items() if answer is Answer.PRESENT)
    return any(said.get(one) is Answer.ABSENT for one in knowledge.wider.get(id, ()))


def _following(knowledge: KnowledgeBase, id: str, said: Mapping[str, Answer]) -> list[str]:
    """What is present with it, or absent with it."""
    if said[id] is Answer.PRESENT:
        return [one for one in said if one in knowledge.wider.get(id, ())]
    return [one for one, answer in said.items() if answer is Answer.ABSENT and id in knowledge.wider.get(one, ())]
