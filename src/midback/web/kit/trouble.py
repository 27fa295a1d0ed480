"""Pages for when answers can't be read or kept for now: what was kept, what wasn't, and a way to send it again.

What a driver or a key needs is for whoever runs the server and goes to the log; the person is told what it means.
"""

import logging

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from midback.knowledge import DEFAULT_PROFILE
from midback.records import StoreError, Unreadable
from midback.web.kit.form import END, posted_if_any
from midback.web.kit.session import renderer_of
from midback.words import say

SOON, LATER = 60, 600
"""Seconds after which to try again: what passes by itself, and what somebody has to mend."""
SIGN_IN, PASSWORD = "/clinic/sign-in", "/clinic/account/password"
DELETE, CLINIC = "/delete", "/clinic"
READING = ("GET", "HEAD")
ENDING = ("csrf", END)
"""The fields that every form of ours ends in."""

_log = logging.getLogger("midback")


async def troubled(request: Request, error: Exception) -> Response:
    """The database can't be used. The browser keeps its cookie, and what was typed stands ready to be sent again."""
    fault = error if isinstance(error, StoreError) else StoreError()
    note_fault(request, fault)
    headers = {"Retry-After": str(seconds_after(fault))}
    if request.url.path.endswith("/preview"):
        return PlainTextResponse(say("trouble.preview"), 503, headers)
    may_delete = isinstance(fault, Unreadable) and not request.url.path.startswith(CLINIC)
    lead, form = say(f"trouble.{_key(request, fault)}"), await posted_if_any(request)
    response = sent_again(request, lead, form, status=503, may_delete=may_delete)
    response.headers.update(headers)
    return response


def sent_again(
    request: Request, lead: str, form: FormData | None, *, status: int, may_delete: bool = False
) -> Response:
    """A page that says why a form wasn't taken, with all its fields to be sent again; none of a password's."""
    again = _again(request, form)
    return renderer_of(request).page(
        "trouble.html",
        DEFAULT_PROFILE,
        title=say("trouble.title"),
        status=status,
        lead=lead,
        go_on=CLINIC if request.url.path.startswith(CLINIC) else "/check",
        again=[(name, value) for name, value in again.multi_items() if name not in ENDING],
        proof=again.get("csrf", ""),
        action=request.url.path + (f"?{request.url.query}" if request.url.query else ""),
        may_delete=may_delete,
    )


def note_fault(request: Request, fault: StoreError) -> None:
    """One line for whoever runs the server."""
    _log.error("%s while answering %s: %s", type(fault).__name__, route_of(request), fault)


def seconds_after(fault: StoreError) -> int:
    """When to try again."""
    return SOON if fault.passing else LATER


def route_of(request: Request) -> str:
    """The route as it is declared, such as /check/question/{id}: an address itself could name an answer."""
    return str(getattr(request.scope.get("route"), "path", "?"))


def act_of(request: Request) -> str:
    """What the request was for: reading, keeping, deleting or signing in."""
    if request.method in READING:
        return "reading"
    return {DELETE: "deleting", SIGN_IN: "signing_in"}.get(request.url.path, "keeping")


def _key(request: Request, fault: StoreError) -> str:
    act = act_of(request)
    if isinstance(fault, Unreadable) and act == "reading":
        return "case_unreadable" if request.url.path.startswith(CLINIC) else "unreadable"
    return f"{act}_perhaps" if fault.doubtful and act != "reading" else act


def _again(request: Request, form: FormData | None) -> FormData:
    """The fields to send again, hidden in the page; none for a password, which is never sent back."""
    return FormData() if form is None or request.url.path in (SIGN_IN, PASSWORD) else form
