"""What stands above the pages once the answers call for haste."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.posting import begin

from midback.encounter import open_encounters
from midback.engine import Said
from midback.knowledge import load_knowledge
from midback.web.app import create_app

KNOWLEDGE = load_knowledge()
CALL = "If nobody has called yet"
TODAY = "By the answers so far: be seen today"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    app = create_app(open_encounters(f"sqlite:///{tmp_path / 'midback.db'}", KNOWLEDGE))
    with TestClient(app, base_url="http://midback.test") as opened:
        yield opened


def said(client: TestClient, **answers: Said) -> None:
    begin(client)
    encounters = client.app.state.encounters  # type: ignore[attr-defined]  # the test client types its app as any callable
    for question, answer in answers.items():
        encounters.answer(str(client.cookies["midback"]), question, answer)


def test_an_emergency_goes_with_who_goes_on(client: TestClient) -> None:
    said(client, emergency_screen=Said(("nerves",)), emergency_nerves=Said(("saddle",)))
    for page in ("/check?on=", "/check/question/age?on=", "/check/answers"):
        assert CALL in client.get(page).text, page


def test_a_child_is_told_to_be_seen_today_from_the_page_after_the_age_on(client: TestClient) -> None:
    said(client, emergency_screen=Said(), age=Said(number=5))
    page = client.get("/check").text
    assert TODAY in page
    assert "/check/answers" in page


def test_nothing_stands_above_the_pages_of_somebody_who_is_well(client: TestClient) -> None:
    said(client, emergency_screen=Said(), age=Said(number=40))
    page = client.get("/check").text
    assert CALL not in page
    assert TODAY not in page
