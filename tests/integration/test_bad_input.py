"""Whatever is sent: a page that says what to do, never a fault of ours, and nothing of it in the log."""

import logging
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import positive_data_acceptance
from starlette.testclient import TestClient
from tests.posting import begin, hidden
from tests.routes import posted

from midback.encounter import open_encounters
from midback.knowledge import load_knowledge, load_words
from midback.web.api.app import create_api
from midback.web.app import create_app

KNOWLEDGE = load_knowledge()
WORDS = load_words()
SCHEMA = schemathesis.openapi.from_asgi("/openapi.json", create_api(KNOWLEDGE, WORDS))
MANY = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
SECRET = "zebra-crossing-7"
"""Something personal that somebody might type; it must never be logged."""

ids = st.sampled_from(sorted(KNOWLEDGE.questions)) | st.text(max_size=20)
values = st.text(max_size=60) | st.sampled_from(["__none__", "__not_sure__", "1e309", "nan", "-1", "7", SECRET])
options = st.sampled_from(sorted({one.id for question in KNOWLEDGE.questions.values() for one in question.options}))
choices = st.lists(options | values, max_size=4)


@pytest.fixture
def client(house: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """Somebody who has begun a check, and may send as much as they like."""
    monkeypatch.setenv("MIDBACK_REQUESTS_A_MINUTE", "0")
    app = create_app(open_encounters(house, KNOWLEDGE))
    with TestClient(app, base_url="http://midback.test", follow_redirects=False, raise_server_exceptions=False) as one:
        begin(one)
        yield one


def csrf(client: TestClient) -> dict[str, str]:
    """What every form of this visit ends in."""
    return hidden(client.get("/check", follow_redirects=True).text)


def is_in_order(answer: Any) -> None:
    assert answer.status_code < 500, answer.text[:300]
    if answer.status_code >= 400:
        assert len(answer.text.strip()) > 20, "says nothing"


@MANY
@given(id=ids, choice=choices, number=values)
def test_a_question_takes_any_form(client: TestClient, id: str, choice: list[str], number: str) -> None:
    form = {**csrf(client), "choice": choice, "number": number}
    is_in_order(client.post(f"/check/question/{quote(id, safe='')}", data=form))
    is_in_order(client.get("/check", follow_redirects=True))


@MANY
@given(text=st.text(max_size=1500), choice=choices)
def test_own_words_take_any_form(client: TestClient, text: str, choice: list[str]) -> None:
    mark = csrf(client)
    is_in_order(client.post("/check/words", data={**mark, "text": text}))
    is_in_order(client.post("/check/words/confirm", data={**mark, "choice": choice}))
    is_in_order(client.get("/check/answers"))


@pytest.mark.parametrize("path", posted())
@MANY
@given(
    body=st.binary(max_size=400),
    kind=st.sampled_from(["application/x-www-form-urlencoded", "multipart/form-data", "x"]),
)
def test_any_body_of_any_kind_is_answered(client: TestClient, path: str, body: bytes, kind: str) -> None:
    is_in_order(client.post(path, content=body, headers={"content-type": kind}))


@MANY
@given(token=st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters=';,"\\'), max_size=80))
def test_a_forged_cookie_opens_nothing(client: TestClient, token: str) -> None:
    for path in ("/check", "/check/answers", "/result", "/delete", "/check/words"):
        answer = client.get(path, headers={"cookie": f"midback={token}"})
        assert answer.status_code == 410


def test_a_form_of_somebody_else_is_refused(client: TestClient) -> None:
    mark = csrf(client)
    client.cookies.clear()
    begin(client)
    answer = client.post("/check/question/age", data={**mark, "number": "40"})
    assert answer.status_code == 403
    assert "Go back" in answer.text


@pytest.mark.parametrize("path", ["/check", "/result", "/check/answers", "/check/words"])
def test_a_cookie_from_before_deleting_opens_nothing(client: TestClient, path: str) -> None:
    stale = client.cookies["midback"]
    client.post("/delete", data=csrf(client))
    assert client.get(path, headers={"cookie": f"midback={stale}"}).status_code == 410


@MANY
@given(shelf=st.text(max_size=12), id=st.text(max_size=30))
def test_any_address_to_read_is_answered(client: TestClient, shelf: str, id: str) -> None:
    safe = [re.sub(r"[^\w .-]", "_", part) or "_" for part in (shelf, id)]
    is_in_order(client.get(f"/learn/{safe[0]}/{safe[1]}"))


def test_nothing_typed_reaches_the_log(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    mark = csrf(client)
    with caplog.at_level(logging.DEBUG):
        for path in (
            "/check/question/age",
            "/check/question/background_groups",
            "/check/words",
            f"/check/question/{SECRET}",
        ):
            client.post(path, data={**mark, "choice": SECRET, "number": SECRET, "text": SECRET})
        client.get("/result", headers={"cookie": f"midback={SECRET}"})
    ours = [record for record in caplog.records if record.name.startswith(("midback", "uvicorn", "starlette", "root"))]
    assert SECRET not in " ".join(record.getMessage() for record in ours)


@SCHEMA.parametrize()
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
def test_the_api_keeps_to_its_description(case: schemathesis.Case[Any]) -> None:
    response = case.call()
    assert response.status_code < 500
    case.validate_response(response, excluded_checks=[positive_data_acceptance])  # ids aren't in the description
