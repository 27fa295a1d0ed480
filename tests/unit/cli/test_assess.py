"""`midback assess`: the verdict first, every reason after it, and mistakes told without a traceback."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from midback.cli import app
from midback.exchange.report import Report
from midback.knowledge import load_knowledge, load_words
from midback.terms import Urgency
from midback.words import say

CASES = sorted((Path(__file__).parents[2] / "cases").glob("*.yaml"))
CORD = next(file for file in CASES if "cord_compression" in file.name)
POSTURE = next(file for file in CASES if "consultant_posture" in file.name)
WIDTH = {"COLUMNS": "80", "NO_COLOR": "1", "TERM": "dumb"}
runner = CliRunner(env=WIDTH)


def told(*arguments: str, stdin: str | None = None) -> str:
    result = runner.invoke(app, ["assess", *arguments], input=stdin)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def mistake(*arguments: str, stdin: str | None = None) -> str:
    result = runner.invoke(app, ["assess", *arguments], input=stdin)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    return result.stderr


def test_the_verdict_comes_first_in_words_and_not_by_colour_alone() -> None:
    lines = told(str(CORD)).splitlines()
    profile = load_knowledge().profiles["international"]
    assert say("urgency.emergency_now") in lines[1]
    assert load_words().text(profile.advice[Urgency.EMERGENCY_NOW].heading) in lines[3]


def test_the_reasons_name_what_is_known_of_the_person() -> None:
    text = " ".join(told(str(CORD)).split())
    assert load_words().text(load_knowledge().findings["leg_weakness"].lay) in text


def test_every_section_is_there_in_the_order_in_which_it_matters() -> None:
    text = told(str(POSTURE))
    heads = ["now.within_days", "sooner.title", "why.title", "causes.title", "open.title", "tests.title", "again.title"]
    places = [text.index("\n" + say(f"told.{head}")) for head in heads]
    assert places == sorted(places)


def test_it_says_that_it_informs_and_does_not_diagnose() -> None:
    text = " ".join(told(str(POSTURE)).split())
    assert say("limits.informs") in text
    assert say("limits.not_reviewed") in text
    assert load_knowledge().version in text


def test_a_person_reads_how_well_causes_fit_and_no_number() -> None:
    text = told(str(POSTURE))
    assert say("fit.well") in text
    assert "in 100" not in text


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_every_case_fits_in_80_columns(file: Path) -> None:
    assert max(len(line.rstrip()) for line in told(str(file)).splitlines()) <= 80


def test_json_is_one_report_for_one_case() -> None:
    report = Report.model_validate_json(told(str(CORD), "--json"))
    assert report.disposition.urgency == "emergency_now"


def test_json_is_a_list_for_several_cases() -> None:
    reports = [Report.model_validate(one) for one in json.loads(told(str(CORD), str(POSTURE), "--json"))]
    assert len(reports) == 2
    assert reports[0].disposition.urgency == "emergency_now"


def test_several_cases_get_a_section_each() -> None:
    text = told(str(CORD), str(POSTURE))
    assert " ".join(text.split()).count(say("limits.informs")) == 2
    assert text.count("Case: ") == 2


def test_cases_with_the_same_title_stay_two(tmp_path: Path) -> None:
    files = [tmp_path / "one.yaml", tmp_path / "two.yaml"]
    for file in files:
        file.write_text("title: Same\nage: 40\n", encoding="utf-8")
    assert len(json.loads(told(*map(str, files), "--json"))) == 2


def test_a_case_can_come_from_stdin() -> None:
    assert told("-", "--json", stdin="present: [leg_weakness]\n")


def test_the_profile_can_be_chosen() -> None:
    assert load_knowledge().profiles["us"].emergency_number in told(str(CORD), "--profile", "us")


def test_full_shortens_nothing() -> None:
    text = " ".join(told(str(CORD), "--full").split())
    assert all(" ".join(load_words().text(test.lay).split())[1:] in text for test in load_knowledge().workup.values())
    assert say("assessment.shortened") not in text
    assert say("assessment.shortened") in " ".join(told(str(CORD)).split())


def test_less_urgent_red_flags_are_named_after_the_urgent_ones() -> None:
    text = " ".join(told(str(CORD)).split())
    assert text.index(load_words().text(load_knowledge().red_flags["leg_weakness"].because)) < text.index(
        say("told.why.lesser")
    )


def test_what_only_an_examination_shows_can_be_left_out() -> None:
    case = "duration_days: 10\npresent: [sensory_level]\n"
    examined = Report.model_validate_json(told("-", "--json", stdin=case))
    history = Report.model_validate_json(told("-", "--json", "--history-only", stdin=case))
    assert len(history.raised) < len(examined.raised)


def test_every_fault_of_every_file_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("age: 42\npresent: [no_such_thing]\n", encoding="utf-8")
    text = mistake(str(bad), "-", str(tmp_path / "missing.yaml"), str(CORD), stdin="agee: 3\n")
    assert "bad.yaml:2: `no_such_thing` is no finding" in text
    assert "-:1: `agee` is not a field of a case" in text
    assert "missing.yaml: can't be read" in text


def test_a_file_that_is_no_text_is_told_so(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_bytes(b"\xff\xfe\x00")
    assert "isn't UTF-8" in mistake(str(bad))


def test_an_unknown_profile_is_told_with_the_known_ones() -> None:
    assert "`mars` is no profile; there are international" in mistake(str(CORD), "--profile", "mars")


def test_stdin_can_be_read_once() -> None:
    assert "can be given once" in mistake("-", "-", stdin="age: 3\n")


FOR_ANOTHER = "age: 44\nanswers: {for_whom: apart, course: not_sure}\nunknown: [bladder_change]\npresent: [aching]\n"


def test_a_case_for_somebody_else_is_told_of_them() -> None:
    texts = {whom: " ".join(told("-", stdin=FOR_ANOTHER.replace("apart", whom)).split()) for whom in ("apart", "me")}
    assert say("told.why.none_open.they") in texts["apart"]
    assert say("told.why.none_open.you") in texts["me"]


def test_a_summary_says_that_somebody_else_answered_what_they_were_not_sure_of_and_when() -> None:
    summary = told("-", "--summary", stdin=FOR_ANOTHER)
    today = datetime.now().astimezone().date().isoformat()
    assert summary.startswith(f"{say('summary.title')}, {today}.")
    assert say("summary.for_somebody") in summary
    assert say("summary.unsure") in summary
    assert say("summary.unsure") not in told("-", "--summary", stdin="age: 44\npresent: [aching]\n")


def test_json_speaks_of_somebody_else_too_and_is_the_same_on_every_day() -> None:
    report = Report.model_validate_json(told("-", "--json", stdin=FOR_ANOTHER))
    assert report.told.address == "they"
    assert "day" not in [item.id for item in report.told.clinician[0].groups[0].items]
