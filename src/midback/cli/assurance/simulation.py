"""A simulation for the terminal, as data, and as one page with charts."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from midback.assurance.calibration import Reliability
from midback.assurance.simulation import Calibration, Simulation
from midback.cli.assurance.page import page
from midback.cli.assurance.validation import percent
from midback.cli.layout import MUTED, columns, facts, section
from midback.knowledge import KnowledgeBase
from midback.terms import Urgency
from midback.words import Words, say

WIDTH = 40
"""Characters of a bar that stands for all people."""
PREDICTIONS = ("first_family", "first_condition", "all_families", "all_conditions")


def draw(words: Words, knowledge: KnowledgeBase, result: Simulation) -> Iterator[RenderableType]:
    """Calibration with its reliability diagram, urgency against cause, alarms, and interviews."""
    yield Text(
        say("simulate.title", people=result.people, setting=result.setting.value, seed=result.seed), style="bold"
    )
    yield Text(say("simulate.note"))
    yield section(say("simulate.calibration"), _errors(result))
    yield section(say("simulate.diagram"), _diagram(result.calibration.first_family))
    yield section(say("simulate.urgency"), _crossed(result))
    yield section(say("simulate.alarms"), _alarms(words, knowledge, result))
    yield section(say("simulate.interviews"), facts(_interviews(result)))
    yield Text(say("prove.version", version=result.content_version), style=MUTED)


def _errors(result: Simulation) -> Table:
    table = columns("", say("simulate.as_drawn"), say("simulate.as_in_life"))
    both = (result.calibration, result.as_in_life)
    for name in PREDICTIONS:
        table.add_row(say(f"simulate.{name}"), *(f"{getattr(one, name).error:.4f}" for one in both))
    for name in ("family_first", "condition_first"):
        table.add_row(say(f"simulate.{name}"), *(percent(getattr(one, name)) for one in both))
    table.add_row(say("simulate.over_most"), *(str(one.over_most) for one in both))
    return table


def _diagram(reliability: Reliability) -> Table:
    table = columns(*(say(f"simulate.{name}") for name in ("predicted", "observed", "people", "bar")))
    for one in reliability.bins:
        bar = "█" * round(one.observed * WIDTH)
        row = (
            f"{one.predicted * 100:.1f}",
            f"{one.observed * 100:.1f}",
            str(one.count),
            _with_mark(bar, one.predicted),
        )
        table.add_row(*row)
    return table


def _with_mark(bar: str, predicted: float) -> str:
    """The bar with a line where it should end."""
    place = min(round(predicted * WIDTH), WIDTH - 1)
    padded = bar.ljust(place + 1)
    return f"{padded[:place]}│{padded[place + 1 :]}"


def _crossed(result: Simulation) -> Table:
    table = columns(say("simulate.cause_needs"), *(urgency.id for urgency in Urgency))
    for cause in Urgency:
        counts = [result.urgencies[cause, told] for told in Urgency]
        table.add_row(cause.id, *(str(count) for count in counts))
    return table


def _alarms(words: Words, knowledge: KnowledgeBase, result: Simulation) -> Table:
    table = columns(say("simulate.flag"), say("simulate.share"))
    for id, count in result.alarms:
        table.add_row(f"{words.text(knowledge.red_flags[id].label)} ({id})", f"{count * 100 / result.people:.1f} %")
    return table


def _interviews(result: Simulation) -> Iterator[tuple[str, str]]:
    held = result.interviews
    yield say("simulate.held"), str(held.people)
    yield say("simulate.pages"), say("validate.pages", median=f"{held.pages_median:g}", p90=f"{held.pages_p90:g}")
    yield say("simulate.less_urgent"), str(held.less_urgent)
    yield say("simulate.more_urgent"), str(held.more_urgent)
    yield say("simulate.checked"), say("prove.of", holding=held.told_less, count=held.checked)


def _calibration_data(calibration: Calibration) -> dict[str, Any]:
    return {
        "expected_calibration_error": {name: getattr(calibration, name).error for name in PREDICTIONS},
        "bins": {name: [asdict(one) for one in getattr(calibration, name).bins] for name in PREDICTIONS},
        "family_first": calibration.family_first,
        "condition_first": calibration.condition_first,
        "over_most": calibration.over_most,
    }


def simulation_data(result: Simulation) -> dict[str, Any]:
    """The figures as plain data."""
    return {
        "people": result.people,
        "seed": result.seed,
        "setting": result.setting.value,
        "content_version": result.content_version,
        **_calibration_data(result.calibration),
        "as_in_life": _calibration_data(result.as_in_life),
        "urgencies": [
            {"cause": cause.id, "demanded": told.id, "people": count}
            for (cause, told), count in result.urgencies.items()
        ],
        "alarms": [{"red_flag": id, "people": count} for id, count in result.alarms],
        "interviews": asdict(result.interviews),
    }


def simulation_page(words: Words, knowledge: KnowledgeBase, result: Simulation) -> str:
    """One self-contained page with charts."""
    return page(
        "simulation.html",
        knowledge,
        words=words,
        result=result,
        urgencies=list(Urgency),
        predictions=PREDICTIONS,
        percent=percent,
    )
