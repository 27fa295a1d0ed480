"""What a person can take along from a result: pages as PDF, facts as plain text, a reminder. Each is made anew."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from midback.encounter import Encounter
from midback.exchange.summary import as_text
from midback.knowledge.advice import PaperSize
from midback.terms import Urgency
from midback.web.kit.local_time import local
from midback.web.kit.paper import Paper, paper_of
from midback.web.kit.render import Renderer
from midback.web.kit.session import encounters_of, renderer_of, session_of, words_of
from midback.web.kit.turns import TooMany, Turns
from midback.web.result.reminder import calendar, reminder_of
from midback.words import say

SHEETS = ("tokens", "base", "print")
PARTS = ("for-clinician", "for-you", "at-home")
MOST_DRAFTS = 12
A_MINUTE = "60"
"""After how many seconds to ask again for a PDF when too many are waiting."""


@dataclass(frozen=True, slots=True)
class _Result:
    """A concluded encounter with what it comes to."""

    token: str
    encounter: Encounter
    concluded: datetime
    paper: Paper


def _result_of(request: Request) -> _Result | None:
    """The result that a request may take along, or None before there is one."""
    encounters, session = encounters_of(request), session_of(request)
    encounter = session.encounter
    if encounter.concluded is None:
        return None
    paper = paper_of(words_of(request, encounter.profile), encounters, encounter, session.visit.assessment)
    return _Result(session.token, encounter, encounter.concluded, paper)


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
    words = words_of(request, result.encounter.profile)
    return _file(as_text(result.paper.told.clinician, words), "text/plain", "summary.txt")


def reminder(request: Request) -> Response:
    """A calendar entry some weeks after the result; none for who must be seen today or now."""
    result = _result_of(request)
    if result is None:
        return _not_yet()
    if result.paper.told.urgency >= Urgency.SAME_DAY:
        raise HTTPException(404)
    now, number = encounters_of(request).now(), renderer_of(request).profile(result.encounter.profile).emergency_number
    entry = reminder_of(result.token, local(result.concluded).date(), local(now).date())
    return _file(calendar(entry, now, number), "text/calendar", "reminder.ics")


async def pdf(request: Request) -> Response:
    """The clinician's page and the person's pages as one PDF, or what to do where none can be made now or here."""
    result = await run_in_threadpool(_result_of, request)
    if result is None:
        return _not_yet()
    try:
        async with turns_of(request).turn(request.client.host if request.client else ""):
            if await request.is_disconnected():
                return Response(status_code=499)
            content = await run_in_threadpool(draw, renderer_of(request), result.paper)
    except TooMany:
        return _no_pdf(request, result, "busy", {"Retry-After": A_MINUTE})
    except (ImportError, OSError):
        return _no_pdf(request, result, "no_pdf", {})
    return _file(content, "application/pdf", "summary.pdf")


def turns_of(request: Request) -> Turns:
    """The queue of who waits for a PDF: each takes a second or two of computing."""
    turns: Turns = request.app.state.turns
    return turns


def _no_pdf(request: Request, result: _Result, why: str, headers: dict[str, str]) -> Response:
    """A page that leads back, and says what to do instead."""
    words = {"title": say(f"take_away.{why}_title"), "lead": say(f"take_away.{why}"), "back": say("take_away.back")}
    title = say("take_away.no_pdf_page")
    page = renderer_of(request).page
    response = page("summary/unavailable.html", result.encounter.profile, title=title, status=503, words=words)
    response.headers.update(headers)
    return response


def draw(renderer: Renderer, paper: Paper) -> bytes:
    """A tagged PDF (PDF/UA-1): one page for a clinician, then two at most for the person.

    Raises ImportError or OSError where WeasyPrint or the libraries below it aren't installed.
    """
    *_, last = ever_shorter(renderer, paper)
    content: bytes = last.write_pdf(pdf_variant="pdf/ua-1")
    return content


def ever_shorter(renderer: Renderer, paper: Paper) -> Iterator[Any]:
    """Documents with less and less on paper, until each part has its one page."""
    for _ in range(MOST_DRAFTS):
        document = laid_out(_html(renderer, paper), renderer.profile(paper.told.profile).paper)
        yield document
        too_long = [part for part, pages in pages_of(document).items() if pages > 1]
        if not too_long:
            return
        for part in too_long:
            paper = paper.shorter(part)


def _html(renderer: Renderer, paper: Paper) -> str:
    title = say("take_away.document")
    page = renderer.page("summary/document.html", paper.told.profile, title=title, paper=paper)
    return bytes(page.body).decode()


def laid_out(html: str, size: PaperSize) -> Any:
    """A page laid out on paper. It can load nothing: every style is given as text."""
    from weasyprint import HTML  # takes a second and needs pango, so only who asks for a PDF waits for it

    return HTML(string=html, url_fetcher=_nothing()).render(stylesheets=_sheets(size), pdf_variant="pdf/ua-1")


def pages_of(document: Any) -> dict[str, int]:
    """How many pages each part of a document has."""
    found = {part: [place for place, page in enumerate(document.pages) if part in page.anchors] for part in PARTS}
    starts = {part: places[0] for part, places in found.items() if places}
    ends = [*list(starts.values())[1:], len(document.pages)]
    return {part: end - start for (part, start), end in zip(starts.items(), ends, strict=True)}


def _nothing() -> Any:
    from weasyprint.urls import URLFetcher

    return URLFetcher(allowed_protocols=())


@cache
def _sheets(size: PaperSize) -> list[Any]:
    """The styles, read once: that takes half as long as to lay out a page."""
    from weasyprint import CSS

    folder = files("midback.web") / "static"
    styles = [(folder / f"{name}.css").read_text(encoding="utf-8") for name in SHEETS]
    return [CSS(string=style, url_fetcher=_nothing()) for style in (*styles, f"@page {{ size: {size} }}")]
