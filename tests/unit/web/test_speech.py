"""Whatever the application says is said in the words that it was given, whoever says it and on whichever thread."""

import asyncio
from contextvars import ContextVar

import pytest
from starlette.testclient import TestClient
from tests.looping import run
from tests.pseudo import LANGUAGE, in_pseudo, raw

from midback.encounter import open_encounters
from midback.knowledge import load_knowledge, shipped
from midback.records import apart
from midback.web.app import create_app
from midback.words import say, speaking

PSEUDO = in_pseudo(shipped().words)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    encounters = open_encounters(f"sqlite:///{tmp_path_factory.mktemp('speech') / 'midback.db'}", load_knowledge())
    return TestClient(create_app(encounters, PSEUDO), base_url="http://midback.test")


@pytest.mark.parametrize(
    "headers", [{"host": "elsewhere.example"}, {"sec-fetch-site": "cross-site"}, {"content-length": "9999999"}]
)
def test_what_is_refused_at_the_door_is_refused_in_its_words(client: TestClient, headers: dict[str, str]) -> None:
    answer = client.post("/begin", headers=headers)
    assert answer.status_code >= 400
    assert raw([answer.text]) == []


def test_a_page_names_its_language(client: TestClient) -> None:
    assert f'<html lang="{LANGUAGE}">' in client.get("/").text


def test_one_application_does_not_change_how_another_speaks(client: TestClient) -> None:
    client.get("/")
    assert say("desk.title")[0] != "⟦"


def test_it_is_spoken_while_that_lasts_and_by_whoever_it_concerns() -> None:
    async def in_words() -> str:
        with speaking(PSEUDO):
            await asyncio.sleep(0)
            return say("desk.title")

    async def both() -> tuple[str, str]:
        other = asyncio.create_task(in_words())
        await asyncio.sleep(0)
        return say("desk.title"), await other

    plain, told = run(both())
    assert (plain[0] == "⟦", told[0] == "⟦") == (False, True)


def test_where_passwords_are_hashed_it_is_the_same_request() -> None:
    zone: ContextVar[str] = ContextVar("zone", default="")

    async def asked() -> tuple[str, str]:
        zone.set("Pacific/Auckland")
        with speaking(PSEUDO):
            return await apart(lambda: (zone.get(), say("desk.title")))

    there, told = run(asked())
    assert (there, told[0]) == ("Pacific/Auckland", "⟦")
