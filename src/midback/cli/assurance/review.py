"""What is still to be confirmed, and what is due for review."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from midback.assurance.freshness import Due
from midback.assurance.numbers import Doubt, Number, numbers
from midback.cli.layout import MUTED, columns, section
from midback.knowledge import KnowledgeBase
from midback.words import say

SHOWN = 40


def draw(knowledge: KnowledgeBase, doubtful: Sequence[Number], *, everything: bool) -> Iterator[RenderableType]:
    """How much there is, and the worst of it."""
    yield section(say("review.title"), Text(say("review.note")), Text(), _counts(knowledge, doubtful))
    table = columns(*(say(f"review.{name}") for name in ("stakes", "doubt", "statement", "value", "sources")))
    shown = doubtful if everything else doubtful[:SHOWN]
    for one in shown:
        told = (one.stakes.id, say(f"review.doubts.{one.doubt.id}"), _name(one), one.value, ", ".join(one.sources))
        table.add_row(*(Text(part) for part in told))
    yield section(say("review.list"), table)
    if len(shown) < len(doubtful):
        yield Text(say("review.more", count=len(doubtful) - len(shown)), style=MUTED)


def _name(one: Number) -> str:
    return f"{one.shelf}/{one.id} {one.field}"


def _counts(knowledge: KnowledgeBase, doubtful: Sequence[Number]) -> RenderableType:
    counts = Counter(one.doubt for one in doubtful)
    table = columns(say("review.doubt"), say("review.count"))
    for doubt in sorted(Doubt, reverse=True)[:-1]:
        table.add_row(say(f"review.doubts.{doubt.id}"), str(counts[doubt]))
    sound = sum(one.doubt is Doubt.NOTHING for one in numbers(knowledge))
    table.add_row(say("review.doubts.nothing"), str(sound))
    return table


def review_data(knowledge: KnowledgeBase, doubtful: Sequence[Number]) -> dict[str, Any]:
    """All that is to be confirmed as plain data, worst first."""
    return {"content_version": knowledge.version, "to_confirm": [_data(one) for one in doubtful]}


def _data(one: Number) -> dict[str, Any]:
    return {
        "shelf": one.shelf,
        "id": one.id,
        "field": one.field,
        "value": one.value,
        "kind": one.kind.value,
        "confirmed": one.confirmed.value,
        "doubt": one.doubt.id,
        "sources": list(one.sources),
        "stakes": one.stakes.id,
        "weight": round(one.weight, 3),
    }


def draw_due(overdue: Sequence[Due], then: Due | None, day: date) -> Iterator[RenderableType]:
    """What is due, the longest overdue first, or what will be next."""
    if overdue:
        table = columns(say("freshness.due"), say("freshness.statement"), say("freshness.last"))
        for one in overdue:
            last = say("freshness.by", day=one.review.on, editor=one.review.editor)
            table.add_row(str(one.review.due), f"{one.shelf}/{one.id}", last)
        yield section(say("freshness.title", count=len(overdue), day=day), table)
    else:
        yield Text(say("freshness.nothing", day=day))
    if then:
        yield Text(say("freshness.next", day=then.review.due, statement=f"{then.shelf}/{then.id}"), style=MUTED)


def due_data(overdue: Sequence[Due], day: date) -> dict[str, Any]:
    """What is due as plain data."""
    rows = [
        {
            "shelf": one.shelf,
            "id": one.id,
            "due": one.review.due.isoformat(),
            "reviewed": one.review.on.isoformat(),
            "editor": one.review.editor,
        }
        for one in overdue
    ]
    return {"on": day.isoformat(), "due": rows}
