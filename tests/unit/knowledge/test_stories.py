"""A calm or a ladder that nobody can have, or that rests on nothing, is refused; those elsewhere are tried as well."""

from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from midback.errors import ContentError
from midback.knowledge import load_knowledge
from midback.knowledge.batch import Batch, read_batch
from midback.terms import Urgency

KNOWLEDGE = load_knowledge()
CALM = {"situation": "A story.", "present": ["aching"], "ages": [18, 60], "maximum": "self_care", "estimate": "So."}
LADDER = {
    "situation": "A story.",
    "steps": [{"add": ["aching"], "relation": "start"}, {"add": ["fever"], "relation": "higher"}],
    "estimate": "So.",
}


def batch(folder: Path, **stories: Mapping[str, object]) -> Batch:
    """A batch with these stories, named by their shelf."""
    for shelf, story in stories.items():
        (folder / shelf).mkdir()
        (folder / shelf / "one.yaml").write_text(yaml.safe_dump(story), encoding="utf-8")
    return read_batch(folder, KNOWLEDGE)


def test_stories_elsewhere_stand_in_the_place_of_the_contents_own(tmp_path: Path) -> None:
    danger = {"situation": "A danger.", "when": {"all": ["fever"]}, "minimum": "same_day"}
    found = batch(tmp_path, calms=CALM, ladders=LADDER, dangers=danger)
    assert not found.faults
    assert found.files == 3
    assert found.knowledge.calms["one"].maximum is Urgency.SELF_CARE
    assert [*found.knowledge.dangers] == [*found.knowledge.ladders] == ["one"]
    assert found.knowledge.red_flags is KNOWLEDGE.red_flags


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"present": ["achng"]}, "`achng` is not in findings"),
        ({"present": ["age_over_50"]}, "`age_over_50` is present, but age 18 says that it isn't"),
        ({"present": ["mild_to_3"], "numbers": {"pain_worst": 6}}, "`mild_to_3` is present, but pain_worst 6"),
        ({"present": ["mild_to_3", "severe_7plus"]}, "`mild_to_3` and `severe_7plus` can't both be present"),
        ({"present": ["female"]}, "the sex must be female"),
        ({"ages": [60, 18]}, "must go from a lower to a higher age"),
        ({"ages": [18, 180]}, "must go from a lower to a higher age"),
        ({"numbers": {"pain_now": 60}}, "must be from 0 to 10"),
        ({"numbers": {"mood": 6}}, "`mood` is not in quantities"),
        ({"numbers": {"age": 20}}, "give the ages in `ages`"),
        ({"sex": "both"}, "`sex`"),
        ({"maximum": "soon"}, "`maximum`"),
        ({"estimate": ""}, "needs `sources`, or an `estimate`"),
    ],
)
def test_a_calm_that_cannot_be(changed: dict[str, object], told: str, tmp_path: Path) -> None:
    found = batch(tmp_path, calms={**CALM, **changed})
    assert any(told in fault.message for fault in found.faults), found.faults
    assert not found.knowledge.calms


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ([("aching", "start")], "needs two steps or more"),
        ([("aching", "higher"), ("fever", "higher")], "the first step is the `start`"),
        ([("aching", "start"), ("fever", "start")], "the first step is the `start`"),
        ([("aching", "start"), ("fevre", "higher")], "`fevre` is not in findings"),
        ([("aching", "start"), ("fever", "worse")], "relation"),
    ],
)
def test_a_ladder_that_cannot_be_climbed(steps: list[tuple[str, str]], told: str, tmp_path: Path) -> None:
    ladder = {**LADDER, "steps": [{"add": [id], "relation": relation} for id, relation in steps]}
    found = batch(tmp_path, ladders=ladder)
    assert any(told in fault.message for fault in found.faults)
    assert found.unsound == 1


def test_answers_that_rule_each_other_out_make_no_story(tmp_path: Path) -> None:
    chosen = next(
        (present, absent)
        for question in KNOWLEDGE.questions.values()
        if question.kind == "single" and question.quantity is None
        for option in question.options
        for present in option.present
        for absent in option.absent
        if all(absent in other.absent for other in question.options if present in other.present)
    )
    found = batch(tmp_path, calms={**CALM, "present": [*chosen]})
    assert any("rules out" in fault.message for fault in found.faults), chosen


def test_an_answer_is_not_ruled_out_by_what_it_implies(tmp_path: Path) -> None:
    assert "not_easing" in KNOWLEDGE.wider["progressive_pain"]
    found = batch(tmp_path, calms={**CALM, "present": ["progressive_pain"]})
    assert not found.faults


def test_a_folder_without_stories_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="holds no stories"):
        read_batch(tmp_path, KNOWLEDGE)
