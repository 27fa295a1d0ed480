"""The command and the API take the same cases and refuse the same, whatever stands in them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from midback.cli import app
from midback.exchange.report import Report
from midback.knowledge import load_knowledge, load_words
from midback.web.api.app import create_api

KNOWLEDGE = load_knowledge()
WORDS = load_words()
TAKEN = [
    "{}",
    '{"age": 42, "present": ["fever"]}',
    '{"age": 42.5, "sex": null, "title": "\\ud83d\\ude00"}',
    '{"age": "42,5", "duration_days": 1e1}',
    '{"age": "\\uff14\\uff12", "vitals": {"temperature": "\\u0663\\u0668"}}',
    '{"answers": {"age": 42, "ill": ["fever", "not_sure"]}}',
    '{"answers": {"age": "not_sure", "ill": "none"}, "expect": {"urgency_min": null}}',
    '{"title": "\\u05db\\u05d0\\u05d1", "note": "a\\nb\\tc"}',
]
REFUSED = [
    '{"age": true}',
    '{"age": [42]}',
    '{"age": "1,200"}',
    '{"age": "1.200"}',
    '{"age": "1 200"}',
    '{"age": "40 years"}',
    '{"age": "\\u202e04"}',
    '{"age": "\\u0664\\uff12"}',
    '{"age": "nan"}',
    '{"age": "1e1"}',
    '{"age": ""}',
    '{"age": -1}',
    '{"age": 121}',
    '{"age": 1e400}',
    '{"age": NaN}',
    '{"age": 42, "age": 43}',
    '{"age": 42,}',
    '{"age": 042}',
    "{'age': 42}",
    '{"vitals": {"temperature": 1e309}}',
    '{"vitals": {"temperature": 400}}',
    '{"vitals": {"shoe_size": 40}}',
    '{"present": "fever"}',
    '{"present": [1]}',
    '{"present": [null]}',
    '{"present": ["fever\\u0000"]}',
    '{"present": ["\\u202efever"]}',
    '{"present": ["\\ud800"]}',
    '{"answers": {"age": null}}',
    '{"answers": {"age": [42, 43]}}',
    '{"answers": {"age": "2000-01-01"}}',
    '{"answers": {"ill": true}}',
    '{"answers": {"no_question": "yes"}}',
    '{"sex": "Female"}',
    '{"setting": ""}',
    '{"profile": "mars"}',
    '{"agee": 42}',
    "[]",
    '"fever"',
    "[" * 5000,
]


@pytest.fixture(scope="module")
def api() -> Iterator[TestClient]:
    with TestClient(create_api(KNOWLEDGE, WORDS)) as one:
        yield one


def by_the_command(folder: Path, text: str) -> tuple[int, str]:
    file = folder / "case.json"
    file.write_text(text, encoding="utf-8")
    told = CliRunner().invoke(app, ["assess", str(file), "--json"])
    assert told.exception is None or isinstance(told.exception, SystemExit)
    return told.exit_code, told.stdout


def by_the_api(api: TestClient, text: str) -> Any:
    return api.post("/assess", content=text.encode(), headers={"content-type": "application/json"})


@pytest.mark.parametrize("text", TAKEN)
def test_both_take_a_case_and_say_the_same_of_it(api: TestClient, tmp_path: Path, text: str) -> None:
    code, told = by_the_command(tmp_path, text)
    answer = by_the_api(api, text)
    assert (code, answer.status_code) == (0, 200)
    assert Report.model_validate_json(told) == Report.model_validate(answer.json())


@pytest.mark.parametrize("text", REFUSED)
def test_both_refuse_a_case_and_say_why(api: TestClient, tmp_path: Path, text: str) -> None:
    code, told = by_the_command(tmp_path, text)
    answer = by_the_api(api, text)
    assert (code, told) == (2, "")
    assert answer.status_code in (400, 422), text
    assert all(fault["message"] for fault in answer.json()["faults"])
    json.dumps(answer.json()).encode()


def test_the_command_tells_a_fault_with_the_line_of_a_json_file() -> None:
    told = CliRunner().invoke(app, ["assess", "-"], input=b'{"age": 42,\n "present": ["fever"],\n "present": []}')
    assert told.exit_code == 2
    assert "-:3: `present` stands here twice" in told.stderr
