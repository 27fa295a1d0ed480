"""In your own words: what somebody writes proposes findings, each with the words it came from, to confirm or not.

It is offered once, after the place of the pain, and can be left out. What isn't confirmed says nothing.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from midback.engine import Said
from midback.exchange.about import speaks_of_them
from midback.exchange.own_words import LONGEST, Proposal, proposals
from midback.knowledge.base import Question
from midback.knowledge.roles import own_words
from midback.records import Gone, Moved
from midback.web.check import addresses, meanwhile
from midback.web.check.next_page import next_page
from midback.web.kit.errors import gone
from midback.web.kit.form import Refused, asking_or_posting, posted_if_any
from midback.web.kit.mark import check_form
from midback.web.kit.onward import onward
from midback.web.kit.session import Session, encounters_of, renderer_of, session_of, words_of
from midback.words import say

TURNING = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e"))
"""Marks that turn the letters after them round, so that something else is read than was written."""


async def write(request: Request) -> Response:
    """Show the page to write on, or take what was written."""
    form = await posted_if_any(request)
    try:
        return await run_in_threadpool(_write, request, form)
    except Gone as error:
        return await run_in_threadpool(gone, request, error, str(form.get("text", "")) if form else "")


def _write(request: Request, form: FormData | None) -> Response:
    session = session_of(request)
    said = _said(session)
    if form is None:
        return _page(request, session, said, ())
    text = _plain(str(form.get("text", "")))
    typed = replace(said, text=text)
    try:
        check_form(session, form)
    except Refused:
        return _page(request, session, typed, (), note=say("meanwhile.old_check"), status=403)
    if len(text) > LONGEST:
        return _page(request, session, typed, (), is_too_long=True, status=422)
    found = _found(session, text)
    named = {one.finding for one in found}
    return _recorded(request, session, form, Said(tuple(id for id in said.chosen if id in named), text=text), found)


def _recorded(
    request: Request,
    session: Session,
    form: FormData,
    said: Said,
    found: tuple[Proposal, ...],
    *,
    is_last: bool = False,
) -> Response:
    """Record what was written or confirmed, unless it would undo what was written elsewhere meanwhile."""
    going, question = onward(request), _question(session).id
    while True:
        if meanwhile.is_undone(session.visit, form, {question: said}):
            note = meanwhile.note(words_of(request, session.encounter.profile), session.visit, question)
            return _page(request, session, said, found if is_last else (), note=note, status=409)
        with suppress(Moved):
            visit = session.visit.answer(question, said)
            to_confirm = found and not is_last
            after = addresses.words_to_confirm(going) if to_confirm else next_page(visit, going=going)
            return RedirectResponse(after, 303)
        session = session_of(request)


@asking_or_posting
def confirm(request: Request, form: FormData | None) -> Response:
    """Show what the words may mean, or take what was confirmed."""
    session = session_of(request)
    if form is not None:
        check_form(session, form)
    said = _said(session)
    if not said.text:
        return RedirectResponse(addresses.words(onward(request)), 303)
    found = _found(session, said.text)
    if form is None:
        return _page(request, session, said, found)
    ticked = {str(choice) for choice in form.getlist("choice")}
    chosen = tuple(one.finding for one in found if one.finding in ticked)
    if gone := sorted(ticked - set(chosen)):
        note = _not_there_any_more(request, session, gone)
        return _page(request, session, replace(said, chosen=chosen), found, note=note, status=409)
    return _recorded(request, session, form, replace(said, chosen=chosen), found, is_last=True)


def _not_there_any_more(request: Request, session: Session, ticked: Sequence[str]) -> str:
    """What was ticked on a page whose words, or what they may mean, have changed since."""
    words, known = words_of(request, session.encounter.profile), encounters_of(request).knowledge.findings
    what = [words.text(known[id].lay) if id in known else " ".join(id.split("_")) for id in ticked]
    return words.say("meanwhile.other_words", what="; ".join(what))


def _found(session: Session, text: str) -> tuple[Proposal, ...]:
    """What the words may mean of the person whom the check is about."""
    knowledge = session.visit.encounters.knowledge
    return proposals(knowledge, text, of_them=speaks_of_them(knowledge, session.encounter.responses))


def _question(session: Session) -> Question:
    """The question that is answered here. Raises HTTPException where the content asks nothing in writing."""
    if (asked := own_words(session.visit.encounters.knowledge)) is None:
        raise HTTPException(404)
    return asked


def _said(session: Session) -> Said:
    return session.encounter.responses.get(_question(session).id, Said())


def _plain(text: str) -> str:
    """What was written, line by line, without more space than it needs or marks that turn the reading round."""
    lines = [" ".join(line.split()) for line in text.translate(TURNING).splitlines()]
    return "\n".join(line for line in lines if line)


def _page(
    request: Request,
    session: Session,
    said: Said,
    found: tuple[Proposal, ...],
    *,
    is_too_long: bool = False,
    note: str = "",
    status: int = 200,
) -> Response:
    knowledge, going, question = encounters_of(request).knowledge, onward(request), _question(session)
    return renderer_of(request).page(
        "words.html",
        session.encounter.profile,
        title=say("titles.question_error" if is_too_long else "titles.question"),
        status=status,
        csrf=session.csrf,
        question=question,
        they=speaks_of_them(knowledge, session.encounter.responses),
        text=said.text,
        longest=f"{LONGEST:,}",
        note=note,
        seen=meanwhile.seen_of(session.visit, question.id),
        errors=[{"field": "text", "message": _too_long(said.text)}] if is_too_long else [],
        proposals=[(knowledge.findings[one.finding], one.words, one.finding in said.chosen) for one in found],
        back_url=addresses.words(going) if found else addresses.check(going),
        action=(addresses.words_to_confirm if found else addresses.words)(going),
    )


def _too_long(text: str) -> str:
    return say("errors.too_long", length=f"{len(text):,}", longest=f"{LONGEST:,}")
