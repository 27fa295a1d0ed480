"""What protects every request: its address, its size, that it is whole, no posts from other sites; and headers."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from midback.errors import CaseError
from midback.text_gate import admit
from midback.web.kit.address import Address, address_in, asked_for, counted_as, is_served
from midback.words import say

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
BY_HTTPS_ALONE = "max-age=31536000"
CACHED = "public, max-age=3600"
NOT_CACHED = "no-store"
MOST_UNDER_WAY = 100
"""Requests of one address that are answered at the same time."""


class Guard:
    """Refuses what is too large, cut off, for another address or posted from elsewhere; sets headers on every answer.

    `public` is the address of this server; without one it answers to this machine's own names alone.
    """

    def __init__(self, app: ASGIApp, largest_body: int, public: Address | None = None) -> None:
        self.app = app
        self.largest_body = largest_body
        self.public = public
        self.under_way = UnderWay()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        asked = asked_for(headers.getlist("host"), str(scope.get("scheme", "http")))
        address = self.public or asked
        reply = _with_headers(send, str(scope["path"]), is_secure=address is not None and address.is_secure)
        with self.under_way.one_of(str((scope.get("client") or ("",))[0])) as is_one_too_many:
            if is_one_too_many:
                await _said(503, "crowded", {"Retry-After": "5"})(scope, receive, reply)
            elif asked is None or address is None or not is_served(asked, self.public):
                await _said(400, "host")(scope, receive, reply)
            elif refusal := _refusal(scope, headers, address, self.largest_body):
                await refusal(scope, receive, reply)
            else:
                scope.setdefault("state", {})["address"] = address
                await self._whole(scope, receive, reply, headers.get("content-length"))

    async def _whole(self, scope: Scope, receive: Receive, reply: Send, announced: str | None) -> None:
        """Hand the request on once all of it is here. A client that left before that gets no answer."""
        try:
            body = await _body(receive, self.largest_body)
        except _CutOff:
            return
        if body is None:
            await _said(413, "too_large")(scope, receive, reply)
        elif announced is not None and int(announced) != len(body):
            await _said(400, "cut_off")(scope, receive, reply)
        else:
            await self.app(scope, _again(body, receive), reply)


class UnderWay:
    """How many requests of each address are being answered."""

    def __init__(self) -> None:
        self._count: Counter[str] = Counter()

    @contextmanager
    def one_of(self, peer: str) -> Iterator[bool]:
        """Count one while it lasts; True where there are too many already."""
        key = counted_as(peer)
        self._count[key] += 1
        try:
            yield self._count[key] > MOST_UNDER_WAY
        finally:
            self._count[key] -= 1
            if not self._count[key]:
                del self._count[key]


class _CutOff(Exception):
    """The connection ended before the request did."""


def _said(status: int, key: str, headers: dict[str, str] | None = None) -> PlainTextResponse:
    return PlainTextResponse(say(f"refused.{key}"), status, headers)


def _refusal(scope: Scope, headers: Headers, address: Address, largest_body: int) -> PlainTextResponse | None:
    length = headers.get("content-length", "0")
    if not (length.isascii() and length.isdecimal()) or int(length) > largest_body:
        return _said(413, "too_large")
    if "transfer-encoding" in headers and "content-length" in headers:
        return _said(400, "kind", {"Connection": "close"})
    if not _is_readable(str(scope["path"])):
        return _said(400, "signs")
    if scope["method"] not in ("GET", "HEAD", "OPTIONS") and _is_from_elsewhere(headers, address):
        return _said(403, "elsewhere")
    return None


def _is_readable(path: str) -> bool:
    try:
        return bool(admit(path))
    except CaseError:
        return False


def _is_from_elsewhere(headers: Headers, address: Address) -> bool:
    """Browsers say where a post comes from; what doesn't say is no browser, and has no cookie of ours to abuse."""
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return True
    origins = headers.getlist("origin")
    return any(address_in(one) != address for one in origins)


async def _body(receive: Receive, largest: int) -> bytes | None:
    """The whole body, or None as soon as it grows beyond the limit, whatever its header said."""
    body = b""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise _CutOff
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


def _with_headers(send: Send, path: str, is_secure: bool) -> Send:
    async def reply(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            headers["Cache-Control"] = CACHED if path.startswith("/static/") else NOT_CACHED
            if is_secure:
                headers["Strict-Transport-Security"] = BY_HTTPS_ALONE
        await send(message)

    return reply
