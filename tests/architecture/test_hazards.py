"""Every control in the hazard log is held by a proof or a test that there is."""

import re
from pathlib import Path

import pytest
from tests.trees import named_tests

from midback.assurance.proofs import PROOFS

ROOT = Path(__file__).parents[2]
LOG = (ROOT / "docs" / "safety" / "hazard-log.md").read_text(encoding="utf-8")
HAZARDS = re.findall(r"^\| (H\d+) \|.*\| (.*) \|$", LOG, flags=re.MULTILINE)


@pytest.mark.parametrize(("hazard", "holders"), HAZARDS, ids=[id for id, _ in HAZARDS])
def test_a_hazard_is_held_by_something_that_there_is(hazard: str, holders: str) -> None:
    named = re.findall(r"`([\w:]+)`", holders)
    known = named_tests() | {f"proof:{kind}" for kind in PROOFS}
    assert named, hazard
    assert set(named) <= known


def test_every_kind_of_proof_holds_a_control() -> None:
    assert all(f"`proof:{kind}`" in LOG for kind in PROOFS)


def test_hazards_are_numbered_without_a_gap() -> None:
    assert [id for id, _ in HAZARDS] == [f"H{number}" for number in range(1, len(HAZARDS) + 1)]
