"""The API takes JSON in one way, as files are read, and refuses what could mean two things."""

import json
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from midback.knowledge import load_knowledge, load_words
from midback.web.api.app import create_api
from midback.words import say

DESCRIBED = create_api(load_knowledge(), load_words()).openapi()["paths"]
PATHS = sorted(path for path, calls in DESCRIBED.items() if "post" in calls)
JSON = {"content-type": "application/json"}
SECRET = "zebra-crossing-7"


@pytest.fixture(scope="module")
def api() -> Iterator[TestClient]:
    with TestClient(create_api(load_knowledge(), load_words())) as one:
        yield one


def refused(api: TestClient, path: str, body: bytes | str, **headers: str) -> int:
    """The status of a body that is refused with a fault that doesn't repeat it."""
    answer = api.post(path, content=body, headers={**JSON, **headers})
    assert answer.json()["faults"][0]["message"]
    assert SECRET not in answer.text
    return answer.status_code


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "body",
    [
        '{"present": ["fever"], "present": []}',
        '{"answers": {"age": 40, "age": 41}}',
        '{"answers": {"own_words": "zebra-crossing-7 \\ud800"}}',
        '{"answers": {"zebra-crossing-7\\ud800": "yes"}}',
        '{"profile": "\\ud800"}',
        '{"title": "a\\u0000b"}',
        '{"present": ["\\u001b[2Jzebra-crossing-7"]}',
        '{"age": NaN}',
        '{"age": 1e999}',
        '{"age": ' + "9" * 4000 + "}",
        "[" * 50_000,
        '{"a":' * 60 + "1" + "}" * 60,
        '{"age": 40} {"age": 41}',
        "{'age': 40}",
        b"\xff\xfe{\x00}\x00",
        b'{"note": "\xed\xa0\x80"}',
        b'{"note": "\xc0\xaf"}',
    ],
    ids=lambda body: str(body[:30]),
)
def test_a_body_that_cannot_be_read_in_one_way_is_refused(api: TestClient, path: str, body: bytes | str) -> None:
    assert refused(api, path, body) == 400


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "kind", ["application/json; charset=utf-16", "application/json; charset=punycode", "text/plain", "application/xml"]
)
def test_a_body_of_another_kind_or_encoding_is_refused(api: TestClient, path: str, kind: str) -> None:
    answer = api.post(path, content=b"{}", headers={"content-type": kind})
    assert answer.status_code == 415
    assert "UTF-8" in answer.json()["faults"][0]["message"]


@pytest.mark.parametrize(
    "kind", ["application/json", "Application/JSON; charset=UTF-8", "application/json;charset=utf8"]
)
def test_json_in_utf_8_is_read(api: TestClient, kind: str) -> None:
    answer = api.post("/assess", content=b'\xef\xbb\xbf{"present": ["fever"]}', headers={"content-type": kind})
    assert answer.status_code == 200


def test_one_letter_in_two_writings_is_one_text(api: TestClient) -> None:
    names = [
        api.post("/assess", content=json.dumps({"present": [f"caf{letter}"]}), headers=JSON).text
        for letter in ("e\u0301", "\u00e9")
    ]
    assert names[0] == names[1]


def test_no_body_is_told_by_its_shape(api: TestClient) -> None:
    assert refused(api, "/assess", b"") == 422


def test_a_case_for_somebody_else_is_told_of_them(api: TestClient) -> None:
    case = {"age": 44, "present": ["aching"], "answers": {"for_whom": "with_me"}, "unknown": ["bladder_change"]}
    told = api.post("/assess", json=case).json()["told"]
    assert told["address"] == "they"
    assert say("summary.for_somebody") in json.dumps(told["clinician"])
    assert say("summary.unsure") in json.dumps(told["clinician"])
