"""Who it is for is known before the first question, and every page speaks of the right person."""

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient
from tests.posting import begin, hidden

from midback.encounter import open_encounters
from midback.knowledge import load_knowledge, load_words
from midback.web.app import create_app
from midback.words import Lay

KNOWLEDGE = load_knowledge()
WORDS = load_words("us")
SCREEN = KNOWLEDGE.questions["emergency_screen"]


@pytest.fixture
def client(house: str) -> Iterator[TestClient]:
    app = create_app(open_encounters(house, KNOWLEDGE))
    with TestClient(app, base_url="http://midback.test") as one:
        yield one


def heading(html: str) -> str:
    found = re.search(r'<h1 id="question">(.*?)</h1>', html)
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("whom", "words"), [("me", SCREEN.ask), ("with_me", SCREEN.ask_they), ("apart", SCREEN.ask_they), ("", SCREEN.ask)]
)
def test_the_first_page_speaks_of_the_right_person(client: TestClient, whom: str, words: Lay) -> None:
    page = begin(client, profile="us", for_whom=whom).text
    assert heading(page) == WORDS.text(words)


def test_a_clinician_sees_that_somebody_else_answered(client: TestClient) -> None:
    page = begin(client, profile="us", for_whom="apart").text
    client.post("/result", data=hidden(page))
    assert "answered by somebody else" in client.get("/result/summary.txt").text


def test_it_can_be_changed_from_the_answers(client: TestClient) -> None:
    begin(client, profile="us", for_whom="apart")
    answers = client.get("/check/answers").text
    assert "/check/question/for_whom" in answers
    assert "Someone who isn&#39;t with me" in answers
