"""A person with two windows, an old page, or a check that has ended: nothing said is undone without a word."""

import re
from collections.abc import Callable, Iterator
from html import unescape

import pytest
from httpx2 import Response
from starlette.testclient import TestClient
from tests.integration.conftest import Clock
from tests.posting import begin, hidden

from midback.encounter import Encounters
from midback.knowledge import load_words
from midback.web.app import create_app

SCREEN = "/check/question/emergency_screen"
MAP = "/check/question/where_worst"
WORDS = "/check/words"
WRITTEN = "It started in the garden"


@pytest.fixture
def url(tmp_path: object) -> str:
    """SQLite alone: what is tried here is above the database."""
    return f"sqlite:///{tmp_path}/midback.db"


@pytest.fixture
def client(encounters: Encounters) -> Iterator[TestClient]:
    with TestClient(create_app(encounters), base_url="http://midback.test") as client:
        begin(client)
        yield client


def form_of(client: TestClient, path: str) -> dict[str, str]:
    return hidden(client.get(path).text, path)


def post(client: TestClient, path: str, form: dict[str, str], **fields: object) -> Response:
    return client.post(path, data={**form, **fields}, follow_redirects=False)


def said(client: TestClient, encounters: Encounters, question: str) -> tuple[str, ...]:
    return encounters.find(str(client.cookies["midback"])).responses[question].chosen


def text_of(response: Response) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.text)).split())


def test_an_older_page_does_not_take_back_a_danger_sign_without_a_word(
    client: TestClient, encounters: Encounters
) -> None:
    old = form_of(client, SCREEN)
    post(client, SCREEN, form_of(client, SCREEN), choice="danger")
    answer = post(client, SCREEN, old, choice="__none__")
    assert answer.status_code == 409
    assert "You changed this answer in another window" in text_of(answer)
    assert said(client, encounters, "emergency_screen") == ("danger",)
    assert re.search(r'value="__none__"[^>]*checked', answer.text)
    post(client, SCREEN, hidden(answer.text, SCREEN), choice="__none__")
    assert said(client, encounters, "emergency_screen") == ()


Fields = dict[str, object]


def pages(encounters: Encounters) -> list[tuple[str, Fields, Fields]]:
    """Each kind of page, with one answer and another."""
    course, *_ = encounters.knowledge.questions["course"].options
    one, other, *_ = encounters.knowledge.questions["where_worst"].options
    return [
        ("/check/question/age", {"number": "40"}, {"number": "71"}),
        ("/check/question/course", {"choice": course.id}, {"choice": "__not_sure__"}),
        (MAP, {"choice": [one.id], "most": one.id}, {"choice": [other.id]}),
        (WORDS, {"text": WRITTEN}, {"text": "Fever and numb legs"}),
    ]


def test_the_same_holds_for_every_kind_of_page(client: TestClient, encounters: Encounters) -> None:
    for path, first, second in pages(encounters):
        old = form_of(client, path)
        assert post(client, path, form_of(client, path), **first).status_code == 303, path
        answer = post(client, path, old, **second)
        assert answer.status_code == 409, path
        assert "not kept yet" in text_of(answer)
        assert post(client, path, hidden(answer.text, path), **second).status_code == 303, path


def test_marks_of_the_map_that_alone_were_changed_are_not_undone(client: TestClient, encounters: Encounters) -> None:
    one, other = (option.id for option in encounters.knowledge.questions["where_worst"].options[:2])
    both = {"choice": [one, other]}
    post(client, MAP, form_of(client, MAP), most=one, **both)
    old = form_of(client, MAP)
    post(client, MAP, form_of(client, MAP), most=other, **both)
    assert post(client, MAP, old, most=one, **both).status_code == 409
    assert said(client, encounters, "where_most") == (other,)


def test_the_same_answer_from_two_windows_is_no_conflict(client: TestClient, encounters: Encounters) -> None:
    old = form_of(client, "/check/question/age")
    for form in (form_of(client, "/check/question/age"), old):
        assert post(client, "/check/question/age", form, number="40").status_code == 303


def test_two_windows_with_different_questions_do_not_disturb_each_other(
    client: TestClient, encounters: Encounters
) -> None:
    age, screen = form_of(client, "/check/question/age"), form_of(client, SCREEN)
    assert post(client, SCREEN, screen, choice="__none__").status_code == 303
    assert post(client, "/check/question/age", age, number="40").status_code == 303


def test_words_confirmed_on_an_older_page_do_not_replace_what_was_confirmed_since(
    client: TestClient, encounters: Encounters
) -> None:
    confirm = "/check/words/confirm"
    post(client, WORDS, form_of(client, WORDS), text="fever")
    old = form_of(client, confirm)
    post(client, confirm, form_of(client, confirm), choice="fever")
    assert post(client, confirm, old).status_code == 409
    assert said(client, encounters, "own_words") == ("fever",)


def test_a_page_of_an_earlier_check_comes_back_with_what_was_written(
    client: TestClient, encounters: Encounters
) -> None:
    words, screen = form_of(client, WORDS), form_of(client, SCREEN)
    begin(client)
    answer = post(client, WORDS, words, text=WRITTEN)
    assert (answer.status_code, WRITTEN in answer.text) == (403, True)
    answer = post(client, SCREEN, screen, choice="danger")
    assert answer.status_code == 403
    assert "left over from an earlier check" in text_of(answer)
    assert re.search(r'value="danger"[^>]*checked', answer.text)
    assert not {"own_words", "emergency_screen"} & set(encounters.find(str(client.cookies["midback"])).responses)
    assert post(client, SCREEN, hidden(answer.text, SCREEN), choice="danger").status_code == 303


def deleted(encounters: Encounters, token: str, clock: Clock) -> None:
    encounters.delete(token)


def over(encounters: Encounters, token: str, clock: Clock) -> None:
    clock.pass_(hours=25)


@pytest.mark.parametrize("end", [deleted, over])
def test_what_was_written_when_the_check_had_ended_is_shown_to_copy(
    end: Callable[..., None], client: TestClient, encounters: Encounters, clock: Clock
) -> None:
    form = form_of(client, WORDS)
    end(encounters, str(client.cookies["midback"]), clock)
    answer = post(client, WORDS, form, text=WRITTEN)
    assert answer.status_code == 410
    assert WRITTEN in answer.text
    assert WRITTEN not in client.get(WORDS).text


@pytest.mark.parametrize("written", ["Fever and numb legs", "It came back"])
def test_what_was_ticked_beside_words_that_changed_in_another_window_is_not_dropped_without_a_word(
    written: str, client: TestClient, encounters: Encounters
) -> None:
    post(client, WORDS, form_of(client, WORDS), text="I have chest pain")
    older = form_of(client, f"{WORDS}/confirm")
    post(client, WORDS, form_of(client, WORDS), text=written)
    answer = post(client, f"{WORDS}/confirm", older, choice=["chest_pain"])
    assert answer.status_code == 409
    lay = encounters.knowledge.findings["chest_pain"].lay
    assert f"it is not here any more: {load_words().text(lay)}" in text_of(answer)
    assert said(client, encounters, "own_words") == ()
