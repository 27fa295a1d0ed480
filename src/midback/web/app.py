"""The whole web application, assembled in one place."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib.resources import files

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from midback.encounter import Accounts, Clinic, Encounters, Sharing
from midback.knowledge import shipped
from midback.records import StoreError
from midback.web import gallery
from midback.web.api.app import create_api
from midback.web.check import own_words, stop
from midback.web.check import questions as check
from midback.web.check import start as visit
from midback.web.clinic import account, case, cases, sign_in
from midback.web.kit import errors
from midback.web.kit.address import public_address
from midback.web.kit.caught import Caught
from midback.web.kit.guard import Guard
from midback.web.kit.local_time import LocalTime
from midback.web.kit.pace import Pace, allowed_a_minute
from midback.web.kit.render import Renderer
from midback.web.kit.session import encounters_of
from midback.web.kit.speech import Speech
from midback.web.kit.turns import Turns
from midback.web.kit.writers import Writers
from midback.web.learn import pages as learn
from midback.web.result import pages as result
from midback.web.result import sharing, takeaway
from midback.words import Words

PURGE_EVERY = 600
"""Seconds."""
LARGEST_BODY = 128 * 1024
SMALLEST_COMPRESSED = 1024
"""Bytes; a shorter answer fits into one packet as it is."""

_log = logging.getLogger("midback")


PAGES = (
    Route("/", visit.start),
    Route("/begin", visit.begin, methods=["POST"]),
    Route("/check", check.proceed),
    Route("/check/question/{id}", check.question, methods=["GET", "POST"]),
    Route("/check/words", own_words.write, methods=["GET", "POST"]),
    Route("/check/words/confirm", own_words.confirm, methods=["GET", "POST"]),
    Route("/check/stop", stop.stop),
    Route("/leave", stop.leave, methods=["POST"]),
    Route("/check/answers", check.answers),
    Route("/result", result.result, methods=["GET", "POST"]),
    Route("/share", sharing.share, methods=["GET", "POST"]),
    Route("/share/revoke", sharing.revoke, methods=["POST"]),
    Route("/share/take-back", sharing.take_back, methods=["POST"]),
    Route("/s", sign_in.landing),
    Route("/s/{token}", sign_in.landing),
    Route("/clinic", cases.cases),
    Route("/clinic/sign-in", sign_in.sign_in, methods=["GET", "POST"]),
    Route("/clinic/sign-out", sign_in.sign_out, methods=["POST"]),
    Route("/clinic/account", account.account),
    Route("/clinic/account/password", account.change_password, methods=["POST"]),
    Route("/clinic/account/sign-out-everywhere", account.sign_out_everywhere, methods=["POST"]),
    Route("/clinic/open", cases.open_link, methods=["POST"]),
    Route("/clinic/case/{key}", case.case),
    Route("/clinic/case/{key}/examine", case.examine, methods=["POST"]),
    Route("/clinic/case/{key}/preview", case.preview, methods=["POST"]),
    Route("/clinic/case/{key}/decide", case.decide, methods=["POST"]),
    Route("/result/summary.pdf", takeaway.pdf),
    Route("/result/summary.txt", takeaway.text),
    Route("/result/reminder.ics", takeaway.reminder),
    Route("/keep", visit.keep, methods=["POST"]),
    Route("/delete", visit.delete, methods=["GET", "POST"]),
    Route("/learn", learn.index),
    Route("/learn/{shelf}", learn.shelf),
    Route("/learn/{shelf}/{id}", learn.item),
    Route("/how-it-works", learn.method),
    Route("/privacy", learn.privacy),
)
"""What is answered, in the order in which it is looked for."""


def create_app(encounters: Encounters, words: Words | None = None, *, development: bool = False) -> Starlette:
    """Pages at /, the JSON API at /api, files at /static; in development every component at /components.

    `words` says what the encounters' knowledge means; by default those of the content that Midback ships with.
    """
    words = words or shipped().words
    app = Starlette(
        routes=[
            *([Route("/components", gallery.components)] if development else []),
            *PAGES,
            Route("/healthz", healthz),
            Mount("/api", create_api(encounters.knowledge, words), name="api"),
            Mount("/static", StaticFiles(directory=str(files("midback.web") / "static")), name="static"),
        ],
        middleware=_around(words),
        exception_handlers={**errors.HANDLERS, **sign_in.HANDLERS},
        lifespan=_deleting_what_has_ended,
    )
    app.state.encounters = encounters
    app.state.accounts = Accounts(encounters.database)
    app.state.shares = Sharing(encounters)
    app.state.clinic = Clinic(encounters, app.state.accounts)
    app.state.turns = Turns()
    app.state.renderer = Renderer(encounters.knowledge, words)
    return app


def _around(words: Words) -> list[Middleware]:
    """What every request passes, from the outside in."""
    return [
        Middleware(GZipMiddleware, minimum_size=SMALLEST_COMPRESSED),
        Middleware(Speech, words=words),
        Middleware(Guard, largest_body=LARGEST_BODY, public=public_address()),
        Middleware(Pace, a_minute=allowed_a_minute()),
        Middleware(Caught, page=errors.broken),
        Middleware(Writers),
        Middleware(LocalTime),
    ]


def healthz(request: Request) -> Response:
    """Does this server answer, and its database? For whatever watches over it; it says nothing of anybody."""
    try:
        encounters_of(request).database.check_it_answers()
    except StoreError as error:
        return PlainTextResponse(type(error).__name__, 503)
    return PlainTextResponse("ok")


@asynccontextmanager
async def _deleting_what_has_ended(app: Starlette) -> AsyncIterator[None]:
    """Delete encounters whose time has ended, at the start and every ten minutes."""
    task = asyncio.create_task(_purge_for_ever(app.state.encounters))
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    app.state.encounters.close()


async def _purge_for_ever(encounters: Encounters) -> None:
    """A time that fails is told by its kind and tried again at the next: what has ended never stays for good."""
    while True:
        try:
            await run_in_threadpool(encounters.purge)
        except Exception as error:  # noqa: BLE001 - no error may end this for good
            _log.error("%s while deleting what has ended; it is tried again later", type(error).__name__)
        await asyncio.sleep(PURGE_EVERY)
