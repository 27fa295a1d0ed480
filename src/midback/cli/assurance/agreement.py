"""Who is told things that don't agree, for the terminal and as data."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from midback.assurance.agreement import WAYS, Agreement
from midback.cli.layout import MUTED, columns, section
from midback.words import say


def draw(found: Agreement) -> Iterator[RenderableType]:
    """How many of each kind, then each with the person and what is told beside what."""
    table = columns(say("agree.kind"), say("agree.count"))
    for kind in WAYS:
        table.add_row(say(f"agree.kinds.{kind}"), str(sum(one.kind == kind for _, one in found.rows)))
    yield section(say("agree.title", cases=found.cases, people=found.people), table)
    for who, one in found.rows:
        yield Text(say("agree.row", who=who, kind=say(f"agree.kinds.{one.kind}"), this=one.this, that=one.that))
    yield Text(say("prove.version", version=found.content_version), style=MUTED)


def agreement_data(found: Agreement) -> dict[str, Any]:
    """The same as plain data."""
    return {
        "content_version": found.content_version,
        "cases": found.cases,
        "people": found.people,
        "disagreements": [{"who": who, **asdict(one)} for who, one in found.rows],
    }
