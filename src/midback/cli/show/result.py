"""What is told, for the terminal: the verdict first, then why, what to do now, and everything behind it."""

from collections.abc import Iterator

from rich import box
from rich.box import Box
from rich.console import Group as Together
from rich.console import RenderableType
from rich.panel import Panel
from rich.text import Text

from midback.cli.layout import MUTED, bullets, section
from midback.cli.show.rows import row
from midback.exchange.told import Address, Group, Kind, Section, Told
from midback.terms import Urgency
from midback.words import Words

# Each level has its own mark, frame and colour, so that none depends on colour alone.
LOOKS: dict[Urgency, tuple[str, Box, str]] = {
    Urgency.EMERGENCY_NOW: ("⬢ !", box.HEAVY, "bold red"),
    Urgency.SAME_DAY: ("◆", box.DOUBLE, "dark_orange3"),
    Urgency.WITHIN_DAYS: ("■", box.SQUARE, "yellow"),
    Urgency.ROUTINE: ("●", box.ROUNDED, "blue"),
    Urgency.SELF_CARE: ("⌂", box.ROUNDED, "green"),
}


def draw(told: Told, words: Words, title: str = "", *, full: bool = False) -> Iterator[RenderableType]:
    """Everything the person is told, in its order. `full` explains what stands aside, too."""
    if title:
        yield Text(words.say("assessment.case", title=title), style=MUTED)
    for part in told.person.sections:
        yield from _section(part, told, words, full=full)
    if not full:
        yield Text(words.say("assessment.shortened"), style=MUTED)


def _section(part: Section, told: Told, words: Words, *, full: bool) -> Iterator[RenderableType]:
    match part.id:
        case "verdict":
            yield from verdict(part, told.urgency)
        case "sources":
            yield from _closing(part, words)
        case _:
            yield section(part.title, *_note(part.note), *_groups(part, words, told.address, full=full))


def verdict(part: Section, urgency: Urgency) -> Iterator[RenderableType]:
    """What to do, how soon, where, and how to get there; below it what limits it."""
    mark, frame, colour = LOOKS[urgency]
    level, heading, *ways = part.groups[0].items
    yield Panel(
        Together(Text(heading.words, style="bold"), *(Text(item.words) for item in ways)),
        title=Text(f"{mark} {level.words}", style=colour),
        title_align="left",
        box=frame,
        border_style=colour,
        padding=(1, 2),
    )
    yield from (Text(item.words, style=MUTED) for group in part.groups[1:] for item in group.items)


def stop_parts(told: Told, words: Words) -> Iterator[RenderableType]:
    """The view for an emergency."""
    order, *others = told.stop.sections
    yield from verdict(order, told.urgency)
    yield from (section(part.title, *_groups(part, words, told.address, full=True)) for part in others)


def _groups(part: Section, words: Words, address: Address, *, full: bool) -> Iterator[RenderableType]:
    for group in part.groups:
        if group.title:
            yield Text(group.title, style="bold")
        yield from _note(group.note)
        if group.aside and not full:
            yield Text("; ".join(item.label or item.words for item in group.items), style=MUTED)
        elif all(item.kind is Kind.NOTE for item in group.items):
            yield from (Text(item.words) for item in group.items)
        else:
            yield bullets((row(item, words, address, full=full) for item in group.items), mark=_mark(group))
        if group.left:
            yield bullets([Text(words.say("told.left", count=group.left), style=MUTED)], mark="…")


def _note(note: str) -> Iterator[RenderableType]:
    if note:
        yield Text(note, style=MUTED)


def _mark(group: Group) -> str:
    return "?" if group.items and group.items[0].question else "•"


def _closing(part: Section, words: Words) -> Iterator[RenderableType]:
    """Sources, limits and version."""
    works = part.groups[0]
    ids = [item.id for item in works.items]
    more = [words.say("assessment.more", count=works.left)] if works.left else []
    yield Text()
    yield Text(words.say("assessment.sources", ids=", ".join(ids + more)), style=MUTED)
    yield from (Text(item.words, style="bold" if item.id == "limits" else MUTED) for item in part.groups[1].items)
