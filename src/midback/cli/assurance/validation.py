"""A validation for the terminal, as data, and as one page with charts."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from math import exp
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from midback.assurance.crossing import Crossed
from midback.assurance.misses import Ground
from midback.assurance.proportion import Proportion
from midback.assurance.validation import Row, Validation, as_data
from midback.cli.assurance.page import page
from midback.cli.layout import MUTED, columns, section
from midback.engine.ruling_out import Tuning
from midback.knowledge import KnowledgeBase
from midback.terms import Urgency
from midback.words import say


def draw(knowledge: KnowledgeBase, ways: Sequence[Validation]) -> Iterator[RenderableType]:
    """For each way of asking the figures, then a row a case with the reasons for every miss."""
    for way in ways:
        yield section(say(f"validate.{way.mode}"), _figures(way))
        yield section(say("validate.cases"), _cases(way))
        yield section(say("validate.misses"), *(_misses(row) for row in way.rows if row.misses))
    yield Text()
    for key in ("caveat", "tuned", "floor"):
        yield Text(say(f"validate.{key}"))
    yield Text(say("prove.version", version=knowledge.version), style=MUTED)


def draw_crossed(crossed: Sequence[Crossed]) -> Iterator[RenderableType]:
    """What is shown of the true cause: chosen on one half and counted on the other, as it is, and with half untold."""
    for way in crossed:
        table = columns(say("validate.figure"), say("validate.share"), say("validate.count"), say("validate.interval"))
        for name in ("other_half", "as_is", "sparse"):
            for kind in ("cause", "family"):
                share: Proportion = getattr(getattr(way, name), kind)
                row = (percent(share.value), counted(share), between(share))
                table.add_row(say(f"validate.crossed.{name}.{kind}"), *row)
        yield section(say(f"validate.{way.mode}"), table)
        yield Text(say("validate.crossed.chosen", tunings="; ".join(map(_tuning, way.chosen))))
    yield Text(say("validate.crossed.note"))


def _tuning(tuning: Tuning) -> str:
    return say(
        "validate.crossed.tuning",
        temper=f"{tuning.temper:g}",
        times=f"{exp(tuning.least_fit):.0f}",
        first=tuning.first,
    )


def crossed_data(crossed: Sequence[Crossed]) -> dict[str, Any]:
    """The figures by way of asking."""
    return {way.mode: {**asdict(way), "shares": _shares(way)} for way in crossed}


def _shares(way: Crossed) -> dict[str, float]:
    shown = {name: getattr(way, name) for name in ("other_half", "as_is", "sparse")}
    return {f"{name}_{kind}": getattr(one, kind).value for name, one in shown.items() for kind in ("cause", "family")}


def _figures(way: Validation) -> Table:
    table = columns(say("validate.figure"), say("validate.share"), say("validate.count"), say("validate.interval"))
    for name, share in way.figures.items():
        table.add_row(say(f"validate.figures.{name}"), percent(share.value), counted(share), between(share))
    pages = say("validate.pages", median=f"{way.questions_median:g}", p90=f"{way.questions_p90:g}")
    table.add_row(say("validate.figures.questions"), "", pages, "")
    return table


def percent(share: float) -> str:
    """A share as a whole percentage."""
    return say("validate.percent", number=f"{share * 100:.0f}")


def counted(share: Proportion) -> str:
    """A share as a count of so many."""
    return say("prove.of", holding=share.count, count=share.of)


def between(share: Proportion) -> str:
    """The bounds of the exact interval as whole percentages."""
    low, high = share.interval
    return say("validate.between", low=f"{low * 100:.0f}", high=f"{high * 100:.0f}")


def _cases(way: Validation) -> Table:
    names = ("case", "accepted", "demanded", "family", "cause", "asked")
    table = columns(*(say(f"validate.{name}") for name in names))
    for column in table.columns[1:]:
        column.no_wrap = True
    for row in way.rows:
        table.add_row(row.id, accepted(row), mark(row), *places(row), str(row.pages))
    return table


def short(urgency: Urgency) -> str:
    """An urgency in one word."""
    return say(f"validate.short.{urgency.id}")


def accepted(row: Row) -> str:
    """The range of urgencies that the raters accept."""
    low, high = short(row.lowest), short(row.highest)
    return low if low == high else say("validate.span", low=low, high=high)


def mark(row: Row) -> str:
    """What the facts demand, marked where that is outside what is accepted; and what is told, where that is more."""
    side = "below" if row.urgency < row.lowest else "above" if row.urgency > row.highest else "within"
    told = say("validate.told_more", told=short(row.told)) if row.told > row.urgency else ""
    return say(f"validate.{side}", urgency=short(row.urgency)) + told


def places(row: Row) -> tuple[str, str]:
    """Where the true family and the true cause rank; a dash where the file names none."""
    family, condition = (str(rank) if rank else "–" for rank in (row.family_rank, row.condition_rank))
    return family, condition


def _misses(row: Row) -> RenderableType:
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row(Text(row.id, style="bold"), Text(row.title))
    for miss in row.misses:
        grounds = "; ".join(ground(one) for one in miss.because) or say("validate.no_ground")
        table.add_row(Text(f"  {miss.figure}"), Text(grounds))
    return table


def ground(one: Ground) -> str:
    """One reason in a line."""
    share = say("validate.probability", number=f"{one.probability * 100:.1f}") if one.probability is not None else ""
    findings = ", ".join(one.findings)
    return say(f"validate.grounds.{one.kind}", id=one.id, share=share, findings=findings or say("validate.nothing"))


def validation_data(ways: Sequence[Validation]) -> dict[str, Any]:
    """The figures and rows by way of asking."""
    return {
        "content_version": ways[0].content_version,
        "caveat": say("validate.caveat"),
        **{way.mode: as_data(way) for way in ways},
    }


def validation_page(knowledge: KnowledgeBase, ways: Sequence[Validation]) -> str:
    """One self-contained page with charts."""
    tools = {"percent": percent, "counted": counted, "between": between, "accepted": accepted, "mark": mark}
    return page("validation.html", knowledge, ways=ways, places=places, ground=ground, **tools)
