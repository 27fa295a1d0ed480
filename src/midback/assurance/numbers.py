"""Every number and level in the knowledge: where it comes from, how far that was checked, and what rides on it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from math import log
from typing import Any

from midback.knowledge import KnowledgeBase
from midback.knowledge.base import Link
from midback.knowledge.schema import SHELVES
from midback.knowledge.weights import CAP, ratios
from midback.terms import Confirmed, EvidenceKind, Setting, Urgency


class Doubt(IntEnum):
    """What a clinician still has to confirm, the least first: nothing; a number read second-hand or in part; an
    editor's estimate; something cited that nobody has looked up."""

    NOTHING = 0
    SECOND_HAND = 1
    ESTIMATE = 2
    NOT_LOOKED_UP = 3

    @property
    def id(self) -> str:
        """The doubt as written in files."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Number:
    """One number or level, or the text of a record. `weight` is how far it moves the odds (natural log), or 0.

    `stakes` is the urgency of what it decides: a red flag's level, or the urgency of the cause it speaks for.
    """

    shelf: str
    id: str
    field: str
    value: str
    kind: EvidenceKind
    confirmed: Confirmed
    sources: tuple[str, ...]
    stakes: Urgency
    weight: float = 0.0

    @property
    def doubt(self) -> Doubt:
        """What is still to be confirmed."""
        if self.kind is EvidenceKind.ESTIMATE:
            return Doubt.ESTIMATE
        if self.confirmed in (Confirmed.MEMORY, Confirmed.NONE):
            return Doubt.NOT_LOOKED_UP
        return Doubt.SECOND_HAND if self.confirmed in (Confirmed.SECONDARY, Confirmed.PARTIAL) else Doubt.NOTHING


def numbers(knowledge: KnowledgeBase) -> Iterator[Number]:
    """All of them, shelf by shelf."""
    yield from _backgrounds(knowledge)
    yield from _pretests(knowledge)
    yield from _links(knowledge)
    yield from _levels(knowledge)
    yield from _care(knowledge)


def by_kind(knowledge: KnowledgeBase) -> dict[str, Counter[EvidenceKind]]:
    """How many are measured, reviewed and estimated, by the field that holds them."""
    counts: dict[str, Counter[EvidenceKind]] = {}
    for one in numbers(knowledge):
        counts.setdefault(one.field.partition("[")[0], Counter())[one.kind] += 1
    return counts


def to_confirm(knowledge: KnowledgeBase) -> list[Number]:
    """What a clinician still has to confirm, worst first: the most urgent, levels before numbers, the least checked,
    and what moves the odds most."""
    doubtful = [one for one in (*numbers(knowledge), *_texts(knowledge)) if one.doubt is not Doubt.NOTHING]
    return sorted(doubtful, key=_worst_first)


def _worst_first(one: Number) -> tuple[int, bool, int, float, str, str, str]:
    return -one.stakes, one.shelf != "red_flags", -one.doubt, -one.weight, one.shelf, one.id, one.field


def _backgrounds(knowledge: KnowledgeBase) -> Iterator[Number]:
    for finding in knowledge.findings.values():
        kind, seen = finding.background_kind, _seen(knowledge, finding.sources)
        yield Number(
            "findings",
            finding.id,
            "background",
            f"{finding.background:g}",
            kind,
            seen,
            finding.sources,
            Urgency.ROUTINE,
        )


def _pretests(knowledge: KnowledgeBase) -> Iterator[Number]:
    for condition in knowledge.conditions.values():
        share = condition.pretest
        told = " · ".join(f"{setting.value} {share.share(setting):g}" for setting in Setting)
        seen = _seen(knowledge, share.sources)
        yield Number("conditions", condition.id, "pretest", told, share.kind, seen, share.sources, condition.urgency)


def _links(knowledge: KnowledgeBase) -> Iterator[Number]:
    for condition in knowledge.conditions.values():
        for link in condition.findings:
            present, absent = ratios(link, knowledge.findings[link.finding])
            weight = max(_moved(present), _moved(absent))
            field = f"findings[{link.finding}]"
            yield Number(
                "conditions",
                condition.id,
                field,
                _told(link),
                link.kind,
                link.confirmed,
                link.sources,
                condition.urgency,
                weight,
            )


def _moved(ratio: float) -> float:
    return abs(log(min(max(ratio, 1 / CAP), CAP)))


def _told(link: Link) -> str:
    parts = (("", link.given), ("LR+ ", link.present), ("LR− ", link.absent))
    return " · ".join(f"{name}{value:g}" for name, value in parts if value is not None)


def _levels(knowledge: KnowledgeBase) -> Iterator[Number]:
    for flag in knowledge.red_flags.values():
        seen = _seen(knowledge, flag.sources)
        yield Number("red_flags", flag.id, "urgency", flag.urgency.id, flag.kind, seen, flag.sources, flag.urgency)


def _care(knowledge: KnowledgeBase) -> Iterator[Number]:
    for care in knowledge.home_care.values():
        seen = _seen(knowledge, care.sources)
        yield Number(
            "home_care", care.id, "evidence", care.evidence.value, care.evidence, seen, care.sources, Urgency.SELF_CARE
        )


def _texts(knowledge: KnowledgeBase) -> Iterator[Number]:
    """Records whose every source is one that nobody has looked up."""
    for shelf in SHELVES:
        for record in getattr(knowledge, shelf.name).values():
            sources: tuple[str, ...] = getattr(record, "sources", ())
            if sources and _seen(knowledge, sources) in (Confirmed.MEMORY, Confirmed.NONE):
                yield Number(
                    shelf.name, _id(record), "text", "", EvidenceKind.REVIEW, Confirmed.MEMORY, sources, _stakes(record)
                )


def _id(record: Any) -> str:
    return str(getattr(record.id, "id", record.id))


def _stakes(record: Any) -> Urgency:
    level: Urgency | None = getattr(record, "urgency", None) or getattr(record, "minimum", None)
    return level or Urgency.SELF_CARE


def _seen(knowledge: KnowledgeBase, sources: tuple[str, ...]) -> Confirmed:
    """How far the best read of the sources was read."""
    order = list(Confirmed)
    return min((knowledge.sources[id].seen for id in sources), key=order.index, default=Confirmed.NONE)
