"""The summary of a case for a clinician: what was said, what wasn't, and how much fits into a record."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from midback.engine import Assessment, Said, assess, case_from
from midback.exchange.case_file import load_case
from midback.exchange.summary import as_text
from midback.exchange.told import Circumstances, Kind, View, tell
from midback.exchange.told.clinician import lasted
from midback.knowledge import load_knowledge, load_words
from midback.knowledge.base import Option, QuestionKind
from midback.strict_yaml import read

CASES = sorted((Path(__file__).parents[2] / "cases").glob("*.yaml"))
DAY = date(2026, 11, 25)
WORDS = load_words()
KNOWLEDGE = load_knowledge()
REPORTABLE = tuple(id for id, finding in KNOWLEDGE.findings.items() if finding.reportable and not finding.threshold)


@cache
def assessed(file: Path, history_only: bool) -> Assessment:
    document = read(file.read_text(encoding="utf-8"), file.name)
    loaded = load_case(document.data, file.name, KNOWLEDGE, history_only=history_only, document=document)
    return assess(KNOWLEDGE, loaded.case, examined=loaded.examined)


def summary_of(*, present: tuple[str, ...] = (), absent: tuple[str, ...] = (), unsure: tuple[str, ...] = ()) -> View:
    case = case_from(KNOWLEDGE, present=present, absent=absent)
    return told_of(assess(KNOWLEDGE, case), unsure)


def told_of(assessment: Assessment, unsure: tuple[str, ...] = ()) -> View:
    return tell(assessment, KNOWLEDGE, WORDS, Circumstances(on=DAY, unsure=frozenset(unsure))).clinician


def text_of(summary: View) -> str:
    return as_text(summary, WORDS)


def words_of(summary: View, *sections: str) -> tuple[str, ...]:
    """What stands in these sections."""
    return tuple(item.words for id in sections for item in summary.section(id).items)


def summary_words(key: str, **parts: object) -> str:
    return WORDS.say(f"summary.{key}", **parts)


def line(text: str, label: str) -> str:
    """The line of a text that begins with a heading."""
    return next(line for line in text.splitlines() if line.startswith(summary_words(label).upper()))


def label(finding: str) -> str:
    return WORDS.text(KNOWLEDGE.findings[finding].label)


@pytest.mark.parametrize("history_only", [True, False], ids=["told", "examined"])
@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_the_text_of_every_case_is_under_2000_characters(file: Path, history_only: bool) -> None:
    text = text_of(told_of(assessed(file, history_only)))
    assert len(text) < 2000
    for heading in ("situation", "advice", "raised", "still_open", "denied", "causes", "told"):
        assert line(text, heading)
    assert "2026-11-25" in text
    assert summary_words("not_a_diagnosis", not_reviewed=WORDS.say("limits.not_reviewed")) in text


@pytest.mark.parametrize(
    "summary",
    [summary_of(), summary_of(present=REPORTABLE), summary_of(absent=REPORTABLE)],
    ids=["nothing known", "everything said", "everything denied"],
)
def test_even_the_longest_and_the_emptiest_case_fit(summary: View) -> None:
    assert len(text_of(summary)) < 2000


def test_who_says_no_to_every_group_fits_too() -> None:
    answers = {one.id: Said() for one in KNOWLEDGE.interview if one.is_gate and one.kind is QuestionKind.MULTIPLE}
    assessment = assess(KNOWLEDGE, case_from(KNOWLEDGE, responses=answers))
    assert len(assessment.case.groups_denied) > 20
    text = text_of(told_of(assessment))
    assert len(text) < 2000
    assert summary_words("groups_denied").upper() in text


def test_what_was_never_asked_is_not_denied() -> None:
    summary = summary_of(present=("pain_midline",), absent=("saddle_numbness",))
    assert label("saddle_numbness") in words_of(summary, "denied")
    assert label("bladder_change") not in words_of(summary, "denied", "symptoms")


def test_asked_and_not_sure_is_told_from_not_asked() -> None:
    asked = summary_of(unsure=("bladder_change",)).section("still_open").items
    assert any(flag.kind is Kind.UNSURE for flag in asked)
    assert not any(flag.kind is Kind.UNSURE for flag in summary_of().section("still_open").items)
    text = text_of(summary_of(unsure=("bladder_change",)))
    assert summary_words("unsure") in line(text, "still_open")
    assert summary_words("not_asked") in line(text, "still_open")


def test_the_most_urgent_comes_first_in_what_is_open_and_raised() -> None:
    summary = summary_of(present=("leg_weakness", "not_improving", "lasted_over_a_week"))
    for flags in (summary.section("raised").items, summary_of().section("still_open").items):
        levels = [flag.urgency for flag in flags if flag.urgency is not None]
        assert len(set(levels)) > 1
        assert levels == sorted(levels, reverse=True)
    assert summary.section("advice").items[1].words == summary.section("raised").items[0].words


def test_what_follows_from_a_finding_is_not_said_again() -> None:
    summary = summary_of(present=("chest_pressure_now",), absent=("breathless_new",))
    assert label("chest_pressure_now") in words_of(summary, "symptoms")
    assert label("chest_pain") not in words_of(summary, "symptoms")
    assert label("breathless_new") in words_of(summary, "denied", "also_denied")
    assert label("breathless_sudden") not in words_of(summary, "denied", "also_denied")


def test_what_is_cut_is_counted() -> None:
    summary = summary_of(absent=REPORTABLE)
    denied = line(text_of(summary), "denied")
    shown, left = denied.rsplit("; ", 1)
    assert left == summary_words("more", count=len(words_of(summary, "denied")) - len(shown.split("; ")))


def test_a_case_that_is_not_settled_says_so() -> None:
    summary = summary_of()
    assert summary_words("not_settled", count=len(words_of(summary, "still_open"))) in line(text_of(summary), "advice")


def test_the_patient_is_quoted_what_was_told() -> None:
    summary = summary_of(present=("leg_weakness",))
    told = line(text_of(summary), "told")
    words = {item.id: item.words for item in summary.section("told").items}
    assert words["heading"] in told
    assert words["follow_up"] in told


def test_history_alone_is_not_called_an_examination() -> None:
    assert summary_words("reported") in text_of(summary_of(present=("pain_midline",)))
    assert summary_words("examined") in text_of(summary_of(present=("midline_bony_tenderness",)))


@pytest.mark.parametrize("option", KNOWLEDGE.questions["when_start"].options, ids=lambda option: option.id)
def test_each_answer_to_when_it_started_has_a_band_of_its_own(option: Option) -> None:
    others = [one for one in KNOWLEDGE.questions["when_start"].options if one is not option]
    assert lasted(option.value) not in [lasted(one.value) for one in others]


def test_an_unknown_duration_is_left_out() -> None:
    assert lasted(None) == ""


def test_what_to_examine_holds_signs_and_no_tests() -> None:
    tests = {finding.label for finding in KNOWLEDGE.findings.values() if finding.kind.value != "sign"}
    assert words_of(summary_of(), "to_examine")
    assert tests.isdisjoint(words_of(summary_of(), "to_examine"))
