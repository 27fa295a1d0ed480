"""One case at the desk: what is sent is held against what the form had shown, and kept, or shown again with the reason.

Examination and decision are one form, so that neither takes the other away. Nothing that was typed is lost: not where
somebody else changed the same, not where the session ended, not where the case has gone.
"""

from collections.abc import Callable
from hmac import compare_digest

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from midback.encounter import DeskCase, SignedOut
from midback.encounter.conclusions import conclusion
from midback.encounter.desk import checked
from midback.encounter.held import HeldForm
from midback.errors import CaseError, Fault
from midback.knowledge import DEFAULT_PROFILE
from midback.records import Full, Gone, Moved
from midback.terms import Urgency
from midback.web.clinic.at_desk import AtDesk, clinic_of, desk_of, opened
from midback.web.clinic.case_page import case_gone, case_page, preview_part
from midback.web.clinic.sign_in_page import Waiting, sign_in_page
from midback.web.clinic.typed import Typed, no_urgency, read
from midback.web.kit.form import Refused, posting
from midback.web.kit.mark import check_form
from midback.web.kit.session import encounters_of, words_of
from midback.words import say

Act = Callable[[Request, AtDesk, DeskCase, Typed], Response]


def case(request: Request) -> Response:
    """One case. That it was looked at is noted in the trail."""
    at = desk_of(request)
    opened_case = at.desk.case(_key(request))
    at.desk.note_view(opened_case)
    return case_page(request, at, opened_case)


@posting
def examine(request: Request, form: FormData) -> Response:
    """Record what was found."""
    return _taken(request, form, _examine)


@posting
def decide(request: Request, form: FormData) -> Response:
    """Record what was found, and how soon the person should be seen."""
    return _taken(request, form, _decide)


def held_page(request: Request, session: str, sealed: str) -> Response:
    """The form that was sent after an earlier session had ended, for whom it was made, and not kept yet."""
    at, held = opened(request, session), clinic_of(request).unseal(sealed)
    typed = read(at.words, encounters_of(request).knowledge, FormData(list(held.fields))) if held else None
    if held is None or typed is None:
        return case_gone(request, at, "desk.held_of_another")
    if not _is_owner(at, held.case, typed):
        return sign_in_page(request, Waiting(held=sealed), note=say("desk.held_of_another"), status=403)
    try:
        return case_page(request, at, at.desk.case(held.case), typed, notes=[say("desk.signed_in_again")])
    except Gone:
        return case_gone(request, at, "desk.gone_while_typing", typed)


def _taken(request: Request, form: FormData, act: Act) -> Response:
    """Act on what was typed, or say why not and show it again."""
    typed = read(words_of(request, DEFAULT_PROFILE), encounters_of(request).knowledge, form)
    try:
        at = desk_of(request)
    except SignedOut:
        held = clinic_of(request).seal(HeldForm(_key(request), typed.fields))
        return sign_in_page(request, Waiting(held=held), note=say("desk.session_over"), status=403)
    try:
        return _marked(request, at, typed, act)
    except Gone:
        if not _is_owner(at, _key(request), typed):
            check_form(at, form)
        return case_gone(request, at, "desk.gone_while_typing", typed)


def _marked(request: Request, at: AtDesk, typed: Typed, act: Act) -> Response:
    """A form of an earlier session of the same clinician isn't acted on, but comes back as it was typed."""
    try:
        check_form(at, typed.form)
    except Refused:
        if not _is_owner(at, _key(request), typed):
            raise
        notes = [say("desk.signed_in_again")]
        return case_page(request, at, at.desk.case(_key(request)), typed, notes=notes, status=403)
    return _acted(request, at, typed, act)


def _acted(request: Request, at: AtDesk, typed: Typed, act: Act) -> Response:
    """Look again as often as somebody else adds to the case between looking and writing."""
    while True:
        opened_case = at.desk.case(_key(request))
        try:
            return act(request, at, opened_case, typed)
        except Moved:
            continue
        except Full as error:
            return case_page(request, at, opened_case, typed, notes=[say("desk.full", why=str(error))], status=409)


