"""A number is read in one way at every door: a person's form, a clinician's, the terminal, a case file, the API."""

import json
import re
from collections.abc import Callable, Iterator

import pytest
from starlette.datastructures import FormData
from starlette.testclient import TestClient
from tests.posting import begin, send

from midback.cli.ask.answers import Unclear, understand
from midback.encounter import open_encounters
from midback.errors import CaseError
from midback.exchange.case_file import load_case, read_case, to_response
from midback.knowledge import load_knowledge, load_words
from midback.web.api.app import create_api
from midback.web.app import create_app
from midback.web.check import forms
from midback.web.clinic import examination

KNOWLEDGE = load_knowledge()
WORDS = load_words()
AGE = KNOWLEDGE.questions["age"]
READ = {"40": 40, "38,5": 38.5, "38.5": 38.5, "３８．５": 38.5, "٣٨٫٥": 38.5, "0000000000040": 40, " 40 ": 40}
REFUSED = ("1,200", "1.200", "40,000", "1 200", "1’200", "nan", "inf", "1e1", "4_0", "40 y", "38·5", "+40", "0x28")


class Refused(Exception):
    """What a door says instead of taking a number."""


def by_a_persons_form(typed: str) -> float | None:
    filled = forms.read(AGE, FormData({"number": typed}))
    if filled.error:
        raise Refused(filled.error)
    return filled.response.number


def by_a_clinicians_form(typed: str) -> float | None:
    filled, faults = examination.read(WORDS, KNOWLEDGE, FormData({"n-residual_volume": typed}))
    if faults:
        raise Refused(faults)
    return filled.numbers["residual_volume"]


def by_the_terminal(typed: str) -> float | None:
    try:
        said = understand(WORDS, typed, AGE)
    except Unclear as unclear:
        raise Refused from unclear
    assert not isinstance(said, str)
    return said.number


def by_a_file(typed: str) -> float | None:
    try:
        return read_case(f"age: {json.dumps(typed)}", "case.yaml", KNOWLEDGE).file.age
    except CaseError as error:
        raise Refused from error


def by_a_files_answer(typed: str) -> float | None:
    try:
        return to_response(typed, "age", KNOWLEDGE).number
    except CaseError as error:
        raise Refused from error


def by_a_measured_sign(typed: str) -> float | None:
    try:
        return load_case({"vitals": {"temperature": typed}}, "case", KNOWLEDGE).file.vitals["temperature"]
    except CaseError as error:
        raise Refused from error


def by_the_api(typed: str) -> float | None:
    with TestClient(create_api(KNOWLEDGE, WORDS)) as api:
        answer = api.post("/assess", json={"age": typed})
    if answer.status_code == 422:
        raise Refused(answer.text)
    age = answer.json()["age"]
    assert isinstance(age, int | float)
    return age


Door = Callable[[str], float | None]
DOORS: tuple[Door, ...] = (
    by_a_persons_form,
    by_a_clinicians_form,
    by_the_terminal,
    by_a_file,
    by_a_files_answer,
    by_a_measured_sign,
)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("typed", READ)
def test_every_door_reads_the_same_number(door: Door, typed: str) -> None:
    assert door(typed) == READ[typed]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("typed", REFUSED)
def test_no_door_takes_what_is_unclear_or_no_number(door: Door, typed: str) -> None:
    with pytest.raises(Refused):
        door(typed)


@pytest.mark.parametrize("number", [1.2, 38.125, 40, 1e1])
def test_a_number_that_is_one_already_is_taken_as_it_is(number: float) -> None:
    assert to_response(number, "age", KNOWLEDGE).number == number
    assert load_case({"duration_days": number}, "case", KNOWLEDGE).file.duration_days == number


@pytest.mark.parametrize("answer", [[40, 50], [], True, [True], {"a": 1}, None])
def test_an_answer_that_is_not_one_number_is_refused(answer: object) -> None:
    with pytest.raises(CaseError):
        load_case({"answers": {"age": answer}}, "case", KNOWLEDGE)


def test_a_refusal_in_a_file_names_its_line_and_both_ways_to_write_it() -> None:
    with pytest.raises(CaseError, match=r"case\.yaml:2: `vitals\.temperature` .*38125 or 38\.125"):
        read_case("vitals:\n  temperature: 38,125\n", "case.yaml", KNOWLEDGE)


@pytest.fixture
def client(house: str) -> Iterator[TestClient]:
    """Somebody who has begun a check."""
    app = create_app(open_encounters(house, KNOWLEDGE))
    with TestClient(app, base_url="http://midback.test", follow_redirects=False) as one:
        begin(one)
        yield one


def sent(client: TestClient, typed: str) -> tuple[int, str]:
    answer = send(client, "/check/question/age", "/check/question/age", {"number": typed})
    return answer.status_code, answer.text


@pytest.mark.parametrize("typed", ["1,200", "1.200"])
def test_a_page_says_what_an_unclear_number_could_mean_and_keeps_what_was_typed(client: TestClient, typed: str) -> None:
    status, page = sent(client, typed)
    assert status == 422
    assert "1200 or 1.2" in page
    assert f'value="{typed}"' in page


def test_a_long_row_of_digits_is_not_cut(client: TestClient) -> None:
    assert sent(client, "0000000000040")[0] == 303
    assert 'value="40"' in client.get("/check/question/age").text
    status, page = sent(client, "4" * 41)
    assert status == 422
    assert "4" * 41 in page


def test_a_box_for_a_number_stops_at_no_length(client: TestClient) -> None:
    """A browser would cut what is pasted without a word: 1200 in a box for three signs is 120."""
    box = re.search(r'<input[^>]*name="number"[^>]*>', client.get("/check/question/age").text)
    assert box
    assert "maxlength" not in box[0]
