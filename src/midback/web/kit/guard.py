"""What protects every request: headers, a limit on size, and no posts from other sites."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
CACHED = "public, max-age=3600"
NOT_CACHED = "no-store"


class Guard:
    """Refuses what is too large or posted from elsewhere; sets the same headers on every answer."""

    def __init__(self, app: ASGIApp, largest_body: int) -> None:
        self.app = app
        self.largest_body = largest_body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        reply = _with_headers(send, str(scope["path"]))
        if refusal := _refusal(scope, self.largest_body):
            await refusal(scope, receive, reply)
            return
        body = await _body(receive, self.largest_body)
        if body is None:
            await PlainTextResponse("That is too large to read here.", 413)(scope, receive, reply)
            return
        await self.app(scope, _again(body, receive), reply)


def _refusal(scope: Scope, largest_body: int) -> PlainTextResponse | None:
    headers = Headers(scope=scope)
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > largest_body:
        return PlainTextResponse("That is too large to read here.", 413)
    if scope["method"] == "POST" and _is_from_elsewhere(headers, str(scope.get("scheme", "http"))):
        return PlainTextResponse("This form was sent from another site. Open Midback and send it from there.", 403)
    return None


def _is_from_elsewhere(headers: Headers, scheme: str) -> bool:
    """Browsers say where a post comes from; what doesn't say is no browser, and has no cookie of ours to abuse."""
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = headers.get("origin")
    return origin is not None and origin.split("://", 1)[-1] != headers.get("host")


async def _body(receive: Receive, largest: int) -> bytes | None:
    """The whole body, or None as soon as it grows beyond the limit, whatever its header said."""
    body = b""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return body
        body += bytes(message.get("body", b""))
        if len(body) > largest:
            return None
        if not message.get("more_body", False):
            return body


def _again(body: bytes, receive: Receive) -> Receive:
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return waiting.pop() if waiting else await receive()

    return replay


def _with_headers(send: Send, path: str) -> Send:
    async def reply(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            headers["Cache-Control"] = CACHED if path.startswith("/static/") else NOT_CACHED
        await send(message)

    return reply
