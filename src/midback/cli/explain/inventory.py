"""What a content folder holds: how many records, and how many numbers were measured, reviewed or estimated."""

from rich.console import Group, RenderableType
from rich.text import Text

from midback.assurance.numbers import by_kind
from midback.cli.layout import columns
from midback.knowledge import KnowledgeBase
from midback.knowledge.schema import SHELVES
from midback.terms import EvidenceKind
from midback.words import say


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
    for field, counted in by_kind(knowledge).items():
        counts = [counted[kind] for kind in kinds]
        table.add_row(say(f"card.fields.{field}"), *(str(count) for count in counts), str(sum(counts)))
    return table
