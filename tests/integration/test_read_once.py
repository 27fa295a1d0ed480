"""A request reads its visit or its case once, and works out each thing once."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, event
from starlette.testclient import TestClient
from tests.integration.conftest import Clock
from tests.posting import begin, hidden, send

from midback.encounter import Accounts, Clinic, Encounters, Shares, case_list
from midback.engine import Said
from midback.records import Database
from midback.web.app import create_app

PASSWORD = "three quiet herons"
TABLES = ("answers", "examinations", "decisions", "sessions", "accounts")


@pytest.fixture
def url(tmp_path: object) -> str:
    """SQLite alone: what is counted here is above the database."""
    return f"sqlite:///{tmp_path}/midback.db"


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter[str]]:
    """How often each table was read, and each of the slow functions called."""
    counted: Counter[str] = Counter()

    def read(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            counted.update(table for table in TABLES if f"{table}.sealed" in statement or f"{table}.ends" in statement)

    def count(place: str, name: str) -> None:
        module, real = f"midback.encounter.{place}.{name}", getattr(__import__("midback.engine", fromlist=[name]), name)

        def counting(*parts: Any, **named: Any) -> Any:
            counted[name] += 1
            return real(*parts, **named)

        monkeypatch.setattr(module, counting)

    count("visit", "ask_next")
    count("visit", "assess")
    count("conclusions", "assess")
    event.listen(Engine, "before_cursor_execute", read)
    yield counted
    event.remove(Engine, "before_cursor_execute", read)


@pytest.fixture
def client(encounters: Encounters, accounts: Accounts, clinic: Clinic) -> Iterator[TestClient]:
    app = create_app(encounters)
    app.state.accounts, app.state.clinic = accounts, clinic
    with TestClient(app, base_url="http://midback.test", follow_redirects=False) as client:
        begin(client)
        yield client


Answer = Callable[[str, dict[str, str]], int]


@pytest.fixture
def answer(client: TestClient, done: Counter[str]) -> Answer:
    """Sends a question's form and counts that request alone."""

    def send_one(path: str, fields: dict[str, str]) -> int:
        form = hidden(client.get(path).text, path)
        done.clear()
        return client.post(path, data={**form, **fields}).status_code

    return send_one


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/check/question/age", {"number": "40"}),
        ("/check/question/emergency_screen", {"choice": "__none__"}),
        ("/check/words", {"text": "fever"}),
        ("/check/words", {"text": "nothing that means anything"}),
    ],
)
def test_an_answer_reads_the_visit_once_and_asks_once_what_comes_next(
    path: str, fields: dict[str, str], answer: Answer, done: Counter[str]
) -> None:
    assert answer(path, fields) == 303
    assert done["answers"] == 1
    assert done["ask_next"] <= 1
    assert done["assess"] == 0


def test_an_answer_leads_straight_to_the_next_page(client: TestClient) -> None:
    path = "/check/question/emergency_screen"
    form = hidden(client.get(path).text, path)
    location = client.post(path, data={**form, "choice": "__none__"}).headers["location"]
    assert client.get(location).status_code == 200


def test_the_map_with_its_marks_reads_the_visit_once(
    answer: Answer, done: Counter[str], encounters: Encounters
) -> None:
    place = encounters.knowledge.questions["where_worst"].options[0].id
    assert answer("/check/question/where_worst", {"choice": place}) == 303
    assert (done["answers"], done["ask_next"]) == (1, 1)


@pytest.mark.parametrize(
    ("path", "asked"), [("/check/question/age", 1), ("/check/answers", 1), ("/check", 1), ("/check/words", 0)]
)
def test_a_page_reads_the_visit_once_and_asks_once(
    path: str, asked: int, client: TestClient, done: Counter[str]
) -> None:
    done.clear()
    assert client.get(path).status_code in (200, 303)
    assert (done["answers"], done["ask_next"], done["assess"]) == (1, asked, 0)


def test_the_result_reads_the_visit_once_and_assesses_once_and_asking_for_it_assesses_nothing(
    client: TestClient, done: Counter[str]
) -> None:
    form = hidden(client.get("/check/answers").text, "/result")
    done.clear()
    client.post("/result", data=form)
    assert (done["answers"], done["assess"]) == (1, 0)
    done.clear()
    assert client.get("/result").status_code == 200
    assert (done["answers"], done["assess"], done["ask_next"]) == (1, 1, 1)


@pytest.fixture
def case(client: TestClient, accounts: Accounts, encounters: Encounters, shares: Shares) -> str:
    """A case that a clinician has open."""
    accounts.add("Ada", PASSWORD)
    send(client, "/clinic/sign-in", "/clinic/sign-in", {"name": "Ada", "password": PASSWORD})
    link = shares.share(str(client.cookies["midback"])).token
    return str(send(client, "/clinic", "/clinic/open", {"link": link}).headers["location"])


