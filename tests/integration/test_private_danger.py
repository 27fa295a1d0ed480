"""Who is in danger from somebody near gets a page that gives nothing away and asks for nothing that could harm."""

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


def stopped(client: TestClient, *pages: str) -> str:
    """The page for an emergency, after these boxes on each page."""
    answer = begin(client, profile="us")
    for ticks in pages:
        answer = client.post(answer.url.path, data={**hidden(answer.text), "choice": ticks.split()})
    assert answer.url.path == "/check/stop"
    return answer.text


def test_danger_from_another_person_asks_for_nothing_that_others_could_see_or_use(client: TestClient) -> None:
    page = stopped(client, "danger")
    for harmful in ("Unlock", "Show them", "Say this", "near you to call", "By ambulance"):
        assert harmful not in page, harmful
    for needed in ("tel:911", "police", "Leave this page", "delete your answers"):
        assert needed in page, needed


def test_any_other_emergency_keeps_its_words_to_say(client: TestClient) -> None:
    page = stopped(client, "pain", "thunderclap")
    assert "Say this" in page
    assert "Leave this page" not in page


def test_with_another_emergency_the_other_reason_is_still_told(client: TestClient) -> None:
    stopped(client, "pain", "thunderclap")
    path = "/check/question/emergency_screen"
    page = client.post(path, data={**hidden(client.get(path).text), "choice": ["pain", "danger"]}).text
    assert "Why" in page
    assert "Unlock" not in page


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
