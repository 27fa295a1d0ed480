"""How things look in a terminal: headings, lists and shares, 80 columns or a little more."""

from collections.abc import Iterable

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from midback.words import say

WIDEST = 100
"""Longer lines are hard to read, however wide the window."""
MUTED = "dim"


def terminal() -> Console:
    """The standard output, never wider than a page. Colour only where the terminal shows it."""
    console = Console(highlight=False, soft_wrap=False)
    if console.width > WIDEST:
        console = Console(highlight=False, width=WIDEST)
    return console


def show(parts: Iterable[RenderableType]) -> None:
    """Print to the standard output."""
    console = terminal()
    for part in parts:
        console.print(part)


def section(title: str, *parts: RenderableType) -> RenderableType:
    """A heading with its parts set in below it."""
    return Group(Text(), Text(title, style="bold underline"), *(Padding(part, (0, 0, 0, 2)) for part in parts))


def bullets(items: Iterable[str | Text], mark: str = "•") -> Table:
    """A list whose lines hang from their marks."""
    return hanging((mark, item) for item in items)


def numbered(items: Iterable[str | Text]) -> Table:
    """A list with numbers from 1."""
    return hanging((f"{place}.", item) for place, item in enumerate(items, start=1))


def hanging(rows: Iterable[tuple[str, str | Text]]) -> Table:
    """Rows with a short mark in front and text that wraps beside it."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for mark, item in rows:
        grid.add_row(Text(mark), item if isinstance(item, Text) else Text(item))
    return grid


def facts(rows: Iterable[tuple[str, str]]) -> Table:
    """Names and values in two columns; a row without a value is left out."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", max_width=24)
    grid.add_column(overflow="fold")
    for name, value in rows:
        if value:
            grid.add_row(Text(name), Text(value))
    return grid


def columns(*titles: str) -> Table:
    """An empty table with these titles."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for title in titles:
        table.add_column(title, overflow="fold")
    return table


def exactly(share: float) -> str:
    """A share from the literature, as it stands there."""
    return say("share.exact", number=f"{share * 100:.4g}")


def sentence(words: str) -> str:
    """A phrase with a capital at its start."""
    return words[:1].upper() + words[1:]
