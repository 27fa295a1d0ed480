"""What a person can take along from a result: pages as PDF, facts as plain text, a reminder. Each is made anew."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.resources import files
from threading import Lock
from typing import Any
from uuid import uuid4

from icalendar import Alarm, Calendar, Event
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from midback.encounter import Encounter
from midback.engine.assessment import Assessment, assess
from midback.exchange.summary import as_text
from midback.terms import Urgency
from midback.web.kit.paper import Paper, paper_of
from midback.web.kit.render import Renderer, of_100
from midback.web.kit.session import encounters_of, renderer_of, session_of
from midback.words import say

SHEETS = ("tokens", "base", "print")
LETTER = ("us",)
PARTS = ("for-clinician", "for-you", "at-home")
MOST_DRAFTS = 12
ONE_WEEK = timedelta(days=7)
AT_NINE = timedelta(hours=9)
_one_at_a_time = Lock()
"""A PDF costs a second of computing: nobody can make the server draw many at once."""


@dataclass(frozen=True, slots=True)
class _Result:
    """A concluded encounter with what it comes to."""

    encounter: Encounter
    concluded: datetime
    assessment: Assessment
    paper: Paper


def _result_of(request: Request) -> _Result | None:
    """The result that a request may take along, or None before there is one."""
    encounters, encounter = encounters_of(request), session_of(request).encounter
    if encounter.concluded is None:
        return None
    assessment = assess(encounters.knowledge, encounters.case(encounter))
    return _Result(encounter, encounter.concluded, assessment, paper_of(encounters, encounter, assessment))


def _file(content: bytes | str, kind: str, name: str) -> Response:
    """A file to save. Its name says nothing about the person: it stays in lists of downloads."""
    return Response(content, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _not_yet() -> Response:
    return RedirectResponse("/check", 303)


def text(request: Request) -> Response:
    """The summary to paste into a record."""
    result = _result_of(request)
    if result is None:
        return _not_yet()
    return _file(as_text(result.paper.summary, result.paper.labels, of_100), "text/plain", "summary.txt")


def reminder(request: Request) -> Response:
    """A calendar entry a week after the result; none for who must be seen today or now."""
    result = _result_of(request)
    if result is None:
        return _not_yet()
    if result.assessment.disposition.urgency >= Urgency.SAME_DAY:
        raise HTTPException(404)
    number = result.assessment.profile.emergency_number
    return _file(calendar(result.concluded.date(), datetime.now(UTC), number), "text/calendar", "reminder.ics")


def calendar(concluded: date, now: datetime, number: str) -> bytes:
    """A reminder for a whole day, at nine in the morning wherever the person is. It holds no answer."""
    event = Event()
    event.add("uid", str(uuid4()))
    event.add("dtstamp", now)
    event.add("dtstart", concluded + ONE_WEEK)
    event.add("summary", say("take_away.reminder"))
    event.add("description", say("take_away.reminder_text", number=number))
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    event.add_component(_alarm())
    whole = Calendar()
    whole.add("prodid", "-//Midback//Reminder//EN")
    whole.add("version", "2.0")
    whole.add_component(event)
    written: bytes = whole.to_ical()
    return written


def _alarm() -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", say("take_away.reminder"))
    alarm.add("trigger", AT_NINE)
    return alarm


def pdf(request: Request) -> Response:
    """The clinician's page and the person's pages as one PDF, or what to do where none can be made."""
    result = _result_of(request)
    if result is None:
        return _not_yet()
    try:
        content = draw(renderer_of(request), result.assessment, result.paper)
    except (ImportError, OSError):
        return _unavailable(request, result.encounter.profile)
    return _file(content, "application/pdf", "summary.pdf")


def _unavailable(request: Request, profile: str) -> Response:
    words = {name: say(f"take_away.{name}") for name in ("no_pdf_title", "no_pdf", "back")}
    title = say("take_away.no_pdf_page")
    return renderer_of(request).page("summary/unavailable.html", profile, title=title, status=503, words=words)


def draw(renderer: Renderer, assessment: Assessment, paper: Paper) -> bytes:
    """A tagged PDF (PDF/UA-1): one page for a clinician, then two at most for the person.

    Raises ImportError or OSError where WeasyPrint or the libraries below it aren't installed.
    """
    with _one_at_a_time:
        *_, last = ever_shorter(renderer, assessment, paper)
        content: bytes = last.write_pdf(pdf_variant="pdf/ua-1")
    return content


def ever_shorter(renderer: Renderer, assessment: Assessment, paper: Paper) -> Iterator[Any]:
    """Documents with less and less on paper, until each part has its one page."""
    for _ in range(MOST_DRAFTS):
        document = laid_out(_html(renderer, assessment, paper), assessment.profile.id)
        yield document
        too_long = [part for part, pages in pages_of(document).items() if pages > 1]
        if not too_long:
            return
        for part in too_long:
            paper = paper.shorter(part)


def _html(renderer: Renderer, assessment: Assessment, paper: Paper) -> str:
    title, profile = say("take_away.document"), assessment.profile.id
    page = renderer.page("summary/document.html", profile, title=title, assessment=assessment, paper=paper)
    return bytes(page.body).decode()


def laid_out(html: str, profile: str) -> Any:
    """A page laid out on paper. It can load nothing: every style is given as text."""
    from weasyprint import CSS, HTML  # takes a second and needs pango, so only who asks for a PDF waits for it
    from weasyprint.urls import URLFetcher

    nothing = URLFetcher(allowed_protocols=())
    sheets = [CSS(string=sheet, url_fetcher=nothing) for sheet in (*_sheets(), _size(profile))]
    return HTML(string=html, url_fetcher=nothing).render(stylesheets=sheets, pdf_variant="pdf/ua-1")


def pages_of(document: Any) -> dict[str, int]:
    """How many pages each part of a document has."""
    found = {part: [place for place, page in enumerate(document.pages) if part in page.anchors] for part in PARTS}
    starts = {part: places[0] for part, places in found.items() if places}
    ends = [*list(starts.values())[1:], len(document.pages)]
    return {part: end - start for (part, start), end in zip(starts.items(), ends, strict=True)}


@cache
def _sheets() -> tuple[str, ...]:
    folder = files("midback.web") / "static"
    return tuple((folder / f"{name}.css").read_text(encoding="utf-8") for name in SHEETS)


def _size(profile: str) -> str:
    """Letter where the profile's country uses it, else A4."""
    return f"@page {{ size: {'letter' if profile in LETTER else 'a4'} }}"
