"""What a content folder holds: how many records, and how many numbers were measured, reviewed or estimated."""

from collections import Counter
from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from midback.cli.layout import columns
from midback.cli.words import say
from midback.knowledge import KnowledgeBase
from midback.knowledge.schema import SHELVES
from midback.terms import EvidenceKind


def inventory(knowledge: KnowledgeBase, folder: str) -> RenderableType:
    """The counts of sound content."""
    shelves = columns(say("check.shelf"), say("check.count"))
    for shelf in SHELVES:
        shelves.add_row(shelf.name, str(len(getattr(knowledge, shelf.name))))
    return Group(
        Text(say("check.sound", folder=folder), style="bold"),
        Text(say("check.version", version=knowledge.version)),
        Text(),
        shelves,
        Text(),
        _numbers(knowledge),
    )


def _numbers(knowledge: KnowledgeBase) -> RenderableType:
    kinds = list(EvidenceKind)
    table = columns(say("check.numbers"), *(say(f"check.{kind.value}") for kind in kinds), say("check.total"))
    for name, counted in evidence(knowledge).items():
        counts = [counted[kind] for kind in kinds]
        table.add_row(say(f"check.{name}"), *(str(count) for count in counts), str(sum(counts)))
    return table


def evidence(knowledge: KnowledgeBase) -> dict[str, Counter[EvidenceKind]]:
    """Where the numbers come from, by what they are for."""
    return {name: Counter(kinds) for name, kinds in _kinds(knowledge)}


def _kinds(knowledge: KnowledgeBase) -> Iterator[tuple[str, list[EvidenceKind]]]:
    conditions = knowledge.conditions.values()
    yield "backgrounds", [finding.background_kind for finding in knowledge.findings.values()]
    yield "links", [link.kind for condition in conditions for link in condition.findings]
    yield "pretests", [condition.pretest.kind for condition in conditions]
    yield "levels", [flag.kind for flag in knowledge.red_flags.values()]
    yield "home_care", [care.evidence for care in knowledge.home_care.values()]
