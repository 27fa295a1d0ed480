"""Bodies of the API: JSON in UTF-8 alone, each key once, every text through the gate, before the shape is looked at."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from midback import strict_json
from midback.errors import CaseError, Fault
from midback.web.kit.form import is_text_of

KIND = "application/json"


class Unreadable(CaseError):
    """A body that is no JSON, or JSON with two meanings. Its faults repeat nothing that was sent but a key's name."""


class WrongKind(CaseError):
    """A body of another kind or in another encoding."""


class _Read(Request):
    """A request whose body was read already."""

    body_read: object = None

    async def json(self) -> Any:
        """What was read."""
        return self.body_read


class StrictRoute(APIRoute):
    """A route whose body is read by the same strict reader as files. A body that is left out is left to the shape."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The framework's own handler, given a body that was read."""
        handle = super().get_route_handler()

        async def strictly(request: Request) -> Response:
            read = _Read(request.scope, request.receive)
            body = await read.body()
            if body:
                read.body_read = _value(request, body)
            return await handle(read)

        return strictly


def _value(request: Request, body: bytes) -> object:
    if not is_text_of(request.headers.get("content-type", ""), KIND):
        raise WrongKind([Fault("body", 0, f"send it as {KIND} in UTF-8, and say so in Content-Type")])
    try:
        return strict_json.read(body, "body")
    except CaseError as error:
        raise Unreadable(error.faults) from None
