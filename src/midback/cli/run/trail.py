"""`midback trail`: who did what when, and whether the trail is as it was written."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import typer
from rich.console import RenderableType

from midback.cli.layout import columns, show
from midback.words import say

if TYPE_CHECKING:
    from midback.encounter import TrailLine
    from midback.records import Break

CHANGED = 1
"""The exit code where the trail isn't as it was written."""
CASE_SHOWN = 12
"""Digits of a case's key that are enough to tell cases apart on a screen."""


def show_trail(since: datetime | None, until: datetime | None, *, as_json: bool) -> None:
    """Print the lines of some days, and whether the chain of all holds. Exits with 1 where it doesn't."""
    from midback.encounter import open_trail  # brings the database along

    trail = open_trail()
    try:
        lines, broken = trail.lines(_utc(since), _utc(until)), trail.broken()
    finally:
        trail.close()
    if as_json:
        typer.echo(json.dumps(_data(lines, broken), indent=2, ensure_ascii=False))
    else:
        show([_table(lines)] if lines else [say("trail.none")])
    typer.echo(say("trail.holds") if broken is None else _told(broken), err=as_json or broken is not None)
    if broken is not None:
        raise typer.Exit(CHANGED)


def _utc(day: datetime | None) -> datetime | None:
    return day.replace(tzinfo=UTC) if day else None


def _told(broken: "Break") -> str:
    return say("trail.broken", number=broken.number) if broken.number else say("trail.broken_at_the_end")


def _table(lines: "Sequence[TrailLine]") -> RenderableType:
    table = columns(*(say(f"trail.{part}") for part in ("number", "when", "what", "who", "case")))
    for line in lines:
        when = f"{line.at:%Y-%m-%d %H:%M:%S}"
        table.add_row(str(line.number), when, _act(line.act), _who(line), line.encounter[:CASE_SHOWN])
    return table


def _act(act: str) -> str:
    try:
        return say(f"trail.act_{act}")
    except KeyError:
        return say("trail.act_unknown", act=act)


def _who(line: "TrailLine") -> str:
    if line.name:
        return line.name
    if line.account:
        return say("trail.removed", id=line.account[:CASE_SHOWN])
    return say("trail.no_account", digest=line.about[:CASE_SHOWN]) if line.about else ""


def _data(lines: "Sequence[TrailLine]", broken: "Break | None") -> dict[str, object]:
    return {
        "holds": broken is None,
        "broken_at": broken.number if broken else None,
        "lines": [
            {
                "number": line.number,
                "at": line.at.isoformat(),
                "act": line.act,
                "account": line.account,
                "name": line.name,
                "case": line.encounter,
                "about": line.about,
            }
            for line in lines
        ],
    }
