"""Dates are those of the calendar where the person is, on every page and paper."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar
from starlette.testclient import TestClient
from tests.posting import begin, hidden, send

from midback.encounter import Encounters, open_encounters
from midback.knowledge import load_knowledge
from midback.web.app import create_app
from midback.web.kit.local_time import zone_named

KNOWLEDGE = load_knowledge()
LATE = datetime(2026, 11, 25, 11, 30, tzinfo=UTC)
"""Before noon in Greenwich, past midnight at UTC+13 and +14, still the evening before at UTC-12."""
PLACES = [
    ("Pacific/Auckland", "26 November 2026"),
    ("Pacific/Kiritimati", "26 November 2026"),
    ("Etc/GMT+12", "24 November 2026"),
    ("Europe/London", "25 November 2026"),
]


class Clock:
    def __init__(self) -> None:
        self.time = LATE

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def client(house: str, clock: Clock) -> Iterator[TestClient]:
    opened = open_encounters(house, KNOWLEDGE)
    encounters = Encounters(opened._store, KNOWLEDGE, clock)
    app = create_app(encounters)
    with TestClient(app, base_url="http://midback.test", follow_redirects=False) as one:
        yield one


@pytest.fixture(params=PLACES, ids=lambda place: place[0])
def today(request: pytest.FixtureRequest, client: TestClient) -> str:
    """The date in one of these places; the browser is there."""
    place, day = request.param
    client.cookies.set("midback_zone", place)
    return str(day)


def concluded(client: TestClient) -> None:
    begin(client)
    send(client, "/check/question/emergency_screen", "/check/question/emergency_screen", {"choice": "__none__"})
    mark = hidden(client.get("/check", follow_redirects=True).text)
    client.post("/result", data=mark)


def date_of(words: str) -> date:
    return datetime.strptime(words, "%d %B %Y").date()  # noqa: DTZ007 - a date has no zone


def reminder(client: TestClient) -> Any:
    (event,) = Calendar.from_ical(client.get("/result/reminder.ics").content).walk("VEVENT")
    return event


def test_result_summary_and_links_carry_the_local_date(client: TestClient, today: str) -> None:
    concluded(client)
    result = client.get("/result").text
    assert f"answered by {today}" in result
    assert f"summary, {date_of(today)}." in client.get("/result/summary.txt").text
    assert f"Made {today}" in send(client, "/share", "/share").text


def test_how_long_answers_stay_is_told_by_the_local_date(client: TestClient, today: str) -> None:
    begin(client)
    tomorrow = f"{int(today[:2]) + 1}{today[2:]}"
    assert f"until {tomorrow}" in client.get("/").text


def test_the_reminder_is_a_week_after_the_local_date(client: TestClient, clock: Clock, today: str) -> None:
    concluded(client)
    event = reminder(client)
    assert event["DTSTART"].dt == date_of(today) + timedelta(days=7)
    clock.time += timedelta(hours=20)
    assert reminder(client)["UID"] == event["UID"]


@pytest.mark.parametrize("name", ["", "Nowhere/Never", "../../etc/passwd", "Pacific", "/etc/localtime", "a" * 5000])
def test_what_is_no_time_zone_leaves_the_servers(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.tzset()
    try:
        begin(client)
        assert zone_named(name) is None
        assert "until 27 November 2026" in client.get("/", headers={"cookie": cookies(client, name)}).text
    finally:
        monkeypatch.undo()
        time.tzset()


def cookies(client: TestClient, zone: str) -> str:
    return "; ".join([*(f"{name}={value}" for name, value in client.cookies.items()), f"midback_zone={zone}"])


def test_the_browser_names_its_zone_only_where_a_visit_begins_or_is(client: TestClient) -> None:
    assert "zone.js" in client.get("/").text
    assert "zone.js" not in client.get("/privacy").text
    begin(client)
    assert "zone.js" in client.get("/check/question/emergency_screen").text


def test_the_zone_is_taken_away_with_the_visit(client: TestClient) -> None:
    begin(client)
    answer = send(client, "/delete", "/delete")
    assert "midback_zone" in " ".join(answer.headers.get_list("set-cookie"))
    assert "zone.js" not in answer.text


def test_no_zone_is_stored(client: TestClient) -> None:
    client.cookies.set("midback_zone", "Pacific/Kiritimati")
    begin(client)
    stored = client.app.state.encounters.find(client.cookies["midback"])  # type: ignore[attr-defined]  # the test client types its app as any callable
    assert "Kiritimati" not in repr(stored)
