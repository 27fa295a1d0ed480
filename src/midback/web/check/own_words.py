"""In your own words: what somebody writes proposes findings, each with the words it came from, to confirm or not.

It is offered once, after the place of the pain, and can be left out. What isn't confirmed says nothing.
"""

from dataclasses import replace

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from midback.encounter.about import speaks_of_them
from midback.engine import Responses, Said
from midback.exchange.own_words import LONGEST, Proposal, proposals
from midback.web.check import addresses
from midback.web.kit.form import posted_if_any
from midback.web.kit.session import Session, check_form, encounters_of, renderer_of, session_of
from midback.words import say

QUESTION = "own_words"
AFTER = "where_worst"
TURNING = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e"))
"""Marks that turn the letters after them round, so that something else is read than was written."""


def is_due(responses: Responses) -> bool:
    """Is it time to offer this?"""
    return AFTER in responses and QUESTION not in responses


async def write(request: Request) -> Response:
    """Show the page to write on, or take what was written."""
    form = await posted_if_any(request)
    return await run_in_threadpool(_write, request, form)


def _write(request: Request, form: FormData | None) -> Response:
    session = session_of(request)
    said = session.encounter.responses.get(QUESTION, Said())
    if form is None:
        return _page(request, session, said, ())
    check_form(session, form)
    text = _plain(str(form.get("text", "")))
    if len(text) > LONGEST:
        return _page(request, session, replace(said, text=text), (), is_too_long=True)
    found = proposals(encounters_of(request).knowledge, text)
    named = {one.finding for one in found}
    kept = tuple(id for id in said.chosen if id in named)
    encounters_of(request).answer(session.token, QUESTION, Said(kept, text=text))
    going_on = addresses.goes_on(request)
    return RedirectResponse((addresses.words_to_confirm if found else addresses.check)(going_on), 303)


async def confirm(request: Request) -> Response:
    """Show what the words may mean, or take what was confirmed."""
    form = await posted_if_any(request)
    return await run_in_threadpool(_confirm, request, form)


def _confirm(request: Request, form: FormData | None) -> Response:
    session = session_of(request)
    if form is not None:
        check_form(session, form)
    said = session.encounter.responses.get(QUESTION)
    if said is None or not said.text:
        return RedirectResponse(addresses.words(addresses.goes_on(request)), 303)
    found = proposals(encounters_of(request).knowledge, said.text)
    if form is None:
        return _page(request, session, said, found)
    ticked = {str(choice) for choice in form.getlist("choice")}
    chosen = tuple(one.finding for one in found if one.finding in ticked)
    encounters_of(request).answer(session.token, QUESTION, replace(said, chosen=chosen))
    return RedirectResponse(addresses.check(addresses.goes_on(request)), 303)


def _plain(text: str) -> str:
    """What was written, line by line, without more space than it needs or marks that turn the reading round."""
    lines = [" ".join(line.split()) for line in text.translate(TURNING).splitlines()]
    return "\n".join(line for line in lines if line)


def _page(
    request: Request, session: Session, said: Said, found: tuple[Proposal, ...], *, is_too_long: bool = False
) -> Response:
    knowledge, going_on = encounters_of(request).knowledge, addresses.goes_on(request)
    return renderer_of(request).page(
        "words.html",
        session.encounter.profile,
        title=say("titles.question_error" if is_too_long else "titles.question"),
        status=422 if is_too_long else 200,
        csrf=session.csrf,
        question=knowledge.questions[QUESTION],
        they=speaks_of_them(session.encounter.responses),
        text=said.text,
        longest=f"{LONGEST:,}",
        errors=[{"field": "text", "message": _too_long(said.text)}] if is_too_long else [],
        proposals=[(knowledge.findings[one.finding], one.words, one.finding in said.chosen) for one in found],
        back_url=addresses.words(going_on) if found else addresses.question(AFTER, going_on),
        action=(addresses.words_to_confirm if found else addresses.words)(going_on),
    )


def _too_long(text: str) -> str:
    return say("errors.too_long", length=f"{len(text):,}", longest=f"{LONGEST:,}")
