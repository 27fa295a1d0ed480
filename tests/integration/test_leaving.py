"""Who is in danger from somebody near leaves the page with one press, and nothing of it is left behind."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient
from tests.posting import begin, hidden

from midback.encounter import open_encounters
from midback.knowledge import load_knowledge
from midback.web.app import create_app


@pytest.fixture
def client(house: str) -> Iterator[TestClient]:
    app = create_app(open_encounters(house, load_knowledge()))
    with TestClient(app, base_url="http://midback.test") as one:
        yield one


def stopped(client: TestClient, *ticks: str) -> str:
    page = begin(client, profile="us").text
    return client.post("/check/question/emergency_screen", data={**hidden(page), "choice": list(ticks)}).text


def test_leaving_deletes_the_answers_and_leads_to_a_page_for_anybody(client: TestClient) -> None:
    page = stopped(client, "danger")
    left = client.post("/leave", data=hidden(page, "/leave"))
    assert left.url.path == "/learn/exercises"
    assert left.history[0].headers["clear-site-data"]
    assert "midback" not in client.cookies
    assert client.get("/check/stop").status_code == 410


def test_a_form_that_is_not_this_browsers_deletes_nothing(client: TestClient) -> None:
    page = stopped(client, "danger")
    assert client.post("/leave", data={**hidden(page, "/leave"), "csrf": "another"}).status_code == 403
    assert client.get("/check/stop").status_code == 200


def test_only_the_page_of_somebody_in_danger_has_the_way_out(client: TestClient) -> None:
    page = stopped(client, "danger")
    assert "leave.js" in page
    assert 'id="leave-keys" hidden' in page  # shown by the script that makes it true
