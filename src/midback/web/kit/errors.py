"""Pages for what went wrong: what happened and what to do next, without a trace."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from midback.errors import CaseError, RecordError, UnknownId
from midback.web.kit.form import Refused
from midback.web.kit.session import forget, renderer_of

_log = logging.getLogger("midback")


def _page(request: Request, status: int, message: str = "") -> Response:
    return renderer_of(request).page(
        "error.html", "international", title="Midback", status=status, code=status, message=message
    )


def gone(request: Request, _error: Exception) -> Response:
    """The answers of this browser were deleted, or their time is over."""
    response = renderer_of(request).page("gone.html", "international", title="Midback", status=410, deleted=False)
    forget(response, request)
    return response


def _refused(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 400
    return _page(request, status, str(error.detail) if isinstance(error, Refused) else "")


def _unreadable(request: Request, _error: Exception) -> Response:
    return _page(request, 422)


def _broken(request: Request, error: Exception) -> Response:
    """Only the kind of error is logged: its words could hold what a person typed."""
    _log.error("%s while answering %s", type(error).__name__, request.scope.get("route", ""))
    return _page(request, 500)


HANDLERS: Mapping[Any, Callable[[Request, Exception], Response]] = {
    RecordError: gone,
    UnknownId: _unreadable,
    CaseError: _unreadable,
    HTTPException: _refused,
    500: _broken,
}
