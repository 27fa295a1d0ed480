"""People drawn from the knowledge itself: age and sex, then a cause, then its findings and numbers.

What a condition says nothing of is as common as its background. A finding that implies others is drawn only
among people who have those, so that everybody drawn is a possible person and every share stays as written.
Beyond that, findings are independent given the cause, unless they are drawn as in life.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from midback.assurance.together import together
from midback.engine import Case, case_from
from midback.engine.case import DAYS_A_YEAR
from midback.kernel import Planes
from midback.kernel.triage import columns
from midback.knowledge import KnowledgeBase
from midback.knowledge.base import Finding, Link
from midback.knowledge.known_ids import AGE, FEMALE
from midback.knowledge.numbers import Derived, Threshold
from midback.knowledge.weights import MIMICS, pretest_shares
from midback.terms import Setting, Sex

Numbers = NDArray[np.float64]
Shares = NDArray[np.float64]
RAREST = 0.0005
STRETCH = 1.25
"""How far the last band of a number reaches beyond its lower bound."""


@dataclass(frozen=True, slots=True)
class Population:
    """Drawn people: what is true of each, their numbers, and the cause they look like, as a place in the written order.

    The place after the last condition is something else. `mimics` have something else too, and only look like it.
    """

    findings: Planes
    numbers: Mapping[str, Numbers]
    female: NDArray[np.bool_]
    causes: NDArray[np.int64]
    mimics: NDArray[np.bool_]
    setting: Setting

    def __len__(self) -> int:
        return len(self.causes)


def sample(
    knowledge: KnowledgeBase, count: int, seed: int, setting: Setting = Setting.COMMUNITY, *, as_in_life: bool = False
) -> Population:
    """So many people; the same seed and knowledge give the same people. `as_in_life`: findings come together."""
    rng = np.random.default_rng(seed)
    table = shares(knowledge)
    female = rng.random(count) < knowledge.findings[FEMALE].background
    ages = _numbers(knowledge, AGE, table, np.full(count, -1), rng)
    causes = _causes(knowledge, setting, ages, female, rng)
    numbers = {AGE: ages} | {id: _numbers(knowledge, id, table, causes, rng) for id in _drawn(knowledge)}
    counted = numbers | {id: _began(knowledge, id, one, numbers) for id, one in _beginnings(knowledge).items()}
    chance = together(knowledge, count, rng) if as_in_life else rng.random((count, len(knowledge.findings)))
    present = _present(knowledge, _among_wider(knowledge, table)[:, causes].T, counted, female, chance)
    mimics = rng.random(count) < MIMICS
    return Population(_planes(knowledge, present), counted, female, causes, mimics, setting)


def shares(knowledge: KnowledgeBase) -> Shares:
    """P(finding given condition), a row a finding and a column a condition; the last column is something else."""
    ids, order = list(knowledge.findings), knowledge.weights.order
    background = np.array([finding.background for finding in knowledge.findings.values()])
    table = np.repeat(background[:, None], len(order) + 1, axis=1)
    for column, condition in enumerate(order):
        for link in knowledge.conditions[condition].findings:
            table[ids.index(link.finding), column] = _given(link, knowledge.findings[link.finding])
    return np.asarray(np.clip(table, RAREST, 1 - RAREST))


def _given(link: Link, finding: Finding) -> float:
    if link.given is not None:
        return link.given
    if link.present is not None:
        return finding.background * link.present
    return 1 - (link.absent or 1.0) * (1 - finding.background)


def _among_wider(knowledge: KnowledgeBase, table: Shares) -> Shares:
    """P(finding given condition and all that the finding implies)."""
    ids = list(knowledge.findings)
    among = table.copy()
    for place in _wide_first(knowledge):
        wider = [ids.index(id) for id in knowledge.wider.get(ids[place], ())]
        among[place] = np.minimum(1.0, table[place] / among[wider].prod(axis=0))
    return among


def _wide_first(knowledge: KnowledgeBase) -> list[int]:
    ids = list(knowledge.findings)
    return sorted(range(len(ids)), key=lambda place: len(knowledge.wider.get(ids[place], ())))


def _causes(
    knowledge: KnowledgeBase, setting: Setting, ages: Numbers, female: NDArray[np.bool_], rng: np.random.Generator
) -> NDArray[np.int64]:
    """A cause for each person, by how common it is at their age and sex."""
    causes = np.zeros(len(ages), dtype=np.int64)
    chance = rng.random(len(ages))
    for age, is_female in set(zip(ages.tolist(), female.tolist(), strict=True)):
        sex = Sex.FEMALE if is_female else Sex.MALE
        common = pretest_shares(knowledge.conditions, setting, age, sex)
        edges = np.cumsum([common[id] for id in knowledge.weights.order])
        alike = (ages == age) & (female == is_female)
        causes[alike] = np.searchsorted(edges, chance[alike], side="right")
    return causes


def _drawn(knowledge: KnowledgeBase) -> list[str]:
    """Numbers that some finding reads, besides age and what follows from age and a duration; and those durations."""
    read = {threshold.quantity for _, threshold in _thresholds(knowledge)} - {AGE, *_beginnings(knowledge)}
    return sorted(read | {one.less_days for one in _beginnings(knowledge).values()})


def _beginnings(knowledge: KnowledgeBase) -> dict[str, Derived]:
    """The ages that follow from another and from how long something has lasted, by quantity."""
    return {id: one for id, one in knowledge.index.derived.items() if one.years}


def _began(knowledge: KnowledgeBase, id: str, derived: Derived, numbers: Mapping[str, Numbers]) -> Numbers:
    years = numbers[derived.years] - numbers[derived.less_days] / DAYS_A_YEAR
    return np.asarray(np.maximum(years, knowledge.quantities[id].minimum))


def _thresholds(knowledge: KnowledgeBase) -> Iterator[tuple[str, Threshold]]:
    return ((id, finding.threshold) for id, finding in knowledge.findings.items() if finding.threshold)


def _numbers(
    knowledge: KnowledgeBase, quantity: str, table: Shares, causes: NDArray[np.int64], rng: np.random.Generator
) -> Numbers:
    """A number for each person: first the band between two thresholds, then a number within it."""
    cuts, above = _bands(knowledge, quantity, table)
    band = (rng.random(len(causes))[:, None] < above[:, causes].T).sum(axis=1)
    known = knowledge.quantities[quantity]
    top = min(known.maximum, cuts[-1] * STRETCH) if cuts else known.maximum
    edges = [known.minimum, *cuts, top]
    asked = [value for value in _values(knowledge, quantity) if value is not None]
    numbers = np.zeros(len(causes))
    for place, (low, high) in enumerate(pairwise(edges)):
        choices = [value for value in asked if low <= value < high] or np.arange(low, max(high, low + 1))
        numbers[band == place] = rng.choice(choices, size=int((band == place).sum()))
    return numbers


def _bands(knowledge: KnowledgeBase, quantity: str, table: Shares) -> tuple[list[float], Shares]:
    """Where a number is cut, and by condition the share of people at or above each cut, never rising."""
    ids = list(knowledge.findings)
    edges: dict[float, Shares] = {}
    for id, threshold in _thresholds(knowledge):
        if threshold.quantity == quantity:
            row = table[ids.index(id)]
            if threshold.at_least is not None:
                edges[threshold.at_least] = row
            elif threshold.below is not None:
                edges.setdefault(threshold.below, 1 - row)
    cuts = sorted(edges)
    above = np.array([edges[cut] for cut in cuts]).reshape(len(cuts), table.shape[1])
    return cuts, np.minimum.accumulate(above, axis=0)


def _values(knowledge: KnowledgeBase, quantity: str) -> Iterable[float | None]:
    """The numbers that the options of a question stand for."""
    asking = [question for question in knowledge.questions.values() if question.quantity == quantity]
    return [option.value for question in asking for option in question.options]


def _present(
    knowledge: KnowledgeBase,
    chances: Shares,
    numbers: Mapping[str, Numbers],
    female: NDArray[np.bool_],
    chance: NDArray[np.float64],
) -> NDArray[np.bool_]:
    """What each person has, the wider findings first."""
    ids = list(knowledge.findings)
    present = np.asarray(chance < chances)
    present[:, ids.index(FEMALE)] = female
    for id, threshold in _thresholds(knowledge):
        present[:, ids.index(id)] = [threshold.holds(number) for number in numbers[threshold.quantity].tolist()]
    beside = _beside_the_point(knowledge, ids, present)
    for place in _wide_first(knowledge):
        wider = [ids.index(wide) for wide in knowledge.wider.get(ids[place], ())]
        present[:, place] &= present[:, wider].all(axis=1) & ~beside.get(ids[place], np.False_)
    return present


def _beside_the_point(
    knowledge: KnowledgeBase, ids: list[str], present: NDArray[np.bool_]
) -> dict[str, NDArray[np.bool_]]:
    """For each finding that only follow-up questions ask, the people to whom none of them would be put."""
    people = Planes(tuple(ids), present, ~present)
    beside: dict[str, NDArray[np.bool_]] = {}
    for question in knowledge.questions.values():
        never = columns(question.when, people)[1] if question.when else np.zeros(len(people), dtype=np.bool_)
        for id in question.findings:
            beside[id] = never & beside.get(id, np.True_)
    return beside


def _planes(knowledge: KnowledgeBase, present: NDArray[np.bool_]) -> Planes:
    return Planes(tuple(knowledge.findings), present, ~present)


def history(knowledge: KnowledgeBase, people: Population) -> Planes:
    """What they could tell of themselves; signs and tests stay unknown."""
    hidden = np.array([id in knowledge.clinician_only for id in people.findings.ids])
    return replace(people.findings, present=people.findings.present & ~hidden, absent=people.findings.absent & ~hidden)


def case_of(knowledge: KnowledgeBase, people: Population, place: int) -> Case:
    """One of them as a case, with what they could tell."""
    told = history(knowledge, alone(people, place))
    numbers = {id: float(values[place]) for id, values in people.numbers.items() if knowledge.quantities[id].reportable}
    return case_from(
        knowledge,
        present=[id for id, has in zip(told.ids, told.present[0].tolist(), strict=True) if has],
        absent=[id for id, lacks in zip(told.ids, told.absent[0].tolist(), strict=True) if lacks],
        quantities=numbers,
        setting=people.setting,
    )


def alone(people: Population, place: int) -> Population:
    """That person alone."""
    one = slice(place, place + 1)
    findings = Planes(people.findings.ids, people.findings.present[one], people.findings.absent[one])
    numbers = {id: values[one] for id, values in people.numbers.items()}
    return Population(findings, numbers, people.female[one], people.causes[one], people.mimics[one], people.setting)
