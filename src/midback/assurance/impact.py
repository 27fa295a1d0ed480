"""What a change of the knowledge moves: which cases, which drawn people, and the smallest person who falls.

A move to a lower urgency comes first. Half of the people are drawn from the old knowledge and half from the new;
each reads the findings that it has.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import z3
from numpy.typing import NDArray

from midback.assurance.formulas import no
from midback.assurance.population import history, sample
from midback.assurance.solving import smallest
from midback.assurance.statements import Change, changes
from midback.assurance.symbols import at_least, findings_of, person, possible
from midback.engine import Assessment, assess
from midback.exchange.case_file import CaseFile, load_case
from midback.kernel import Planes, urgencies
from midback.kernel.planes import Bits
from midback.kernel.triage import columns
from midback.knowledge import Content, KnowledgeBase
from midback.terms import Findings, Urgency


@dataclass(frozen=True, slots=True)
class Move:
    """A case that comes out otherwise: urgency demanded, likeliest family and condition, before and after."""

    id: str
    urgency: tuple[Urgency, Urgency]
    told: tuple[Urgency, Urgency]
    family: tuple[str, str]
    condition: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Shift:
    """So many drawn people whose red flags demand `new` instead of `old`, and the flags that made it so, by count."""

    old: Urgency
    new: Urgency
    people: int
    flags: tuple[tuple[str, int], ...]
    example: Findings


@dataclass(frozen=True, slots=True)
class Fall:
    """The smallest person whose red flags demanded at least an urgency in the old knowledge and don't in the new."""

    at_least: Urgency
    example: Findings


@dataclass(frozen=True, slots=True)
class Impact:
    """Everything that differs between two contents, and whom it moves."""

    changes: tuple[Change, ...]
    falls: tuple[Fall, ...]
    moves: tuple[Move, ...]
    cases: int
    shifts: tuple[Shift, ...]
    people: int


def impact(before: Content, after: Content, files: Sequence[tuple[str, CaseFile]], *, people: int, seed: int) -> Impact:
    """Compare two contents. Raises CaseError where a case names a finding that one of them doesn't have."""
    old, new = before.knowledge, after.knowledge
    return Impact(
        changes=tuple(changes(before, after)),
        falls=tuple(falls(old, new)),
        moves=tuple(sorted(_moves(old, new, files), key=lambda move: (move.urgency[1] - move.urgency[0], move.id))),
        cases=len(files),
        shifts=tuple(_shifts(old, new, people, seed)),
        people=2 * (people // 2),
    )


def falls(old: KnowledgeBase, new: KnowledgeBase) -> Iterator[Fall]:
    """For each urgency, somebody who had it and loses it, if there is anybody at all. Proved, not sampled."""
    someone = person({*old.findings, *new.findings}, "p")
    solver = z3.Solver()
    solver.add(possible(someone, old), possible(someone, new))
    before, after = at_least(old, someone), at_least(new, someone)
    for urgency in sorted(Urgency, reverse=True)[:-1]:
        solver.push()
        solver.add(before[urgency], no(after[urgency]))
        if solver.check() == z3.sat:
            yield Fall(urgency, findings_of(smallest(solver, someone), someone))
        solver.pop()


def _moves(old: KnowledgeBase, new: KnowledgeBase, files: Sequence[tuple[str, CaseFile]]) -> Iterator[Move]:
    for id, file in files:
        before, after = (_assessed(knowledge, id, file) for knowledge in (old, new))
        move = Move(
            id=id,
            urgency=(before.disposition.demanded, after.disposition.demanded),
            told=(before.disposition.urgency, after.disposition.urgency),
            family=(before.families[0].family.id, after.families[0].family.id),
            condition=(before.causes.conditions[0].condition.id, after.causes.conditions[0].condition.id),
        )
        if any(was != becomes for was, becomes in (move.urgency, move.told, move.family, move.condition)):
            yield move


def _assessed(knowledge: KnowledgeBase, id: str, file: CaseFile) -> Assessment:
    loaded = load_case(file.model_dump(exclude_unset=True, mode="json"), id, knowledge)
    return assess(knowledge, loaded.case, examined=loaded.examined)


def _shifts(old: KnowledgeBase, new: KnowledgeBase, people: int, seed: int) -> list[Shift]:
    found: dict[tuple[int, int], list[tuple[Findings, tuple[str, ...]]]] = {}
    for source in (old, new):
        told = history(source, sample(source, people // 2, seed))
        before, after = (_judge(knowledge, _read_by(knowledge, told)) for knowledge in (old, new))
        for place in np.flatnonzero(before.urgencies != after.urgencies).tolist():
            key = int(before.urgencies[place]), int(after.urgencies[place])
            more_urgent = before if key[0] > key[1] else after
            found.setdefault(key, []).append((_present(told, place), more_urgent.demanded_by(place)))
    order = sorted(found, key=lambda key: (key[1] - key[0], key))
    return [_shift(key, found[key]) for key in order]


@dataclass(frozen=True, slots=True)
class _Judgement:
    """What the red flags of one knowledge demand of each of many people, and for whom each flag is raised."""

    knowledge: KnowledgeBase
    urgencies: NDArray[np.int8]
    raised: Mapping[str, Bits]

    def demanded_by(self, place: int) -> tuple[str, ...]:
        """The flags that make a person as urgent as they are."""
        flags = self.knowledge.red_flags
        demanded = self.urgencies[place]
        return tuple(id for id, whom in self.raised.items() if whom[place] and flags[id].urgency == demanded)


def _judge(knowledge: KnowledgeBase, people: Planes) -> _Judgement:
    raised = {flag.id: columns(flag.when, people)[0] for flag in knowledge.red_flags.values()}
    return _Judgement(knowledge, urgencies(knowledge, people), raised)


def _present(people: Planes, place: int) -> Findings:
    return Findings([id for id, has in zip(people.ids, people.present[place].tolist(), strict=True) if has])


def _shift(key: tuple[int, int], moved: list[tuple[Findings, tuple[str, ...]]]) -> Shift:
    flags = Counter(id for _, ids in moved for id in ids)
    example = min((findings for findings, _ in moved), key=lambda findings: len(findings.present))
    return Shift(Urgency(key[0]), Urgency(key[1]), len(moved), tuple(flags.most_common(5)), example)


def _read_by(knowledge: KnowledgeBase, people: Planes) -> Planes:
    """The same people with the findings that a knowledge base has; what it alone has is unknown."""
    ids = tuple(knowledge.findings)
    present, absent = (np.zeros((len(people), len(ids)), dtype=np.bool_) for _ in range(2))
    for place, id in enumerate(ids):
        if id in people.ids:
            present[:, place], absent[:, place] = people.column(id)
    return Planes(ids, present, absent)
