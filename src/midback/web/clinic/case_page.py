"""The pages of one case: as it stands, as it would be with what is typed, and what is said when it can't be shown."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from midback.encounter import DeskCase, Entry
from midback.encounter.conclusions import conclusion, left_out
from midback.errors import Fault
from midback.exchange.numerals import written
from midback.exchange.summary import as_text
from midback.exchange.told import Told
from midback.knowledge import DEFAULT_PROFILE
from midback.knowledge.roles import own_words
from midback.terms import Answer, Urgency
from midback.web.clinic import examination
from midback.web.clinic.at_desk import AtDesk, clinic_page
from midback.web.clinic.typed import Typed, seen_of
from midback.web.kit.paper import paper_of
from midback.web.kit.session import encounters_of, renderer_of, words_of
from midback.words import say, unit


def case_page(
    request: Request,
    at: AtDesk,
    case: DeskCase,
    typed: Typed | None = None,
    *,
    notes: Sequence[str] = (),
    faults: Sequence[Fault] = (),
    status: int = 200,
) -> Response:
    """The page of a case. With a form that wasn't kept it shows all that was typed, and concludes from it."""
    names = at.desk.names()
    told = _told(request, at, _with_typed(at, case, typed))
    return clinic_page(
        request,
        at,
        "clinic/case.html",
        status=422 if faults else status,
        case=case,
        decision=_decided(case, names),
        told=told,
        text=as_text(told.clinician, words_of(request, case.encounter.profile)),
        words=_own_words(at, case),
        left_out=_left_out(at, case),
        sheets=_sheets(at, case, typed, names),
        labels=at.words.group("clinic"),
        urgencies=sorted(Urgency, reverse=True),
        audit=at.desk.audit(case, names),
        notes=[*notes, *(_since(request, at, case, names) if typed is None else ())],
        faults=[{"field": fault.where, "message": fault.message} for fault in faults],
        seen=seen_of(case),
        owner=at.desk.mark(case.key),
        chosen=typed.urgency if typed else None,
        reason=typed.reason if typed else "",
        typed=_is_typed(case, typed),
        meanwhile=(),
    )


def preview_part(request: Request, at: AtDesk, case: DeskCase, typed: Typed) -> Response:
    """The conclusion from what is typed, or what stands in its way; and what others entered meanwhile."""
    if typed.faults:
        return _part(request, "clinic/faults.html", faults=typed.faults)
    told = _told(request, at, _with_typed(at, case, typed))
    meanwhile = list(_entered(at, case.examination.entries[typed.entries :], at.desk.names()))
    return _part(
        request,
        "clinic/conclusion.html",
        told=told,
        typed=_is_typed(case, typed),
        meanwhile=meanwhile,
    )


def case_gone(request: Request, at: AtDesk, key: str, typed: Typed | None = None) -> Response:
    """Why a case isn't shown, and what was typed, to copy: it is kept nowhere."""
    lines = list(_typed_lines(at, typed)) if typed else []
    return clinic_page(request, at, "clinic/gone.html", status=410, message=say(key), lines=lines)


def _with_typed(at: AtDesk, case: DeskCase, typed: Typed | None) -> DeskCase:
    if typed is None:
        return case
    merged = typed.merged(case)
    return at.desk.with_entry(case, merged.findings, merged.numbers)


def _is_typed(case: DeskCase, typed: Typed | None) -> bool:
    return typed is not None and not typed.merged(case).is_empty


def _told(request: Request, at: AtDesk, case: DeskCase) -> Told:
    words = words_of(request, case.encounter.profile)
    return paper_of(words, encounters_of(request), case.encounter, conclusion(at.desk.knowledge, case)).told


def _sheets(at: AtDesk, case: DeskCase, typed: Typed | None, names: Mapping[str, str]) -> tuple[examination.Sheet, ...]:
    knowledge = at.desk.knowledge
    if typed is None:
        return examination.sheets(knowledge, case.examination)
    return examination.as_typed(at.words, knowledge, typed.form, typed.seen(case), case.examination, names)


def _decided(case: DeskCase, names: Mapping[str, str]) -> str:
    """The decision that stands, in words; "" where there is none."""
    if case.decision is None:
        return ""
    return say(
        "desk.decided",
        name=examination.named(names, case.decision.account),
        when=examination.moment(case.decision.at),
        advised=say(f"urgency.{case.decision.advised.id}"),
    )


def _since(request: Request, at: AtDesk, case: DeskCase, names: Mapping[str, str]) -> Iterator[str]:
    """What others entered after the form was opened that was just saved."""
    since = request.query_params.get("since", "")
    if since.isascii() and since.isdecimal():
        yield from _entered(at, case.examination.entries[int(since[:6]) :], names)


def _entered(at: AtDesk, entries: Sequence[Entry], names: Mapping[str, str]) -> Iterator[str]:
    for entry in entries:
        if entry.account != at.account.id:
            what = "; ".join(_lines_of(at, entry))
            when = examination.moment(entry.at)
            yield say("desk.meanwhile", name=examination.named(names, entry.account), when=when, what=what)


def _lines_of(at: AtDesk, entry: Entry) -> Iterator[str]:
    knowledge = at.desk.knowledge
    words = {Answer.PRESENT: "found", Answer.ABSENT: "not_found", Answer.UNKNOWN: "not_looked"}
    for id, answer in entry.findings.items():
        if id in knowledge.findings:
            yield at.words.say("desk.line", what=knowledge.findings[id].label, value=say(f"clinic.{words[answer]}"))
    for id, number in entry.numbers.items():
        if id in knowledge.quantities:
            quantity = knowledge.quantities[id]
            value = say("desk.taken_out") if number is None else f"{written(number)} {unit(at.words, quantity.unit)}"
            yield at.words.say("desk.line", what=quantity.label, value=value)


def _typed_lines(at: AtDesk, typed: Typed) -> Iterator[str]:
    """What a form holds, field by field, in words."""
    knowledge = at.desk.knowledge
    said = {"yes": say("clinic.found"), "no": say("clinic.not_found")}
    for name, value in typed.lines:
        kind, id = name[:2], name[2:]
        if kind == examination.FINDING and id in knowledge.findings:
            yield at.words.say("desk.line", what=knowledge.findings[id].label, value=said.get(value, value))
        elif kind == examination.NUMBER and id in knowledge.quantities:
            yield at.words.say("desk.line", what=knowledge.quantities[id].label, value=value)
        else:
            yield say("desk.line", what=say("desk.decision") if name == "urgency" else name, value=value)


def _left_out(at: AtDesk, case: DeskCase) -> str:
    """What is told of findings and numbers that this content no longer takes; nothing where it takes all."""
    knowledge, numbers = at.desk.knowledge, case.examination.numbers
    what = [_measured(at, id, numbers[id]) if id in knowledge.quantities else id for id in left_out(knowledge, case)]
    return say("left_out.examined", what=", ".join(what)) if what else ""


def _measured(at: AtDesk, id: str, number: float) -> str:
    quantity = at.desk.knowledge.quantities[id]
    return f"{at.words.text(quantity.label)}: {written(number)} {unit(at.words, quantity.unit)}"


def _own_words(at: AtDesk, case: DeskCase) -> str:
    asked = own_words(at.desk.knowledge)
    said = case.encounter.responses.get(asked.id) if asked else None
    return said.text if said else ""


def _part(request: Request, template: str, **values: Any) -> Response:
    renderer = renderer_of(request)
    page = renderer.context(DEFAULT_PROFILE, title="")
    return HTMLResponse(renderer.templates(DEFAULT_PROFILE).get_template(template).render(page=page, **values))
