"""What a person takes along: pages that fit, a text, a reminder that tells nobody what hurts."""

import re
import sys
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from starlette.testclient import TestClient
from tests.papers import CASES, CONCLUDED, MOST, PARTS, assessed, country, longest, paper, renderer

from midback.encounter import Encounters, open_encounters
from midback.engine import Assessment, Said, assess
from midback.exchange.told import Kind
from midback.exchange.told.cuts import Room
from midback.knowledge import load_knowledge, load_words
from midback.knowledge.advice import PaperSize
from midback.web.app import create_app
from midback.web.kit.paper import Paper, paper_of
from midback.web.kit.session import COOKIE
from midback.web.kit.turns import Turns
from midback.web.result import takeaway
from midback.web.result.reminder import calendar, reminder_of
from midback.web.result.takeaway import draw, laid_out, pages_of
from midback.words import say

KNOWLEDGE = load_knowledge()
WORDS = load_words()
RENDERER = renderer()
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
LEAST_POINTS = 8.5
HIGHEST_GRADE = 8.0
FILES = ("/result/summary.pdf", "/result/summary.txt", "/result/reminder.ics")
LAID_OUT = {path: [pytest.mark.slow] if path.endswith(".pdf") else [] for path in FILES}


def last_draft(assessment: Assessment) -> Any:
    *_, last = takeaway.ever_shorter(RENDERER, paper(assessment))
    return last


@pytest.mark.slow
@pytest.mark.parametrize("place", range(MOST))
@pytest.mark.parametrize("part", PARTS)
def test_who_has_most_to_read_has_one_page_for_a_clinician_and_two_at_most_for_the_person(
    part: str, place: int
) -> None:
    document = last_draft(assessed(longest(part)[place], country(part, place)))
    pages = pages_of(document)
    assert part in pages
    assert pages["for-clinician"] == pages["for-you"] == 1
    assert pages.get("at-home", 1) == 1
    assert len(document.pages) <= 3
    assert min(sizes(document)) >= LEAST_POINTS


def sizes(document: Any) -> Iterator[float]:
    """The size of each piece of text on the pages, in points."""
    for page in document.pages:
        for box in page._page_box.descendants():
            if getattr(box, "text", "").strip():
                yield round(box.style["font_size"] * 0.75, 3)


@pytest.fixture(scope="module")
def content() -> bytes:
    assessment = assessed(CASES[0])
    return draw(RENDERER, paper(assessment))


@pytest.mark.slow
def test_the_pdf_is_tagged_and_says_its_language_and_title(content: bytes) -> None:
    assert content.startswith(b"%PDF-")
    objects = inflated(content)
    for mark in (b"/StructTreeRoot", b"/Lang (en)", b"/MarkInfo", b"/Title (Midback", b"/DisplayDocTitle", b"pdfuaid"):
        assert mark in objects, mark


def inflated(content: bytes) -> bytes:
    """Everything in a PDF, with its compressed parts unpacked."""
    parts = [content]
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL):
        with suppress(zlib.error):
            parts.append(zlib.decompress(packed))
    return b"".join(parts)


@pytest.mark.parametrize(("profile", "width"), [("us", 612), ("uk", 595), ("international", 595)])
@pytest.mark.slow
def test_paper_is_letter_in_the_united_states_and_a4_elsewhere(profile: str, width: int) -> None:
    page = laid_out("<p id='for-you'>x</p>", KNOWLEDGE.profiles[profile].paper).pages[0]
    assert int(page.width * 0.75) == width


