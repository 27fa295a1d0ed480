"""What somebody writes is kept as they wrote it: line by line, in their direction, whole or not at all."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from httpx2 import Response
from starlette.testclient import TestClient
from tests.posting import begin, send

from midback.encounter import open_encounters
from midback.exchange.own_words import LONGEST
from midback.knowledge import load_knowledge
from midback.web.app import create_app

KNOWLEDGE = load_knowledge()
HEBREW = "כאב בגב"


@pytest.fixture
def client(house: str) -> Iterator[TestClient]:
    """Somebody who has begun a check."""
    app = create_app(open_encounters(house, KNOWLEDGE))
    with TestClient(app, base_url="http://midback.test", follow_redirects=False) as one:
        begin(one)
        yield one


def write(client: TestClient, text: str) -> Response:
    return send(client, "/check/words", "/check/words", {"text": text})


def box(page: str) -> str:
    found = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", page, re.DOTALL)
    assert found
    return unescape(found[1])


@pytest.mark.parametrize("line_break", ["\r\n", "\n", "\r", "\u2028", "\v"])
def test_a_denial_on_one_line_takes_nothing_from_the_next(client: TestClient, line_break: str) -> None:
    assert write(client, f"No injury{line_break}numb legs").headers["location"].startswith("/check/words/confirm")
    assert "leg_numbness" in client.get("/check/words/confirm").text
    assert box(client.get("/check/words").text) == "No injury\nnumb legs"


@pytest.mark.parametrize("text", ["ache " * 400, "é" * LONGEST, "a\r\n" * 1000])
def test_what_is_as_long_as_can_be_is_kept_whole(client: TestClient, text: str) -> None:
    assert write(client, text).status_code == 303
    assert (
        box(client.get("/check/words").text) == "\n".join(" ".join(line.split()) for line in text.split("\r\n")).strip()
    )


def test_what_is_longer_is_told_and_stays_in_the_box(client: TestClient) -> None:
    write(client, "before")
    text = "fever " * 400
    page = write(client, text)
    assert page.status_code == 422
    assert "2,399 characters" in page.text
    assert 'aria-invalid="true"' in page.text
    assert box(page.text) == text.strip()
    assert box(client.get("/check/words").text) == "before"


def test_the_limit_is_named_and_the_box_cuts_nothing(client: TestClient) -> None:
    page = client.get("/check/words").text
    assert f"{LONGEST:,} characters" in page
    assert "maxlength" not in page


def test_each_reads_in_its_own_direction(client: TestClient) -> None:
    write(client, f"{HEBREW} chest pain")
    assert '<textarea id="text" name="text" rows="6" dir="auto"' in client.get("/check/words").text
    assert "“<bdi>chest pain</bdi>”" in client.get("/check/words/confirm").text
    assert f"<bdi>“{HEBREW} chest pain”</bdi>" in client.get("/check/answers").text


@pytest.mark.parametrize("sign", "\u202a\u202b\u202c\u202d\u202e")
def test_no_mark_turns_letters_round(client: TestClient, sign: str) -> None:
    write(client, f"my {sign}chest pain")
    assert sign not in client.get("/check/words").text + client.get("/check/answers").text
    assert "chest_pain" in client.get("/check/words/confirm").text
