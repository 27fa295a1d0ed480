"""Finds whatever an id names in the knowledge base, and shows it."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from midback.cli.explain.cards import card
from midback.cli.explain.citations import cited, sources_of
from midback.cli.layout import MUTED, columns
from midback.errors import UnknownId
from midback.knowledge import KnowledgeBase
from midback.knowledge.shelf_names import shelf_called
from midback.words import Line, Words

KINDS = {
    "findings": "finding",
    "conditions": "condition",
    "red_flags": "red_flag",
    "tests": "test",
    "exercises": "exercise",
    "home_care": "home_care",
    "families": "family",
    "structures": "structure",
    "dangers": "danger",
    "calms": "calm",
    "ladders": "ladder",
    "sources": "source",
}
"""What can be explained: the word for its list → the word for one."""


def kind_called(name: str) -> str | None:
    """The kind that is called so, at this door or another; None for any other word."""
    return next((kind for kind in KINDS if shelf_called(kind) == shelf_called(name)), None)


def shelf(knowledge: KnowledgeBase, kind: str) -> Mapping[str, Any]:
    """Every record of a kind by its id."""
    records: Mapping[str, Any] = getattr(knowledge, shelf_called(kind))
    return records


def overview(words: Words, knowledge: KnowledgeBase) -> RenderableType:
    """The kinds, and how many there are of each."""
    table = columns(words.say("explain.kind"), words.say("explain.count"))
    for kind in KINDS:
        table.add_row(kind, str(len(shelf(knowledge, kind))))
    return Group(table, Text(), Text(words.say("explain.kinds_note"), style=MUTED))


def listing(words: Words, knowledge: KnowledgeBase, kind: str) -> RenderableType:
    """The ids of a kind, and what each is."""
    table = columns(words.say("explain.id"), words.say("explain.label"))
    for id, record in shelf(knowledge, kind).items():
        table.add_row(id, Text(name_of(words, record)))
    return table


def explanations(words: Words, knowledge: KnowledgeBase, id: str) -> Iterator[RenderableType]:
    """Everything that has this id, each with its sources. Raises UnknownId with the nearest ids."""
    found = [(kind, shelf(knowledge, kind)[id]) for kind in KINDS if id in shelf(knowledge, kind)]
    if not found:
        raise UnknownId(words.say("error.unknown_id", id=id, hint=hint(words, knowledge, id)))
    for kind, record in found:
        yield Text(words.say("explain.head", kind=words.say(f"explain.{KINDS[kind]}"), id=id), style=MUTED)
        yield Text(name_of(words, record), style="bold")
        yield from card(words, knowledge, record)
        yield from sources_of(words, knowledge, cited(record))
        yield Text()


def name_of(words: Words, record: Any) -> str:
    """What a record is called."""
    for name in ("label", "situation", "title"):
        if found := getattr(record, name, ""):
            return words.text(found) if isinstance(found, Line) else str(found)
    return str(record.id)


def hint(words: Words, knowledge: KnowledgeBase, id: str) -> str:
    """The ids nearest to one that isn't there."""
    known = dict.fromkeys(known for kind in KINDS for known in shelf(knowledge, kind))
    near = get_close_matches(id.lower(), [*known, *KINDS], n=5, cutoff=0.6)
    near += [one for one in known if id.lower() in one and one not in near][:5]
    if not near:
        return words.say("error.unknown_id_none")
    return words.say("error.unknown_id_near", near=", ".join(near[:6]))
