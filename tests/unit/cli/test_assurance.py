"""The commands that show how far Midback can be trusted: what they print, their data, and when they fail."""

import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from tests.contents import SHIPPED, copied
from typer.testing import CliRunner

from midback.cli import app
from midback.knowledge import load_knowledge

CASES = Path(__file__).parents[2] / "cases"
KEYS = {
    "cases",
    "below_accepted",
    "above_accepted",
    "emergency_sensitivity",
    "under_by_two",
    "family_top1",
    "family_top3",
    "condition_top1",
    "condition_top3",
    "condition_top5",
    "questions_median",
    "questions_p90",
    "rows",
}
MANY = 5
"""Dangers that are enough to see whether each that is broken is written as a case."""
runner = CliRunner(env={"COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb"})


def run(*arguments: object, code: int = 0) -> str:
    result = runner.invoke(app, [str(one) for one in arguments])
    assert result.exit_code == code, result.output
    return result.stdout


def data(*arguments: object, code: int = 0) -> Any:
    return json.loads(run(*arguments, "--json", code=code))


@pytest.fixture
def spoilt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shipped content with new leg weakness as something for a routine visit, and reviewed long ago."""
    folder = copied(tmp_path, monkeypatch)
    flag = folder / "red_flags" / "leg_weakness.yaml"
    text = flag.read_text(encoding="utf-8").replace("urgency: emergency_now", "urgency: routine")
    flag.write_text(re.sub(r"due: \d{4}-\d\d-\d\d", "due: 2026-11-26", text), encoding="utf-8")
    return folder


class Page(HTMLParser):
    """What a page asks of others, and its charts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.outside: list[str] = []
        self.charts = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.charts += tag == "svg"
        self.outside += [value or "" for name, value in attrs if name in ("src", "href")]


def test_every_statement_is_printed_with_proved() -> None:
    text = run("prove", "--kind", "raisable", "--kind", "well")
    assert text.count("PROVED") == len(load_knowledge().red_flags) + 1
    assert "Every statement holds" in text


def test_a_kind_that_there_is_not_is_a_mistake() -> None:
    result = runner.invoke(app, ["prove", "--kind", "hope"])
    assert result.exit_code == 2
    assert "there are danger" in result.stderr


@pytest.mark.slow
def test_a_counter_example_is_a_case_that_assess_runs_and_that_shows_the_flaw(spoilt: Path, tmp_path: Path) -> None:
    concerned = [
        file for file in sorted((spoilt / "dangers").iterdir()) if "leg_weakness" in file.read_text(encoding="utf-8")
    ]
    for file in concerned[MANY:]:
        file.unlink()
    told = data("prove", "--kind", "danger", "--content", spoilt, "--cases", tmp_path / "found", code=1)
    broken = [proof for proof in told["proofs"] if not proof["holds"]]
    assert broken
    written = sorted((tmp_path / "found").glob("*.yaml"))
    assert len(written) == len(broken)
    escaped, caught = ([urgency(report) for report in assessed(written, *more)] for more in (("--content", spoilt), ()))
    assert set(escaped) - {"emergency_now"}
    assert set(caught) == {"emergency_now"}


def assessed(cases: list[Path], *more: object) -> list[Any]:
    reports = data("assess", *cases, *more)
    return reports if isinstance(reports, list) else [reports]


def urgency(report: Any) -> str:
    return str(report["disposition"]["urgency"])


@pytest.fixture(scope="module")
def validated() -> Any:
    """The published cases, validated once for all who look at the figures."""
    return data("validate", CASES)


@pytest.mark.slow
def test_validation_has_every_figure_for_both_ways_of_asking(validated: Any) -> None:
    told = validated
    for way in ("history_only", "with_examination"):
        assert told[way].keys() >= KEYS
        assert told[way]["cases"] == len(told[way]["rows"]) == len(list(CASES.glob("*.yaml")))
        assert 0 <= told[way]["intervals"]["family_top3"][0] <= told[way]["family_top3"]


@pytest.mark.slow
def test_validation_says_why_for_every_miss(validated: Any) -> None:
    told = validated
    for way in ("history_only", "with_examination"):
        for row in told[way]["rows"]:
            late = row["condition_rank"] > 3
            assert late == any(miss["figure"] in ("condition_top3", "condition_top5") for miss in row["misses"])
            assert all(miss["because"] for miss in row["misses"] if miss["figure"].startswith("condition"))