def _examine(request: Request, at: AtDesk, opened_case: DeskCase, typed: Typed) -> Response:
    if typed.faults:
        return case_page(request, at, opened_case, typed, faults=typed.faults)
    merged = typed.merged(opened_case)
    if merged.is_clash:
        return case_page(request, at, opened_case, typed, notes=[say("desk.clash")], status=409)
    after = at.desk.examine(opened_case, merged.findings, merged.numbers)
    if typed.has_draft:
        return case_page(request, at, after, typed.decision_alone(after), notes=[say("desk.not_decided")])
    return _back(opened_case, typed, "conclusion")


def _decide(request: Request, at: AtDesk, opened_case: DeskCase, typed: Typed) -> Response:
    if typed.faults or typed.urgency is None:
        return case_page(request, at, opened_case, typed, faults=(*typed.faults, *no_urgency(typed)))
    merged = typed.merged(opened_case)
    if _is_repeated(at, opened_case, typed) and merged.is_empty:
        return _back(opened_case, typed, "decision")
    with_typed = at.desk.with_entry(opened_case, merged.findings, merged.numbers)
    advised = conclusion(at.desk.knowledge, with_typed).disposition.urgency
    if notes := _changed(opened_case, typed, advised, is_clash=merged.is_clash):
        return case_page(request, at, opened_case, typed, notes=notes, status=409)
    try:
        checked(typed.urgency, advised, typed.reason)
    except CaseError as error:
        return case_page(request, at, opened_case, typed, faults=_as_sentences(error))
    after = at.desk.examine(opened_case, merged.findings, merged.numbers)
    at.desk.decide(after, advised, typed.urgency, typed.reason)
    return _back(opened_case, typed, "decision")


def _changed(opened_case: DeskCase, typed: Typed, advised: Urgency, *, is_clash: bool) -> list[str]:
    """What has changed since the form was shown, so that whoever decided should look again."""
    other_advice = typed.advised not in ("", advised.id) and typed.urgency is not advised
    return [
        *([say("desk.clash")] if is_clash else []),
        *([say("desk.decided_meanwhile")] if len(opened_case.decisions) > typed.decisions else []),
        *([say("desk.other_advice", advised=say(f"urgency.{advised.id}"))] if other_advice else []),
    ]


def _is_repeated(at: AtDesk, opened_case: DeskCase, typed: Typed) -> bool:
    """Was the same button pressed twice?"""
    last = opened_case.decision
    if last is None or len(opened_case.decisions) <= typed.decisions:
        return False
    return (last.account, last.urgency, last.reason) == (at.account.id, typed.urgency, typed.reason.strip())


def _as_sentences(error: CaseError) -> list[Fault]:
    return [Fault(fault.where, 0, say("desk.reason", what=fault.message)) for fault in error.faults]


def _back(opened_case: DeskCase, typed: Typed, place: str) -> Response:
    """To the page; it tells what others entered since the form was shown, if they did."""
    moved = len(opened_case.examination.entries) > typed.entries
    since = f"?since={typed.entries}" if moved else ""
    return RedirectResponse(f"/clinic/case/{opened_case.key}{since}#{place}", 303)


@posting
def preview(request: Request, form: FormData) -> Response:
    """What the case would come to with what is typed, without recording it: a part of the page."""
    try:
        at = desk_of(request)
        check_form(at, form)
    except (SignedOut, Refused):
        return PlainTextResponse(say("desk.preview_signed_out"), 403)
    typed = read(at.words, at.desk.knowledge, form)
    return preview_part(request, at, at.desk.case(_key(request)), typed)


def _key(request: Request) -> str:
    return str(request.path_params["key"])


def _is_owner(at: AtDesk, key: str, typed: Typed) -> bool:
    return compare_digest(typed.owner.encode(), at.desk.mark(key).encode())
