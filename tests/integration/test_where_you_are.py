"""The place of a visit: guessed, shown where it can be changed, kept with the answers alone; its number to press."""

import re
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


def chosen(page: str) -> list[str]:
    return re.findall(r'<option value="(\w+)"[^>]* selected>', page)


def is_said_to_be_guessed(page: str) -> bool:
    return 'id="guessed">' in page


def dialled(page: str) -> set[str]:
    """The numbers to press, but for those kept for a script."""
    return set(re.findall(r'href="tel:(\d+)"', re.sub(r"<template.*?</template>", "", page, flags=re.DOTALL)))


def start(client: TestClient, language: str) -> str:
    return client.get("/", headers={"accept-language": language}).text


def stopped(client: TestClient, place: str, *ticks: str) -> str:
    page = begin(client, profile=place).text
    for question, tick in zip(("emergency_screen", "emergency_pain"), ticks, strict=False):
        page = client.post(f"/check/question/{question}", data={**hidden(page), "choice": tick}).text
    assert 'class="stop full"' in page
    return page


def test_a_browser_in_german_of_germany_is_offered_germany_and_112(client: TestClient) -> None:
    page = start(client, "de-DE,de;q=0.9")
    assert chosen(page) == ["germany"]
    assert dialled(page) == {"112"}
    assert is_said_to_be_guessed(page)


def test_the_place_can_be_changed_and_the_change_holds(client: TestClient) -> None:
    start(client, "de-DE")
    question = begin(client, profile="japan").text
    assert dialled(question) == {"119"}
    page = start(client, "de-DE")
    assert chosen(page) == ["japan"]
    assert not is_said_to_be_guessed(page)


def test_a_browser_that_says_nothing_is_offered_any_country_and_the_numbers_to_try(client: TestClient) -> None:
    page = start(client, "en")
    assert chosen(page) == ["international"]
    assert dialled(page) == {"112", "911", "999"}
    assert not is_said_to_be_guessed(page)


def test_an_emergency_in_germany_has_one_number_to_press(client: TestClient) -> None:
    page = stopped(client, "germany", "pain", "thunderclap")
    assert re.search(r'<a class="call" href="tel:112">', page)
    assert dialled(page) == {"112"}
    assert "local emergency number" not in page


def test_an_emergency_in_any_country_has_numbers_to_try_in_turn(client: TestClient) -> None:
    page = stopped(client, "international", "pain", "thunderclap")
    assert re.findall(r'<a class="call" href="tel:(\d+)">', page) == ["112", "911", "999"]
    assert "try the next" in page


def test_danger_from_another_person_has_the_police_before_the_ambulance(client: TestClient) -> None:
    page = stopped(client, "japan", "danger")
    assert re.findall(r'<a class="call" href="tel:(\d+)">', page) == ["110", "119"]


def test_a_line_for_advice_is_the_button_of_somebody_to_be_seen_today(client: TestClient) -> None:
    knowledge = load_knowledge()
    calls = {urgency.id: number for urgency, number in knowledge.places["germany"].calls.items()}
    assert calls == {"emergency_now": "112", "same_day": "116117"}


def test_a_place_that_is_none_is_refused(client: TestClient) -> None:
    assert begin(client, profile="atlantis").status_code == 409


def test_a_guess_sets_no_cookie_and_stores_nothing(client: TestClient) -> None:
    answer = client.get("/", headers={"accept-language": "de-DE"})
    assert "germany" not in " ".join(answer.headers.get_list("set-cookie"))
    assert "midback" not in client.cookies


def test_every_place_stands_in_the_list_once_with_any_country_first(client: TestClient) -> None:
    places = re.findall(r'<option value="(\w+)"', start(client, "en"))
    assert places[0] == "international"
    assert sorted(places) == sorted(load_knowledge().places)
