"""The clinician's pages: the cases that were shared, one case with its examination, the decision, the trail."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from midback.encounter import DeskCase, Entry, Examination
from midback.errors import CaseError, Fault
from midback.exchange.numerals import written
from midback.exchange.summary import as_text
from midback.exchange.told import Told
from midback.terms import Urgency
from midback.web.clinic import examination
from midback.web.clinic.sign_in import LONGEST_LINK, Desk, clinic_of, desk_of
from midback.web.kit.form import posted
from midback.web.kit.paper import paper_of
from midback.web.kit.session import check_form, encounters_of, renderer_of, words_of
from midback.words import english, say


def cases(request: Request) -> Response:
    """The list of cases at this desk."""
    desk = desk_of(request)
    clinic = clinic_of(request)
    listed = [(case, clinic.assess(case)) for case in clinic.cases(desk.session)]
    return _page(request, desk, "clinic/cases.html", listed=listed)


async def open_link(request: Request) -> Response:
    """Take a link that a person gave: its address, or its last part."""
    form = await posted(request)
    return await run_in_threadpool(_open_link, request, form)


def _open_link(request: Request, form: FormData) -> Response:
    desk = desk_of(request)
    check_form(desk, form)
    case = clinic_of(request).open_share(desk.session, str(form.get("link", ""))[:LONGEST_LINK])
    return RedirectResponse(f"/clinic/case/{case.key}", 303)


def case(request: Request) -> Response:
    """One case."""
    desk = desk_of(request)
    return _case_page(request, desk, _case(request, desk))


async def examine(request: Request) -> Response:
    """Record what was found."""
    form = await posted(request)
    return await run_in_threadpool(_examine, request, form)


def _examine(request: Request, form: FormData) -> Response:
    desk = desk_of(request)
    check_form(desk, form)
    opened = _case(request, desk)
    try:
        filled = examination.changes(_read(request, form), opened.examination)
        clinic_of(request).examine(desk.session, opened.key, filled.findings, filled.numbers)
    except CaseError as error:
        return _case_page(request, desk, opened, faults=error.faults, typed=form)
    return RedirectResponse(f"/clinic/case/{opened.key}#conclusion", 303)


async def preview(request: Request) -> Response:
    """What the case would come to with what is typed, without recording it: a part of the page."""
    form = await posted(request)
    return await run_in_threadpool(_preview, request, form)


def _preview(request: Request, form: FormData) -> Response:
    desk = desk_of(request)
    check_form(desk, form)
    opened = _case(request, desk)
    try:
        filled = _read(request, form)
    except CaseError as error:
        return _part(request, "clinic/faults.html", faults=error.faults)
    typed = Entry(desk.account.id, opened.opened, filled.findings, filled.numbers)
    told = _told(request, replace(opened, examination=Examination((typed,))))
    return _part(request, "clinic/conclusion.html", told=told, typed=True)


async def decide(request: Request) -> Response:
    """Record how soon the person should be seen."""
    form = await posted(request)
    return await run_in_threadpool(_decide, request, form)


def _decide(request: Request, form: FormData) -> Response:
    desk = desk_of(request)
    check_form(desk, form)
    opened = _case(request, desk)
    try:
        urgency = _urgency(str(form.get("urgency", "")))
        clinic_of(request).decide(desk.session, opened.key, urgency, str(form.get("reason", "")))
    except CaseError as error:
        return _case_page(request, desk, opened, faults=error.faults, reason=str(form.get("reason", "")))
    return RedirectResponse(f"/clinic/case/{opened.key}#decision", 303)


def _urgency(id: str) -> Urgency:
    try:
        return Urgency.named(id)
    except ValueError:
        raise CaseError([Fault("urgency", 0, say("clinic.no_urgency"))]) from None


def _case(request: Request, desk: Desk) -> DeskCase:
    return clinic_of(request).case(desk.session, str(request.path_params["key"]))


def _read(request: Request, form: FormData) -> examination.Filled:
    return examination.read(encounters_of(request).knowledge, form)


def _told(request: Request, opened: DeskCase) -> Told:
    words = words_of(request, opened.encounter.profile)
    assessment = clinic_of(request).assess(opened)
    return paper_of(words, encounters_of(request), opened.encounter, assessment).told


def _case_page(
    request: Request,
    desk: Desk,
    opened: DeskCase,
    *,
    faults: Sequence[Fault] = (),
    reason: str = "",
    typed: FormData | None = None,
) -> Response:
    """The page of a case. After a fault in the examination it shows what was typed, so that nothing is lost."""
    told = _told(request, opened)
    sheets = examination.sheets(encounters_of(request).knowledge, opened.examination)
    return _page(
        request,
        desk,
        "clinic/case.html",
        status=422 if faults else 200,
        case=opened,
        told=told,
        text=as_text(told.clinician, words_of(request, opened.encounter.profile)),
        words=_own_words(opened),
        left_out=_left_out(request, opened),
        sheets=examination.as_typed(sheets, typed) if typed is not None else sheets,
        labels=english().group("clinic"),
        urgencies=sorted(Urgency, reverse=True),
        audit=clinic_of(request).audit(desk.session, opened.key),
        faults=[{"field": fault.where, "message": fault.message} for fault in faults],
        reason=reason,
        typed=False,
    )


def _left_out(request: Request, opened: DeskCase) -> str:
    """What is told of findings and numbers that this content no longer takes; nothing where it takes all."""
    ids = clinic_of(request).left_out(opened)
    knowledge, numbers = encounters_of(request).knowledge, opened.examination.numbers
    what = [
        f"{knowledge.quantities[id].label}: {written(numbers[id])} {knowledge.quantities[id].unit}"
        if id in knowledge.quantities
        else id
        for id in ids
    ]
    return say("left_out.examined", what=", ".join(what)) if what else ""


def _own_words(opened: DeskCase) -> str:
    said = opened.encounter.responses.get("own_words")
    return said.text[:300] if said else ""


def _page(request: Request, desk: Desk, template: str, *, status: int = 200, **values: Any) -> Response:
    title = say("clinic.title")
    page = renderer_of(request).page
    return page(template, "international", title=title, status=status, csrf=desk.csrf, desk=desk, **values)


def _part(request: Request, template: str, **values: Any) -> Response:
    renderer = renderer_of(request)
    page = renderer.context("international", title="")
    return HTMLResponse(renderer.templates.get_template(template).render(page=page, **values))
