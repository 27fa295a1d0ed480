"""What a content folder holds: how many records, and how many numbers were measured, reviewed or estimated."""

from rich.console import Group, RenderableType
from rich.text import Text

from midback.assurance.numbers import by_kind
from midback.cli.layout import columns
from midback.knowledge import KnowledgeBase
from midback.knowledge.schema import SHELVES
from midback.terms import EvidenceKind
from midback.words import Words


def inventory(words: Words, knowledge: KnowledgeBase, folder: str) -> RenderableType:
    """The counts of sound content."""
    shelves = columns(words.say("check.shelf"), words.say("check.count"))
    for shelf in SHELVES:
        shelves.add_row(shelf.name, str(len(getattr(knowledge, shelf.name))))
    return Group(
        Text(words.say("check.sound", folder=folder), style="bold"),
        Text(words.say("check.version", version=knowledge.version)),
        Text(),
        shelves,
        Text(),
        _numbers(words, knowledge),
    )


def _numbers(words: Words, knowledge: KnowledgeBase) -> RenderableType:
    kinds = list(EvidenceKind)
    table = columns(
        words.say("check.numbers"), *(words.say(f"check.{kind.value}") for kind in kinds), words.say("check.total")
    )
    for field, counted in by_kind(knowledge).items():
        counts = [counted[kind] for kind in kinds]
        table.add_row(words.say(f"card.fields.{field}"), *(str(count) for count in counts), str(sum(counts)))
    return table
