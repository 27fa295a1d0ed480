"""Stored answers meet content that has changed: what no longer fits is left out and told; no page and no list fails."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from starlette.testclient import TestClient
from tests.integration.conftest import Clock
from tests.posting import hidden

from midback.encounter import Accounts, Clinic, Encounters, Shares
from midback.engine import Said
from midback.knowledge import KnowledgeBase, load_knowledge, load_words
from midback.records import Database, Store
from midback.terms import Answer
from midback.web.app import create_app
from midback.words import say

KNOWLEDGE = load_knowledge()
WORDS = load_words()
COURSE = KNOWLEDGE.questions["course"]
DROPPED = COURSE.options[0]


def changed(**shelves: object) -> KnowledgeBase:
    return replace(KNOWLEDGE, version="changed", **shelves)  # type: ignore[arg-type]  # fields named by the test


def questions_with(id: str, **fields: object) -> KnowledgeBase:
    question = replace(KNOWLEDGE.questions[id], **fields)  # type: ignore[arg-type]  # fields named by the test
    return changed(questions={**KNOWLEDGE.questions, id: question})


def option_dropped() -> KnowledgeBase:
    return questions_with("course", options=COURSE.options[1:])


def phrase_dropped() -> KnowledgeBase:
    words = KNOWLEDGE.questions["own_words"]
    return questions_with("own_words", options=tuple(one for one in words.options if one.id != "fever"))


def profile_dropped() -> KnowledgeBase:
    return changed(profiles={id: one for id, one in KNOWLEDGE.profiles.items() if id != "uk"})


def age_narrowed() -> KnowledgeBase:
    return questions_with("age", maximum=110.0)


def volume_narrowed() -> KnowledgeBase:
    narrow = replace(KNOWLEDGE.quantities["residual_volume"], maximum=300.0)
    return changed(quantities={**KNOWLEDGE.quantities, "residual_volume": narrow})


def question_dropped() -> KnowledgeBase:
    return changed(questions={id: one for id, one in KNOWLEDGE.questions.items() if id != "course"})


Page = tuple[str, dict[str, str], TestClient]
Change = Callable[[], KnowledgeBase]
CHANGES: tuple[Change, ...] = (
    option_dropped,
    phrase_dropped,
    profile_dropped,
    age_narrowed,
    volume_narrowed,
    question_dropped,
)
TOLD = {
    option_dropped: WORDS.text(COURSE.ask),
    phrase_dropped: WORDS.text(KNOWLEDGE.questions["own_words"].ask),
    profile_dropped: "no longer offered",
    age_narrowed: WORDS.text(KNOWLEDGE.questions["age"].ask),
    question_dropped: "no longer ask",
}


@pytest.fixture
def token(encounters: Encounters) -> str:
    """Somebody who answered everything that will change."""
    token = encounters.begin(profile="uk").token
    encounters.keep(token, timedelta(days=30))
    encounters.answer(token, "emergency_screen", Said())
    encounters.answer(token, "age", Said(number=115))
    encounters.answer(token, "course", Said((DROPPED.id,)))
    encounters.answer(token, "own_words", Said(("fever",), text="a fever"))
    return token


def under(content: KnowledgeBase, database: Database, clock: Clock) -> Encounters:
    return Encounters(Store(database), content, clock)


@pytest.mark.parametrize("change", CHANGES)
def test_every_page_of_the_person_stands(change: Change, token: str, database: Database, clock: Clock) -> None:
    app = create_app(under(change(), database, clock))
    with TestClient(app, base_url="http://midback.test") as client:
        client.cookies.set("midback", token)
        for path in ("/check", "/check/answers", "/check/question/age", "/check/words", "/result", "/share"):
            assert client.get(path).status_code == 200, path
        told = client.get("/check/answers").text
    if change in TOLD:
        note = re.search(r'<div class="note" role="status">.*?</div>', told, re.DOTALL)
        assert note
        assert TOLD[change] in note[0]


def test_nothing_is_told_while_everything_fits(token: str, encounters: Encounters) -> None:
    with TestClient(create_app(encounters), base_url="http://midback.test") as client:
        client.cookies.set("midback", token)
        assert "left out" not in client.get("/check/answers").text


@pytest.mark.parametrize("change", CHANGES)
def test_a_clinicians_list_and_case_stand(
    change: Change, token: str, database: Database, clock: Clock, accounts: Accounts, shares: Shares, clinic: Clinic
) -> None:
    accounts.add("Ada", "three quiet herons")
    ada = accounts.sign_in("Ada", "three quiet herons")
    case = clinic.open_share(ada, shares.share(token).token)
    clinic.examine(ada, case.key, {"leg_sensory_loss_exam": Answer.ABSENT}, {"residual_volume": 400})
    later = Clinic(under(change(), database, clock), accounts)
    (listed,) = later.cases(ada)
    later.assess(listed)
    assert later.left_out(listed) == (("residual_volume",) if change is volume_narrowed else ())


def test_a_list_that_has_grown_takes_nobody_for_a_no(database: Database, clock: Clock) -> None:
    screen = KNOWLEDGE.questions["emergency_screen"]
    before = under(questions_with("emergency_screen", options=screen.options[1:]), database, clock)
    token = before.begin().token
    before.answer(token, "emergency_screen", Said())
    after = under(KNOWLEDGE, database, clock).find(token)
    assert "emergency_screen" not in after.responses
    assert after.left_out == ("emergency_screen",)


def test_an_answer_given_anew_is_no_longer_told_of(token: str, database: Database, clock: Clock) -> None:
    encounters = under(option_dropped(), database, clock)
    assert encounters.find(token).left_out == ("course",)
    assert encounters.answer(token, "course", Said((COURSE.options[1].id,))).left_out == ()


def opened_before(change: KnowledgeBase, path: str, encounters: Encounters, database: Database, clock: Clock) -> Page:
    """A page of a check as it was opened before the content changed, and the browser that it is sent from after."""
    token = encounters.begin().token
    before = TestClient(create_app(encounters), base_url="http://midback.test", cookies={"midback": token})
    fields = hidden(before.get(path).text, path)
    after = create_app(under(change, database, clock))
    client = TestClient(after, base_url="http://midback.test", cookies={"midback": token}, follow_redirects=False)
    return token, fields, client


SCREEN = "/check/question/emergency_screen"


def test_none_of_a_list_that_has_grown_since_is_no_answer(
    encounters: Encounters, database: Database, clock: Clock
) -> None:
    screen = KNOWLEDGE.questions["emergency_screen"]
    shorter = questions_with("emergency_screen", options=screen.options[1:])
    before = under(shorter, database, clock)
    token, fields, client = opened_before(KNOWLEDGE, SCREEN, before, database, clock)
    answer = client.post(SCREEN, data={**fields, "choice": "__none__"})
    assert answer.status_code == 409
    assert say("meanwhile.other_question") in " ".join(answer.text.split())
    assert re.search(r'value="__none__"[^>]*checked', answer.text)
    assert under(KNOWLEDGE, database, clock).find(token).responses == {}
    sent_again = client.post(SCREEN, data={**hidden(answer.text, SCREEN), "choice": "__none__"})
    assert sent_again.status_code == 303


@pytest.mark.parametrize("meaning", [{"present": ("fever",)}, {"id": "another"}, {"value": 3.0}])
def test_an_option_that_means_something_else_now_is_no_answer(
    meaning: dict[str, object], encounters: Encounters, database: Database, clock: Clock
) -> None:
    other = replace(COURSE.options[1], **meaning)  # type: ignore[arg-type]  # fields named by the test
    change = questions_with("course", options=(COURSE.options[0], other, *COURSE.options[2:]))
    token, fields, client = opened_before(change, "/check/question/course", encounters, database, clock)
    answer = client.post("/check/question/course", data={**fields, "choice": COURSE.options[1].id})
    assert answer.status_code == 409
    assert encounters.find(token).responses == {}


def test_none_of_groups_that_have_grown_since_is_no_answer(
    encounters: Encounters, database: Database, clock: Clock
) -> None:
    gate = KNOWLEDGE.questions["symptom_groups"]
    first, *others = gate.options
    grown = questions_with(gate.id, options=(replace(first, opens=(*first.opens, "skin")), *others))
    path = f"/check/question/{gate.id}"
    _, fields, client = opened_before(grown, path, encounters, database, clock)
    assert client.post(path, data={**fields, "choice": "__none__"}).status_code == 409


def test_a_form_that_does_not_say_what_it_asked_is_shown_again(
    encounters: Encounters, database: Database, clock: Clock
) -> None:
    _, fields, client = opened_before(KNOWLEDGE, SCREEN, encounters, database, clock)
    without = {name: value for name, value in fields.items() if name != "asked"}
    assert client.post(SCREEN, data={**without, "choice": "__none__"}).status_code == 409


def test_from_a_question_that_is_gone_a_person_is_led_on_with_what_they_said_kept(
    encounters: Encounters, database: Database, clock: Clock
) -> None:
    path = "/check/question/course?on="
    token, fields, client = opened_before(question_dropped(), path, encounters, database, clock)
    encounters.answer(token, "emergency_screen", Said())
    answer = client.post(path, data={**fields, "choice": DROPPED.id})
    assert answer.status_code == 409
    assert " ".join(DROPPED.id.split("_")) in answer.text
    assert 'href="/check?on="' in answer.text
    assert 'href="/check/words?on="' in answer.text
    assert list(encounters.find(token).responses) == ["emergency_screen"]
    assert client.get(path).headers["location"] == "/check?on="


def test_what_was_typed_into_a_question_that_is_gone_is_shown_and_is_no_markup(
    encounters: Encounters, database: Database, clock: Clock
) -> None:
    gone = changed(questions={id: one for id, one in KNOWLEDGE.questions.items() if id != "age"})
    _, fields, client = opened_before(gone, "/check/question/age", encounters, database, clock)
    page = client.post("/check/question/age", data={**fields, "number": "<b>71"}).text
    assert "&lt;b&gt;71" in page


@pytest.mark.parametrize("gone", ["profile", "for_whom"])
def test_a_place_or_person_that_is_no_longer_offered_is_asked_for_again(
    gone: str, encounters: Encounters, database: Database, clock: Clock
) -> None:
    client = TestClient(create_app(encounters), base_url="http://midback.test", follow_redirects=False)
    fields = {**hidden(client.get("/").text, "/begin"), "profile": "us", "for_whom": "apart", gone: "mars"}
    answer = client.post("/begin", data=fields)
    assert answer.status_code == 409
    assert say("meanwhile.other_place") in " ".join(answer.text.split())
    assert "midback" not in client.cookies
    assert client.post("/begin", data={**fields, gone: "us" if gone == "profile" else "apart"}).status_code == 303
