"""Seventy-six published cases: each file is sound, and nobody is told to wait longer than two raters accept.

The raters are not clinicians and published cases are rare ones, so the table shows where rules miss or
overshoot; no rate can be read from it. `pytest -s tests/content/test_cases.py` prints it.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from midback.engine import Assessment, assess
from midback.exchange.case_file import LoadedCase, load_case
from midback.knowledge import load_knowledge
from midback.strict_yaml import read
from midback.terms import Urgency

CASES = sorted((Path(__file__).parents[1] / "cases").glob("*.yaml"))
LAID_DOWN = 76
MISSED = {"hc003_acute_aortic_dissection"}
"""Told too little, and listed because no rule is changed with a case in view. None may be added."""


@dataclass(frozen=True)
class Row:
    """One case: what is accepted, what Midback says, and which red flags were raised."""

    name: str
    least: Urgency
    most: Urgency
    told: Urgency
    flags_alone: Urgency
    settled: bool
    family_place: int
    raised: tuple[str, ...]

    @property
    def verdict(self) -> str:
        """Is the answer within what is accepted?"""
        if self.told < self.least:
            return "BELOW"
        return "above" if self.told > self.most else ""

    def __str__(self) -> str:
        told = f"{self.told.id}{'' if self.settled else ' (not settled)'}"
        accepted = f"{self.least.id} to {self.most.id}"
        place = f"family {self.family_place}" if self.family_place else ""
        raised = ", ".join(self.raised)
        flags = self.flags_alone.id
        return f"{self.name:34} {accepted:30} {told:28} {flags:14} {self.verdict:6} {place:10} {raised}".rstrip()


def load(file: Path, *, history_only: bool = False) -> LoadedCase:
    document = read(file.read_text(encoding="utf-8"), file.name)
    assert document.faults == []
    return load_case(document.data, file.name, load_knowledge(), history_only=history_only, document=document)


@cache
def rows(history_only: bool) -> tuple[Row, ...]:
    """The table, from the history alone or with what an examination and tests add."""
    return tuple(row(file, history_only) for file in CASES)


def row(file: Path, history_only: bool) -> Row:
    loaded = load(file, history_only=history_only)
    result = assess(load_knowledge(), loaded.case, examined=loaded.examined)
    expect = loaded.file.expect
    least = expect.urgency_min_history if history_only else expect.urgency_min
    most = expect.urgency_max_history if history_only else expect.urgency_max
    return Row(
        file.stem,
        accepted(least),
        accepted(most),
        result.disposition.urgency,
        max((reason.red_flag.urgency for reason in result.raised), default=Urgency.SELF_CARE),
        result.disposition.settled,
        family_place(result, expect.conditions),
        tuple(reason.red_flag.id for reason in result.raised),
    )


def family_place(result: Assessment, conditions: tuple[str, ...]) -> int:
    """Where the family of the true cause ranks, from 1; 0 if it isn't ranked."""
    true = {load_knowledge().conditions[id].family for id in conditions}
    places = [place for place, rank in enumerate(result.families, 1) if rank.family.id in true]
    return min(places, default=0)


def table(some: tuple[Row, ...]) -> str:
    """The rows below their heading, with a line that counts them."""
    head = f"{'case':34} {'accepted':30} {'told':28} {'red flags':14} {'':6} {'true cause':10} raised"
    counts = f"{sum(one.verdict == 'BELOW' for one in some)} below, {sum(one.verdict == 'above' for one in some)} above"
    return "\n".join(["", head, *map(str, some), f"{len(some)} cases: {counts}"])


def test_every_published_case_is_here() -> None:
    assert len(CASES) == LAID_DOWN


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_a_case_file_is_sound(file: Path) -> None:
    loaded = load(file)
    expect = loaded.file.expect
    assert loaded.file.title
    assert loaded.file.source
    assert "Raters are not clinicians; published cases are rare ones." in loaded.file.note
    assert expect.conditions
    assert set(expect.conditions) <= load_knowledge().conditions.keys()
    assert accepted(expect.urgency_min) <= accepted(expect.urgency_max)
    assert accepted(expect.urgency_min_history) <= accepted(expect.urgency_max_history)


def accepted(id: str | None) -> Urgency:
    """A level that there is; none may be missing."""
    return Urgency.named(id or "")


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_the_history_holds_nothing_that_only_a_clinician_could_know(file: Path) -> None:
    history = load(file, history_only=True)
    assert not history.examined
    assert load_knowledge().clinician_only.isdisjoint(history.case.findings.present)


@pytest.mark.parametrize("history_only", [True, False], ids=["history_only", "examined"])
def test_nobody_is_told_to_wait_longer_than_is_accepted(history_only: bool) -> None:
    print(table(rows(history_only)))  # noqa: T201 - the table is the point
    below = tuple(row for row in rows(history_only) if row.verdict == "BELOW")
    assert {row.name for row in below} == MISSED, table(below)
