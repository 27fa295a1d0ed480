"""Every threat in the model is held by a test that there is, and every chapter of the standard has an answer."""

import re
from pathlib import Path

import pytest
from tests.trees import named_tests

ROOT = Path(__file__).parents[2]
MODEL = (ROOT / "docs" / "safety" / "threat-model.md").read_text(encoding="utf-8")
THREATS = re.findall(r"^\| (T\d+) \|.*\| (.*) \|$", MODEL, flags=re.MULTILINE)
CHAPTERS = 17
"""Of OWASP ASVS 5."""


@pytest.mark.parametrize(("threat", "holders"), THREATS, ids=[id for id, _ in THREATS])
def test_a_threat_is_held_by_tests_that_there_are(threat: str, holders: str) -> None:
    named = set(re.findall(r"`(\w+)`", holders))
    assert named, threat
    assert named - named_tests() == set()


def test_threats_are_numbered_without_a_gap() -> None:
    assert [id for id, _ in THREATS] == [f"T{number}" for number in range(1, len(THREATS) + 1)]


def test_every_chapter_of_the_standard_has_an_answer() -> None:
    assert re.findall(r"^\| V(\d+) .* \| .+ \|$", MODEL, flags=re.MULTILINE) == [
        str(number) for number in range(1, CHAPTERS + 1)
    ]


def test_the_standard_names_only_threats_that_are_here() -> None:
    ids = {id for id, _ in THREATS}
    assert {f"T{number}" for number in re.findall(r"\bT(\d+)", MODEL.split("## OWASP")[1])} <= ids
