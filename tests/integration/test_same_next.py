"""The JSON API asks the same question next as the browser, from the first page to the last, and ends where it ends."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.posting import begin, hidden

from midback.encounter import open_encounters
from midback.knowledge import load_knowledge
from midback.knowledge.base import Question, QuestionKind
from midback.web.app import create_app

KNOWLEDGE = load_knowledge()
MOST_PAGES = 60
Answers = dict[str, Any]
"""What is sent to the API, by question."""
MILD = ("days_1_7", "male", "settling")
IN_A_FORM = {"none": "__none__", "not_sure": "__not_sure__"}
"""The same in a form."""


@pytest.fixture
def client(house: str) -> Iterator[TestClient]:
    with TestClient(create_app(open_encounters(house, KNOWLEDGE)), base_url="http://midback.test") as one:
        begin(one)
        yield one


def by_the_api(client: TestClient, answers: Answers, **how: bool) -> Any:
    answer = client.post("/api/next-question", json={"answers": answers, **how})
    assert answer.status_code == 200, answer.text
    return answer.json()


def by_the_browser(client: TestClient, query: str = "") -> str:
    """The path that the check leads to."""
    return client.get(f"/check{query}").url.path


def plain(question: Question) -> Any:
    """The answer of somebody with a mild ache."""
    if question.kind is QuestionKind.MULTIPLE:
        return "none"
    if question.kind is QuestionKind.NUMBER:
        return 34
    return next((option.id for option in question.options if option.id in MILD), question.options[0].id)


def tell(client: TestClient, question: str, answer: Any) -> None:
    """Give the browser an answer."""
    path = f"/check/question/{question}"
    said = [IN_A_FORM.get(one, one) for one in (answer if isinstance(answer, list) else [answer])]
    field = {"number": str(answer)} if isinstance(answer, int) else {"choice": said}
    sent = client.post(path, data={**hidden(client.get(path).text, path), **field}, follow_redirects=False)
    assert sent.status_code == 303, sent.text


def walk(client: TestClient, answers: Answers, own: Mapping[str, Any], query: str, *reasons: str, **how: bool) -> Any:
    """Answer in both while the API's reason is one of these; says what the API says then."""
    for _ in range(MOST_PAGES):
        said = by_the_api(client, answers, **how)
        if said["done"] or said["reason"] not in reasons:
            return said
        id = said["question"]["id"]
        assert by_the_browser(client, query) == f"/check/question/{id}"
        answers[id] = own.get(id) or plain(KNOWLEDGE.questions[id])
        tell(client, id, answers[id])
    raise AssertionError("there is no end to the questions")


SOON = ("emergency", "always", "urgency")
"""Why a question comes while it isn't settled how soon to be seen."""


@pytest.mark.parametrize(
    "own",
    [
        {},
        {"symptom_groups": ["ill"], "ill": ["sweats"]},
        {"background_groups": ["cancer", "defence"], "cancer_had": ["cancer"]},
        {"pain_groups": "not_sure", "symptom_groups": ["skin"]},
    ],
    ids=["nothing", "a sign", "illnesses", "not sure"],
)
def test_both_ask_the_same_and_part_how_soon_from_what_it_may_be_alike(
    client: TestClient, own: Mapping[str, Any]
) -> None:
    answers: Answers = {}
    said = walk(client, answers, own, "", *SOON)
    assert (said["done"], said["reason"]) == (False, "cause")
    assert by_the_browser(client) == "/check/answers"
    assert by_the_browser(client, "?more") == f"/check/question/{said['question']['id']}"
    assert walk(client, answers, own, "?more", *SOON, "cause")["done"]
    assert by_the_browser(client, "?more") == "/check/answers"


def test_a_plain_no_to_every_group_settles_it_in_both(client: TestClient) -> None:
    answers: Answers = {}
    said = walk(client, answers, {}, "", *SOON)
    assert (said["urgency_so_far"], said["settled"]) == ("self_care", True)
    assert "Now we know how soon" in client.get("/check/answers").text


def test_an_emergency_ends_both_and_both_go_on_beyond_it(client: TestClient) -> None:
    own = {"emergency_screen": ["chest"], "emergency_chest": ["fainted"]}
    answers: Answers = {}
    said = walk(client, answers, own, "", *SOON)
    assert (said["done"], said["urgency_so_far"]) == (True, "emergency_now")
    assert by_the_browser(client) == "/check/stop"
    said = walk(client, answers, own, "?on", *SOON, beyond_emergency=True)
    assert (said["done"], said["reason"]) == (False, "cause")
    assert by_the_browser(client, "?on") == "/check/answers"
    assert by_the_browser(client, "?on&more") == f"/check/question/{said['question']['id']}"


def test_a_gate_taken_back_takes_back_its_pages_and_ticks_that_are_left_stand(client: TestClient) -> None:
    own = {"symptom_groups": ["ill"], "ill": ["rigors"]}
    answers: Answers = {}
    assert walk(client, answers, own, "", *SOON)["urgency_so_far"] != "self_care"
    answers["symptom_groups"] = "none"
    assert walk(client, dict(answers), {}, "", *SOON)["urgency_so_far"] != "self_care"
    del answers["ill"]
    tell(client, "symptom_groups", "none")
    said = walk(client, answers, {}, "", *SOON)
    assert (said["urgency_so_far"], said["reason"]) == ("self_care", "cause")
    assert by_the_browser(client) == "/check/answers"
