"""What an interview asks of people, for the terminal and as data."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from midback.assurance.walking import Burden, Walks
from midback.cli.layout import MUTED, columns, section
from midback.words import say

MOST_ROWS = 40
"""People who are told one by one; of more, only the figures are."""


def draw(title: str, walks: Walks) -> Iterator[RenderableType]:
    """Each person's way, where they are few, and the figures of all."""
    if len(walks.walks) <= MOST_ROWS:
        rows = columns(say("walk.who"), *(say(f"walk.{name}") for name in ("demanded", "settled", "whole")))
        for one in walks.walks:
            rows.add_row(one.who, one.demanded.id, _in_short(one.settled), _in_short(one.whole))
        yield section(title, rows)
    figures = columns(say("walk.figure"), say("walk.value"))
    for name, value in walks.figures.items():
        figures.add_row(say(f"walk.figures.{name}"), f"{value:.3g}")
    yield section(say("walk.title", people=len(walks.walks)), figures)
    yield Text(say("walk.note"), style=MUTED)
    yield Text(say("prove.version", version=walks.content_version), style=MUTED)


def _in_short(burden: Burden) -> str:
    minutes = f"{burden.minutes:.1f}"
    return say("walk.short", pages=burden.pages, options=burden.options, words=burden.words, minutes=minutes)


def walk_data(walks: Walks) -> dict[str, Any]:
    """The same as plain data."""
    return {
        "content_version": walks.content_version,
        "figures": walks.figures,
        "people": [
            {
                "who": one.who,
                "demanded": one.demanded.id,
                "settled": {**asdict(one.settled), "minutes": one.settled.minutes},
                "whole": {**asdict(one.whole), "minutes": one.whole.minutes},
            }
            for one in walks.walks
        ],
    }
