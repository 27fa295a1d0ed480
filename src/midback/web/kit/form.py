"""The one reader of forms: of one kind, in one encoding, whole, and each field with one meaning.

A form ends in a field of its own (`form_end` in components/form): what was cut off on its way has lost it and is
refused, so that half of an answer is never taken for the whole.
"""

from collections.abc import Awaitable, Callable
from email.message import Message
from functools import wraps
from urllib.parse import unquote_to_bytes

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from midback.errors import CaseError
from midback.text_gate import decode, without_refused
from midback.words import say

END, WHOLE = "end", "whole"
KIND = "application/x-www-form-urlencoded"
MOST_FIELDS = 2000
REPEATED = frozenset({"choice", "spread"})
"""Fields that are lists of ticked boxes; of every other there is one."""


NOTHING = FormData()


class Refused(HTTPException):
    """A request that is answered with a page that says why: the sentence with this key.

    `mended` is the form as it could be taken; it stands in the page to be sent again.
    """

    def __init__(self, status: int, key: str, mended: FormData = NOTHING) -> None:
        self.mended = mended
        super().__init__(status, say(f"refused.{key}"))


async def posted(request: Request) -> FormData:
    """The fields of the form that was sent. Raises Refused where it isn't one of ours, or not all of it."""
    if not is_text_of(request.headers.get("content-type", ""), KIND):
        raise Refused(415, "kind")
    return read(await request.body())


async def posted_if_any(request: Request) -> FormData | None:
    """The same, or None for a request that only asks for the page."""
    return await posted(request) if request.method == "POST" else None


Page = Callable[[Request], Awaitable[Response]]


def posting(act: Callable[[Request, FormData], Response]) -> Page:
    """A page that takes a form: it is read first, then acted on in a thread, so that nobody waits for the database."""

    @wraps(act)
    async def page(request: Request) -> Response:
        return await run_in_threadpool(act, request, await posted(request))

    return page


def asking_or_posting(act: Callable[[Request, FormData | None], Response]) -> Page:
    """The same of a page that shows the form too: then there is none to act on."""

    @wraps(act)
    async def page(request: Request) -> Response:
        return await run_in_threadpool(act, request, await posted_if_any(request))

    return page


def is_text_of(content_type: str, kind: str) -> bool:
    """Is this the kind of text wanted, in UTF-8?"""
    header = Message()
    header["content-type"] = content_type
    named = header.get_content_type() == kind and content_type.strip() != ""
    return named and str(header.get_param("charset", "utf-8")).lower() in ("utf-8", "utf8")


def read(body: bytes) -> FormData:
    """The fields of a body. Raises Refused where one can't be read, stands twice, or the end is missing."""
    parts = [part for part in body.split(b"&", MOST_FIELDS) if part]
    if len(parts) > MOST_FIELDS:
        raise Refused(413, "too_large")
    pairs = [part.partition(b"=") for part in parts]
    try:
        return _checked([(_text(name), _text(value)) for name, _, value in pairs])
    except CaseError:
        mended = _checked([(_mended(name), _mended(value)) for name, _, value in pairs])
        raise Refused(400, "signs", mended) from None


def _checked(fields: list[tuple[str, str | UploadFile]]) -> FormData:
    single = [name for name, _ in fields if name not in REPEATED]
    if len(single) != len(set(single)):
        raise Refused(400, "twice")
    if (END, WHOLE) not in fields:
        raise Refused(400, "cut_off")
    return FormData(fields)


def _text(part: bytes) -> str:
    return decode(_bytes(part))


def _mended(part: bytes) -> str:
    return without_refused(_bytes(part).decode("utf-8", "replace"))


def _bytes(part: bytes) -> bytes:
    return unquote_to_bytes(part.replace(b"+", b" "))
