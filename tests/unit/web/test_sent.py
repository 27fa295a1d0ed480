"""How pages are sent: compressed, with titles of their own, and with whom to call first where it is an emergency."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.posting import begin

from midback.encounter import open_encounters
from midback.knowledge import load_knowledge
from midback.web.app import create_app

KILOBYTE = 1024


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    encounters = open_encounters(f"sqlite:///{tmp_path / 'midback.db'}", load_knowledge())
    with TestClient(create_app(encounters), base_url="http://midback.test", follow_redirects=False) as opened:
        yield opened


@pytest.mark.parametrize("path", ["/", "/learn/causes", "/static/base.css"])
def test_what_is_long_is_sent_compressed_to_who_takes_it(client: TestClient, path: str) -> None:
    sent = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert sent.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in client.get(path, headers={"Accept-Encoding": "identity"}).headers


def test_first_page_and_question_pages_are_small(client: TestClient) -> None:
    begin(client)
    for path in ("/", client.get("/check").headers["location"], "/check/question/where_worst"):
        sent = client.get(path, headers={"Accept-Encoding": "gzip"})
        assert int(sent.headers["Content-Length"]) <= 20 * KILOBYTE, path


def test_reading_pages_are_told_apart_by_their_titles(client: TestClient) -> None:
    pages = ("/learn", "/learn/causes", "/learn/tests", "/learn/causes/acute_aortic_dissection", "/learn/exercises")
    titles = [re.search("<title>(.*?)</title>", client.get(page).text) for page in pages]
    assert len({title[1] for title in titles if title}) == len(pages)


@pytest.mark.parametrize("page", ["causes/acute_aortic_dissection", "warning-signs/leg_weakness"])
def test_reading_of_an_emergency_begins_with_whom_to_call(client: TestClient, page: str) -> None:
    text = client.get(f"/learn/{page}").text
    assert "call at once" in text
    assert text.index('href="tel:') < text.index("<h1")
    assert "call at once" not in client.get("/learn/causes/thoracic_muscle_strain").text