@pytest.mark.parametrize("url", ["file:///etc/hostname", "http://127.0.0.1:9/x.png", "/static/mark.svg"])
def test_a_page_can_load_nothing(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []
    monkeypatch.setattr("urllib.request.OpenerDirector.open", lambda _self, what, **_: opened.append(what))
    laid_out(f"<link rel='stylesheet' href='{url}'><p>x</p><img src='{url}' alt='x'>", PaperSize.A4)
    assert opened == []


def test_what_is_left_out_of_the_paper_is_counted() -> None:
    assessment = assessed(next(file for file in CASES if "hc100" in file.stem))
    short = replace(paper(assessment), room=Room(clinician=1, reasons=1, signs=2, home=1))
    words = " ".join(text_of(person_html(short)))
    assert f"And {len(assessment.safety_net.watch) - 2} more on screen" in words
    clinician = (
        RENDERER.templates("us")
        .from_string(
            "{% from 'clinician/template.html' import clinician_summary %}"
            "{{ clinician_summary(view, on_screen=false) }}"
        )
        .render(view=short.clinician)
    )
    still_open = short.told.clinician.section("still_open").items
    assert f"{len(still_open) - 1} more on screen" in clinician


def test_on_screen_the_summary_leaves_nothing_out() -> None:
    assessment = assessed(next(file for file in CASES if "hc100" in file.stem))
    whole = (
        RENDERER.templates("us")
        .from_string("{% from 'clinician/template.html' import clinician_summary %}{{ clinician_summary(view) }}")
        .render(view=paper(assessment).told.clinician)
    )
    assert all(flag.words in unescape(whole) for flag in paper(assessment).told.clinician.section("still_open").items)


def person_html(laid: Paper) -> str:
    page = RENDERER.page("summary/document.html", "us", title="x", paper=laid)
    return bytes(page.body).decode().split('id="for-you"')[1]


def text_of(html: str) -> list[str]:
    """The sentences of a piece of HTML: what ends a block ends a sentence."""
    plain = re.sub(r"</(p|li|h\d|td|th|caption|dd|dt)>", ".\n", html)
    plain = unescape(re.sub(r"<[^>]+>", "", plain))
    return [words for part in re.split(r"[.;:?!\n]+", plain) if (words := " ".join(part.split())) and " " in words]


def grade(sentences: list[str]) -> float:
    """The Flesch-Kincaid grade, syllables being counted as groups of vowels."""
    words = [word for sentence in sentences for word in re.findall(r"[A-Za-z']+", sentence)]
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e$", "", word.lower())))) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_the_persons_pages_read_at_grade_8_or_below(file: Path) -> None:
    assert grade(text_of(person_html(paper(assessed(file))))) <= HIGHEST_GRADE


def test_the_other_words_read_at_grade_8_or_below() -> None:
    words = [say(f"take_away.{name}", number="911") for name in ("no_pdf", "busy", "reminder", "reminder_text")]
    assert grade(text_of("\n".join(words))) <= HIGHEST_GRADE


def test_the_grade_tells_hard_words_from_plain_ones() -> None:
    assert grade(["Thoracic radiculopathy necessitates interdisciplinary investigation"]) > 12 > grade(["Sit up tall"])


def event(visit: str = "a", days_later: int = 0) -> Any:
    entry = reminder_of(visit, CONCLUDED, CONCLUDED + timedelta(days=days_later))
    (found,) = Calendar.from_ical(calendar(entry, NOW, "911")).walk("VEVENT")
    return found


def test_the_reminder_is_for_the_day_a_week_later_and_rings() -> None:
    assert event()["DTSTART"].dt == CONCLUDED + timedelta(days=7)
    assert event()["DTSTAMP"].dt == NOW
    (alarm,) = event().walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(hours=9)


def test_each_result_has_one_id_however_often_and_late_its_reminder_is_saved() -> None:
    assert len({str(event(days_later=days)["UID"]) for days in range(30)}) == 1
    assert event("a")["UID"] != event("b")["UID"]
    assert "a" * 43 not in str(event("a" * 43)["UID"])


@pytest.mark.parametrize(("days_later", "in_days"), [(0, 7), (6, 7), (7, 14), (13, 14), (20, 21), (29, 35), (-1, 7)])
def test_the_reminder_is_for_a_day_to_come(days_later: int, in_days: int) -> None:
    assert event(days_later=days_later)["DTSTART"].dt == CONCLUDED + timedelta(days=in_days)


def test_a_later_copy_of_a_reminder_is_the_newer_one() -> None:
    assert event(days_later=20)["SEQUENCE"] > event(days_later=6)["SEQUENCE"]


def test_the_reminder_names_no_symptom_and_no_part_of_the_body() -> None:
    written = f"{event()['SUMMARY']} {event()['DESCRIPTION']}".lower()
    assert event()["SUMMARY"] == "Check in on how you feel"
    assert re.findall(r"\b(back|pain|spine|chest|leg|numb|fever|midback)\w*", written) == []
    labels = {WORDS.text(finding.lay) for finding in KNOWLEDGE.findings.values()}
    assert not [lay for lay in labels if lay.lower() in written]


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    encounters = open_encounters(f"sqlite:///{tmp_path / 'midback.db'}", KNOWLEDGE)
    with TestClient(create_app(encounters), base_url="http://midback.test", follow_redirects=False) as opened:
        yield opened


def begin(client: TestClient, *, urgent: bool = False, concluded: bool = True) -> None:
    """An encounter in the client's cookie."""
    encounters: Encounters = client.app.state.encounters  # type: ignore[attr-defined]  # the test client types its app as any callable
    token = encounters.begin(profile="us").token
    encounters.answer(token, "emergency_screen", Said(("chest",) if urgent else ()))
    if urgent:
        encounters.answer(token, "emergency_chest", Said(("fainted",)))
    if concluded:
        encounters.conclude(token)
    client.cookies.set(COOKIE, token)


@pytest.mark.parametrize("path", FILES)
def test_without_answers_there_is_nothing_to_take(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 410


@pytest.mark.parametrize("path", FILES)
def test_before_there_is_a_result_the_check_goes_on(client: TestClient, path: str) -> None:
    begin(client, concluded=False)
    response = client.get(path)
    assert (response.status_code, response.headers["location"]) == (303, "/check")


@pytest.mark.parametrize("path", [pytest.param(path, marks=LAID_OUT[path]) for path in FILES])
def test_a_file_is_saved_under_a_name_that_says_nothing(client: TestClient, path: str) -> None:
    begin(client)
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["content-disposition"] == f'attachment; filename="{path.split("/")[-1]}"'
    assert response.headers["cache-control"] == "no-store"
    assert response.content


def test_no_reminder_for_who_must_be_seen_now(client: TestClient) -> None:
    begin(client, urgent=True)
    assert client.get("/result/reminder.ics").status_code == 404
    page = client.get("/result").text
    assert "summary.pdf" in page
    assert "reminder.ics" not in page


@pytest.mark.slow
def test_the_result_offers_all_three(client: TestClient) -> None:
    begin(client)
    page = client.get("/result").text
    assert all(path in page for path in FILES)


def test_without_weasyprint_the_page_points_to_printing(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(client)
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    response = client.get("/result/summary.pdf")
    assert response.status_code == 503
    assert "use Print" in response.text


def test_who_finds_the_queue_full_is_told_what_to_do_and_when(client: TestClient) -> None:
    begin(client)
    client.app.state.turns = Turns(most=0)  # type: ignore[attr-defined]  # the test client types its app as any callable
    response = client.get("/result/summary.pdf")
    assert response.status_code == 503
    assert response.headers["retry-after"] == "60"
    assert "use Print" in response.text
    assert client.get("/result/summary.txt").status_code == 200


def test_what_the_person_was_unsure_of_is_told_from_what_was_not_asked(client: TestClient) -> None:
    encounters: Encounters = client.app.state.encounters  # type: ignore[attr-defined]  # the test client types its app as any callable
    token = encounters.begin().token
    encounters.answer(token, "emergency_screen", Said(not_sure=True))
    encounter = encounters.find(token)
    told = paper_of(load_words(), encounters, encounter, assess(KNOWLEDGE, encounters.case(encounter))).told
    assert any(flag.kind is Kind.UNSURE for flag in told.clinician.section("still_open").items)
