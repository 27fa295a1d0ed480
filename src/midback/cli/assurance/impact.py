"""What a change of content moves, for the terminal and as data. A move to a lower urgency stands first."""

from collections.abc import Iterator
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from midback.assurance.impact import Fall, Impact, Move, Shift
from midback.assurance.statements import Change
from midback.cli.layout import bullets, columns, section
from midback.knowledge import KnowledgeBase
from midback.terms import Findings, Urgency
from midback.words import say

GOOD, BAD = "green", "bold red"


def draw(knowledge: KnowledgeBase, impact: Impact) -> Iterator[RenderableType]:
    """Who falls, which cases and drawn people move, and every statement that differs."""
    yield section(say("diff.falls"), _falls(impact))
    yield section(say("diff.moves", moved=len(impact.moves), cases=impact.cases), _moves(impact))
    moved = sum(shift.people for shift in impact.shifts)
    yield section(say("diff.shifts", moved=moved, people=impact.people), _shifts(knowledge, impact))
    yield section(say("diff.changes", count=len(impact.changes)), bullets(_change(one) for one in impact.changes))


def _falls(impact: Impact) -> RenderableType:
    if not impact.falls:
        return Text(say("diff.no_fall"), style=GOOD)
    return bullets(Text(_fall(fall), style=BAD) for fall in impact.falls)


def _fall(fall: Fall) -> str:
    return say("diff.fall", at_least=fall.at_least.id, person=_person(fall.example))


def _person(someone: Findings) -> str:
    present, absent = sorted(someone.present), sorted(someone.absent)
    return say("diff.person", present=", ".join(present) or "–", absent=", ".join(absent) or "–")


def _moves(impact: Impact) -> Table:
    table = columns(*(say(f"diff.{name}") for name in ("case", "demanded", "told", "family", "cause")))
    for move in impact.moves:
        urgencies = (_step(move.urgency), _step(move.told))
        table.add_row(move.id, *urgencies, _pair(move.family), _pair(move.condition))
    return table


def _step(pair: tuple[Urgency, Urgency]) -> Text:
    old, new = pair
    if old == new:
        return Text(new.id)
    mark, style = ("▼", BAD) if new < old else ("▲", "")
    return Text(f"{mark} {old.id} → {new.id}", style=style)


def _pair(pair: tuple[str, str]) -> str:
    return pair[1] if pair[0] == pair[1] else f"{pair[0]} → {pair[1]}"


def _shifts(knowledge: KnowledgeBase, impact: Impact) -> Table:
    table = columns(*(say(f"diff.{name}") for name in ("demanded", "people_moved", "flags", "example")))
    for shift in impact.shifts:
        table.add_row(_step((shift.old, shift.new)), str(shift.people), _flags(shift), _person(shift.example))
    return table


def _flags(shift: Shift) -> str:
    return ", ".join(f"{id} ({count})" for id, count in shift.flags)


def _change(one: Change) -> str:
    place = f"{one.shelf}/{one.id}"
    if one.old is None and not one.field:
        return say("diff.added", place=place, words=one.new)
    if one.new is None and not one.field:
        return say("diff.removed", place=place, words=one.old)
    return say("diff.changed", place=f"{place} {one.field}", old=one.old, new=one.new)


def impact_data(impact: Impact) -> dict[str, Any]:
    """Everything as plain data; downward moves first."""
    return {
        "falls": [{"at_least": fall.at_least.id, "example": _findings(fall.example)} for fall in impact.falls],
        "cases": impact.cases,
        "moves": [_move_data(move) for move in impact.moves],
        "people": impact.people,
        "shifts": [_shift_data(shift) for shift in impact.shifts],
        "changes": [
            {"shelf": one.shelf, "id": one.id, "field": one.field, "old": one.old, "new": one.new}
            for one in impact.changes
        ],
    }


def _move_data(move: Move) -> dict[str, Any]:
    return {
        "id": move.id,
        "urgency": [urgency.id for urgency in move.urgency],
        "told": [urgency.id for urgency in move.told],
        "family": list(move.family),
        "condition": list(move.condition),
    }


def _shift_data(shift: Shift) -> dict[str, Any]:
    return {
        "urgency": [shift.old.id, shift.new.id],
        "people": shift.people,
        "flags": dict(shift.flags),
        "example": _findings(shift.example),
    }


def _findings(someone: Findings) -> dict[str, list[str]]:
    return {"present": sorted(someone.present), "absent": sorted(someone.absent)}
