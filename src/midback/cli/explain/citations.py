"""Which sources a record cites, and how a source is written out."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from midback.cli.layout import bullets, facts, section
from midback.knowledge import KnowledgeBase
from midback.knowledge.review import Review
from midback.knowledge.sources import Source
from midback.words import Words


def cited(record: Any) -> tuple[str, ...]:
    """The ids of all sources that a record cites anywhere, in reading order."""
    return tuple(dict.fromkeys(_cited(record)))


def _cited(part: Any) -> Iterator[str]:
    if is_dataclass(part):
        for one in fields(part):
            value = getattr(part, one.name)
            yield from value if one.name == "sources" else _cited(value)
    elif isinstance(part, Mapping):
        yield from _cited(tuple(part.values()))
    elif isinstance(part, tuple):
        for value in part:
            yield from _cited(value)


def sources_of(words: Words, knowledge: KnowledgeBase, ids: tuple[str, ...]) -> Iterator[RenderableType]:
    """The sources written out."""
    if ids:
        yield section(words.say("explain.sources"), bullets(written(words, knowledge.sources[id]) for id in ids))


def written(words: Words, source: Source) -> str:
    """One source on a line, with its link and how far it was read."""
    authors = f"{source.authors.rstrip('.')}. " if source.authors else ""
    return words.say(
        "explain.source_line",
        id=source.id,
        authors=authors,
        title=source.title,
        year=source.year,
        link=source.link,
        seen=source.seen.value,
    )


def reviewed(words: Words, review: Review) -> tuple[str, str]:
    """Who reviewed a record, when, and when it is due again."""
    line = words.say("explain.review_line", editor=review.editor, on=review.on, due=review.due)
    return words.say("explain.review"), line


def source_card(words: Words, knowledge: KnowledgeBase, source: Source) -> Iterator[RenderableType]:
    """A source with everything that cites it."""
    names = ("authors", "title", "year", "link", "type")
    yield facts(
        [
            *((words.say(f"explain.{name}"), str(getattr(source, name))) for name in names),
            (words.say("explain.seen"), source.seen.value),
        ]
    )
    if citing := [Text(line) for line in _citing(knowledge, source.id)]:
        yield section(words.say("explain.cited_by"), bullets(citing))


def _citing(knowledge: KnowledgeBase, id: str) -> Iterator[str]:
    """What cites a source, a line for each shelf."""
    for one in fields(knowledge):
        shelf = getattr(knowledge, one.name)
        if isinstance(shelf, Mapping) and one.name not in ("sources", "wider"):
            found = [str(key) for key, record in shelf.items() if id in cited(record)]
            if found:
                yield f"{one.name}: {', '.join(found)}"
