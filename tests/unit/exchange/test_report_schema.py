"""What others may rely on in a report: its schema is stored, real reports fit it, and it only grows."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator
from typer.testing import CliRunner

from midback.cli import app
from midback.exchange.report import report_schema

ROOT = Path(__file__).parents[3]
FILE = ROOT / "docs" / "reference" / "report.schema.json"
STORED: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
CASES = sorted((ROOT / "tests" / "cases").glob("*.yaml"))
PROMISED = {
    *("format", "content_version", "profile", "disposition", "raised", "still_open", "families", "something_else"),
    *("tests", "home_care", "exercises", "avoid", "safety_net", "not_asked", "contradictions", "told"),
}


def test_the_stored_schema_is_the_one_in_use() -> None:
    assert report_schema() == STORED, "`make reports` writes it anew"


def test_a_field_that_was_promised_is_not_taken_away() -> None:
    assert set(STORED["required"]) >= PROMISED


@pytest.mark.parametrize("file", [CASES[0], CASES[-1]], ids=lambda file: file.stem)
def test_a_real_report_fits_the_schema(file: Path) -> None:
    validator = Draft202012Validator(STORED)
    told = json.loads(CliRunner().invoke(app, ["assess", str(file), "--json"]).stdout)
    assert list(validator.iter_errors(told)) == []
    del told["disposition"]["urgency"]
    assert [one.message for one in validator.iter_errors(told)] == ['"urgency" is a required property']