ONCE = {"answers": 1, "examinations": 1, "decisions": 1, "sessions": 1, "assess": 1}


def test_the_page_of_a_case_reads_and_assesses_it_once(client: TestClient, case: str, done: Counter[str]) -> None:
    done.clear()
    assert client.get(case).status_code == 200
    assert {name: done[name] for name in ONCE} == ONCE


@pytest.mark.parametrize(
    ("act", "fields", "assessed"),
    [
        ("examine", {"n-temperature": "36.8"}, 0),
        ("preview", {"n-temperature": "36.8"}, 1),
        ("decide", {"urgency": "same_day", "reason": "known"}, 1),
    ],
)
def test_each_act_at_a_case_reads_it_once(
    act: str, fields: dict[str, str], assessed: int, client: TestClient, case: str, done: Counter[str]
) -> None:
    form = hidden(client.get(case).text, f"{case}/examine")
    done.clear()
    assert client.post(f"{case}/{act}", data={**form, **fields}).status_code in (200, 303)
    assert {name: done[name] for name in ONCE} == {**ONCE, "assess": assessed}


# ------------------------------------------------------------------------------------------------------- a long list

MANY = 65


@pytest.fixture
def many(clinic: Clinic, encounters: Encounters, accounts: Accounts, shares: Shares, case: str, clock: Clock) -> str:
    """Many cases at one desk, the first of them an emergency. The key of that one."""
    session = accounts._begin(accounts._store.all()[0])
    keys = []
    for number in range(MANY):
        token = encounters.begin().token
        encounters.answer(token, "emergency_screen", Said(("danger",) if number == 0 else ()))
        clock.pass_(seconds=1)
        keys.append(clinic.open_share(session, shares.share(token).token).key)
    return keys[0]


def test_a_page_of_the_list_assesses_no_more_than_it_shows_and_then_nothing(
    client: TestClient, many: str, done: Counter[str]
) -> None:
    for page in range(1, 5):
        done.clear()
        client.get(f"/clinic?page={page}")
        assert done["assess"] <= case_list.LISTED
        assert done["answers"] <= case_list.LISTED
    for _ in range(4):
        client.get("/clinic")
    for page in range(1, 5):
        done.clear()
        client.get(f"/clinic?page={page}")
        assert (done["assess"], done["answers"], done["sessions"]) == (0, 0, 1)
    assert many in client.get("/clinic").text.partition("</tr>")[2].partition("</tr>")[0]


def test_the_list_comes_in_pages_that_hold_every_case_once(client: TestClient, many: str) -> None:
    for _ in range(5):
        client.get("/clinic")
    pages = [client.get(f"/clinic?page={page}").text for page in range(1, 5)]
    rows = [row for page in pages for row in page.split("<tr>") if "/clinic/case/" in row]
    keys = {row.partition("/clinic/case/")[2][:64] for row in rows}
    assert [page.count("/clinic/case/") for page in pages] == [20, 20, 20, MANY + 1 - 60]
    assert len(keys) == MANY + 1
    assert client.get("/clinic?page=99").headers["location"] == "/clinic?page=4"
    for odd in ("0", "-1", "x", "", "1e9", "٣"):
        assert unmarked(client.get("/clinic", params={"page": odd}).text) == unmarked(pages[0])


def unmarked(page: str) -> str:
    """A page without the mark of its form, which is another one each time."""
    return re.sub(r'name="csrf" value="\w+"', "", page)


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM answers WHERE encounter = '{key}'",
        "UPDATE answers SET sealed = x'00' WHERE encounter = '{key}'",
        "UPDATE encounters SET counts = NULL WHERE key = '{key}'",
        "UPDATE encounters SET setting = 'nowhere' WHERE key = '{key}'",
        "UPDATE encounters SET urgency_sealed = x'00' WHERE key = '{key}'",
    ],
)
def test_one_broken_case_takes_no_list_down_and_says_so(
    damage: str, client: TestClient, clinic: Clinic, encounters: Encounters, accounts: Accounts, shares: Shares,
    case: str, database: Database,
) -> None:  # fmt: skip
    session = accounts._begin(accounts._store.all()[0])
    token = encounters.begin().token
    encounters.answer(token, "age", Said(number=50))
    key = clinic.open_share(session, shares.share(token).token).key
    with database.change() as connection:
        connection.exec_driver_sql(damage.format(key=key))
    page = client.get("/clinic")
    assert page.status_code == 200
    assert case.rpartition("/")[2] in page.text
    assert key in page.text
    is_mended = "urgency_sealed" in damage
    assert ("be read at the moment" in page.text) is not is_mended
