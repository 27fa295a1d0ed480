"""The guide's checklists work: what they add is sound and used, and what is left out is complained of by name."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.contents import copied
from tests.trees import named_tests

from midback.assurance.proofs import prove
from midback.engine import Said, ask_next, assess, case_from, triage
from midback.errors import ContentError
from midback.knowledge import KnowledgeBase, load_content

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(r"```yaml (\S+)\n(.*?)```", re.DOTALL)
LEFT_OUT = re.compile(r"^\| `([\w/]+)` \| (.+) \|$", re.MULTILINE)
DESK = ("aching", "worse_sitting_posture", "onset_gradual", "worse_movement")


def examples() -> dict[str, str]:
    """What each chapter adds, by file."""
    return dict(EXAMPLE.findall(GUIDE))


def steps() -> Iterator[tuple[str, str, str]]:
    """Each step that can be left out: the file it is in, the path there, and what is then said."""
    for chapter in GUIDE.split("\n## ")[1:]:
        for name, _ in EXAMPLE.findall(chapter):
            yield from ((name, path, said) for path, said in LEFT_OUT.findall(chapter))


@pytest.fixture(autouse=True)
def cache_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def laid(folder: Path, added: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the content with more text in it, in new files or at the end of those that are there."""
    content = copied(folder, monkeypatch)
    for name, text in added.items():
        with (content / name).open("a", encoding="utf-8") as file:
            file.write(f"\n{text}")
    return content


def without(text: str, path: str) -> str:
    """An example with one step left out."""
    data: Any = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - every scalar stays text, as content is read
    *above, last = [int(part) if part.isdigit() else part for part in path.split("/")]
    part = data
    for key in above:
        part = part[key]
    del part[last]
    return "\n".join(f"{key}: {json.dumps(value)}" for key, value in data.items())


def is_raised(knowledge: KnowledgeBase, id: str) -> bool:
    case = case_from(knowledge, present=knowledge.red_flags[id].examples[0].present)
    return id in {flag.id for flag in triage(knowledge, case.findings).raised}


def is_proved(knowledge: KnowledgeBase, id: str) -> bool:
    (proof,) = prove(replace(knowledge, dangers={id: knowledge.dangers[id]}), ["danger"])
    return id in proof.statement and proof.holds


def is_calm(knowledge: KnowledgeBase, id: str) -> bool:
    (proof,) = prove(replace(knowledge, calms={id: knowledge.calms[id]}), ["calm"])
    return id in proof.statement and proof.holds


def is_climbed(knowledge: KnowledgeBase, id: str) -> bool:
    (proof,) = prove(replace(knowledge, ladders={id: knowledge.ladders[id]}), ["ladder"])
    return id in proof.statement and proof.holds


def is_ranked(knowledge: KnowledgeBase, id: str) -> bool:
    result = assess(knowledge, case_from(knowledge, present=knowledge.conditions[id].typical.present))
    return result.causes.probabilities[id] > 0


def is_offered(knowledge: KnowledgeBase, id: str) -> bool:
    wider = {one for finding in DESK for one in knowledge.wider.get(finding, ())}
    denied = [one for one in knowledge.findings if one not in {*DESK, *wider}]
    plan = assess(knowledge, case_from(knowledge, present=DESK, absent=denied)).plan
    return id in {exercise.id for exercise in plan.exercises}


def is_asked(knowledge: KnowledgeBase, id: str) -> bool:
    responses: dict[str, Said] = {}
    while (step := ask_next(knowledge, responses)) is not None:
        responses[step.question.id] = Said(not_sure=True)
    return id in responses


IN_USE: dict[str, tuple[str, Callable[[KnowledgeBase, str], bool]]] = {
    "red_flags/guide_fever_with_strip_rash.yaml": ("guide_fever_with_strip_rash", is_raised),
    "dangers/guide_fever_and_weak_legs.yaml": ("guide_fever_and_weak_legs", is_proved),
    "calms/guide_ache_after_gardening.yaml": ("guide_ache_after_gardening", is_calm),
    "ladders/guide_fever_then_weak_legs.yaml": ("guide_fever_then_weak_legs", is_climbed),
    "conditions/guide_backpack_strain.yaml": ("guide_backpack_strain", is_ranked),
    "exercises/guide_shoulder_roll.yaml": ("guide_shoulder_roll", is_offered),
    "questions/about_you.yaml": ("guide_backpack", is_asked),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", examples())
def test_what_the_guide_adds_is_sound_and_used(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    id, is_used = IN_USE[name]
    assert is_used(load_content(laid(tmp_path, {name: examples()[name]}, monkeypatch)), id)


@pytest.mark.slow
@pytest.mark.parametrize("name", examples())
def test_every_step_left_out_is_complained_of_by_name(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left_out = [(path, said) for file, path, said in steps() if file == name]
    assert left_out
    for place, (path, said) in enumerate(left_out):
        content = laid(tmp_path / str(place), {name: without(examples()[name], path)}, monkeypatch)
        with pytest.raises(ContentError) as caught:
            load_content(content)
        assert [str(one) for one in caught.value.faults if said in str(one) and name in str(one)], (
            f"{path}: {caught.value}"
        )


def test_every_example_of_the_guide_is_followed() -> None:
    assert examples().keys() == IN_USE.keys()


def test_every_test_that_the_guide_names_is_there() -> None:
    named = set(re.findall(r"`(test_\w+)`", GUIDE))
    assert named
    assert named <= named_tests()
