"""Forty-three written vignettes, each answered as an interview: danger is seen today, and what is harmless can wait.

Nobody rated how soon they should be seen; what counts as danger is how soon the true cause should be seen once it is
suspected. `pytest -s tests/content/test_vignettes.py` prints the figures.
"""

from functools import cache
from pathlib import Path

import pytest
from tests.content.test_cases import load

from midback.assurance.answering import interview
from midback.engine import assess, case_from
from midback.knowledge import load_knowledge
from midback.terms import Urgency

VIGNETTES = sorted((Path(__file__).parents[1] / "cases" / "vignettes").glob("*.yaml"))
LATE = {"craftmd_1955", "mediq_dev_764"}
HIGH = {"ddxplus_mini_0147", "ddxplus_mini_0228", "edu_msk_b7", "mediq_dev_113"}
"""Told too little or too much, and listed because no rule is changed with a vignette in view. None may be added."""


def dangerous(file: Path) -> bool | None:
    """Should the true cause be seen today or now? None where the file names no cause."""
    causes = [load_knowledge().conditions[id] for id in load(file).file.expect.conditions]
    return max(cause.urgency for cause in causes) >= Urgency.SAME_DAY if causes else None


@cache
def told(file: Path) -> Urgency:
    """What somebody hears who answers each page of the interview with what the vignette tells."""
    loaded = load(file, history_only=True)
    knowledge, case = load_knowledge(), loaded.case
    responses = interview(knowledge, case)
    heard = case_from(knowledge, responses=responses, profile=case.profile, setting=case.setting)
    return assess(knowledge, heard).disposition.urgency


def test_every_vignette_is_here() -> None:
    assert len(VIGNETTES) == 43


@pytest.mark.parametrize("file", VIGNETTES, ids=lambda file: file.stem)
def test_a_vignette_is_sound(file: Path) -> None:
    written = load(file).file
    assert written.title
    assert written.source
    assert "Vignettes are written, not seen." in written.note
    assert set(written.expect.conditions) <= load_knowledge().conditions.keys()


@pytest.mark.slow
def test_whoever_has_a_dangerous_cause_is_sent_today_but_for_those_listed() -> None:
    late = {file.stem for file in VIGNETTES if dangerous(file) and told(file) < Urgency.SAME_DAY}
    print(len(late), "late of", sum(dangerous(file) is True for file in VIGNETTES))  # noqa: T201 - the figures are the point
    assert late == LATE


@pytest.mark.slow
def test_whoever_has_a_harmless_cause_can_wait_for_days_but_for_those_listed() -> None:
    harmless = [file.stem for file in VIGNETTES if dangerous(file) is False]
    high = {file.stem for file in VIGNETTES if file.stem in harmless and told(file) > Urgency.WITHIN_DAYS}
    print(len(high), "too high of", len(harmless))  # noqa: T201 - the figures are the point
    assert high == HIGH