@pytest.mark.slow
def test_a_content_with_all_flags_lowered_falls_below_what_is_accepted(spoilt: Path) -> None:
    for file in (spoilt / "red_flags").glob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        for level in ("emergency_now", "same_day", "within_days"):
            text = text.replace(f"urgency: {level}", "urgency: self_care")
        file.write_text(text, encoding="utf-8")
    caught_by_a_flag_alone = [
        CASES / f"{name}.yaml" for name in ("hc074_fracture_after_seizure", "hc101_mediastinitis")
    ]
    assert data("validate", *caught_by_a_flag_alone)["history_only"]["below_accepted"] == 0
    assert data("validate", *caught_by_a_flag_alone, "--content", spoilt)["history_only"]["below_accepted"] == 1


def test_the_pages_are_whole_in_themselves(tmp_path: Path) -> None:
    run("validate", CASES / "hc010_epidural_abscess.yaml", "--html", tmp_path / "v.html")
    run("simulate", 200, "--interviews", 2, "--check", 2, "--html", tmp_path / "s.html")
    for name in ("v.html", "s.html"):
        text = (tmp_path / name).read_text(encoding="utf-8")
        page = Page(text)
        assert page.charts >= 4
        assert page.outside == []
        assert "url(" not in text


def test_cases_that_cannot_be_read_are_all_told(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("age: old\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("expect: {urgency_min: soon}\n", encoding="utf-8")
    result = runner.invoke(app, ["validate", str(tmp_path)])
    assert result.exit_code == 2
    assert "a.yaml:1" in result.stderr
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "holds no case file" in runner.invoke(app, ["validate", str(empty)]).stderr


def test_simulated_people_are_the_same_for_the_same_seed() -> None:
    first, second, other = (
        data("simulate", 200, "--interviews", 3, "--check", 3, "--seed", seed) for seed in (7, 7, 8)
    )
    assert first == second
    assert first["bins"] != other["bins"]


@pytest.mark.slow
def test_twenty_thousand_simulated_people_are_well_calibrated() -> None:
    told = data("simulate", 20_000, "--interviews", 0, "--check", 0)
    assert max(told["expected_calibration_error"].values()) <= 0.012
    assert max(told["as_in_life"]["expected_calibration_error"].values()) <= 0.03
    assert told["over_most"] == told["as_in_life"]["over_most"] == 0
    assert sum(one["people"] for one in told["urgencies"]) == 20_000


def test_the_review_list_begins_with_the_worst_and_leaves_nothing_out() -> None:
    rows = data("review")["to_confirm"]
    order = ["emergency_now", "same_day", "within_days", "routine", "self_care"]
    places = [order.index(row["stakes"]) for row in rows]
    assert places == sorted(places)
    listed = {(row["id"], row["field"]) for row in rows}
    for condition in load_knowledge().conditions.values():
        for link in condition.findings:
            if link.kind == "estimate" or link.confirmed in ("memory", "none"):
                assert (condition.id, f"findings[{link.finding}]") in listed
    assert "more: --all" in run("review")


@pytest.mark.slow
def test_freshness_fails_from_the_day_on_which_something_is_due(spoilt: Path) -> None:
    assert data("freshness", "--content", spoilt, "--on", "2026-11-25")["due"] == []
    late = data("freshness", "--content", spoilt, "--on", "2026-11-26", code=1)["due"]
    assert [(one["shelf"], one["id"]) for one in late] == [("red_flags", "leg_weakness")]
    assert "leg_weakness" in run("freshness", "--content", spoilt, "--on", "2026-11-26", code=1)


@pytest.mark.slow
def test_a_difference_names_every_statement_and_puts_those_who_fall_first(spoilt: Path) -> None:
    common = spoilt / "red_flags" / "severe_pain_or_spasm.yaml"
    common.write_text(common.read_text(encoding="utf-8").replace("same_day", "routine"), encoding="utf-8")
    told = data("diff", SHIPPED, spoilt, CASES, "--people", 2000, code=1)
    assert {(one["id"], one["field"]) for one in told["changes"]} == {
        ("leg_weakness", "urgency"),
        ("leg_weakness", "review.due"),
        ("severe_pain_or_spasm", "urgency"),
    }
    assert told["falls"][0]["at_least"] == "emergency_now"
    assert "leg_weakness" in told["falls"][0]["example"]["present"]
    steps = [order(one["urgency"]) for one in told["moves"] + told["shifts"]]
    assert steps
    assert all(new < old for old, new in steps)


def order(pair: list[str]) -> tuple[int, int]:
    levels = ["self_care", "routine", "within_days", "same_day", "emergency_now"]
    return levels.index(pair[0]), levels.index(pair[1])


@pytest.mark.slow
def test_the_same_content_differs_in_nothing() -> None:
    told = data("diff", SHIPPED, SHIPPED, CASES, "--people", 1000)
    assert (told["changes"], told["falls"], told["moves"], told["shifts"]) == ([], [], [], [])


def test_the_card_in_the_documents_is_current() -> None:
    card = Path(__file__).parents[3] / "docs" / "safety" / "knowledge-card.md"
    assert card.read_text(encoding="utf-8") == run("card"), "`make reports` writes it anew"


@pytest.mark.slow
def test_pairs_are_given_out_and_a_verdict_is_taken_in_for_the_words_that_were_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, out, back = copied(tmp_path, monkeypatch), tmp_path / "pairs.jsonl", tmp_path / "verdicts.jsonl"
    shutil.rmtree(folder / "judged")
    run("judge", "--content", folder, "--export", out, code=1)
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    keys = [row["key"] for row in rows[:3]]
    verdicts = [{"key": keys[0], "verdict": "ok"}, {"key": keys[1], "verdict": "adds", "better": "Say less"}]
    back.write_text("".join(f"{json.dumps(one)}\n" for one in verdicts), encoding="utf-8")
    shown = " ".join(run("judge", back, "--pairs", out, "--content", folder, code=1).split())
    assert f"{keys[0]}: ok, taken" in shown
    assert "Say less" in shown
    table = "".join(file.read_text(encoding="utf-8") for file in (folder / "judged").iterdir())
    assert f"{keys[0]}: {rows[0]['digest']}" in table
    assert keys[1] not in table


@pytest.mark.slow
def test_a_verdict_that_names_no_words_counts_for_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, back = copied(tmp_path, monkeypatch), tmp_path / "verdicts.jsonl"
    shutil.rmtree(folder / "judged")
    back.write_text('{"key": "emergency_chest/fainted/fainted", "verdict": "ok"}\n', encoding="utf-8")
    shown = run("judge", back, "--content", folder, code=1)
    assert "of other words" in " ".join(shown.split())
    assert "fainted" not in (folder / "judged" / "options.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("line", ["ok", "[1]", '{"key": "a/b/c", "verdict": "fine"}', '{"verdict": "ok"}'])
def test_what_is_no_verdict_is_named_with_its_line(tmp_path: Path, line: str) -> None:
    back = tmp_path / "verdicts.jsonl"
    back.write_text(f"\n{line}\n", encoding="utf-8")
    result = runner.invoke(app, ["judge", str(back)])
    assert result.exit_code == 2
    assert "verdicts.jsonl:2" in result.output


def test_stories_that_lie_elsewhere_are_tried_against_the_rules_and_counted(tmp_path: Path) -> None:
    story = "situation: A story.\npresent: [{}]\nages: [18, 60]\nmaximum: self_care\nestimate: So.\n"
    (tmp_path / "calms").mkdir()
    for name, present in (("ache", "aching"), ("legs", "leg_weakness"), ("typo", "achng")):
        (tmp_path / "calms" / f"{name}.yaml").write_text(story.format(present), encoding="utf-8")
    told = data("prove", "--of", tmp_path, code=1)
    assert (told["holding"], told["count"], told["holds"]) == (1, 3, False)
    legs = next(proof for proof in told["proofs"] if "legs" in proof["statement"])
    assert "raised by leg_weakness" in legs["note"]
    assert legs["counter_example"]["present"] == ["leg_weakness"]
    assert "calms/typo.yaml:2: `achng` is not in findings" in told["faults"]
