"""Whatever never ends, comes too slowly or comes too often is ended by the server, and others are served meanwhile."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from midback.web.kit import wire
from midback.web.kit.guard import MOST_UNDER_WAY, Guard
from midback.web.kit.wire import LONGEST_HEAD, BoundedProtocol

WAIT = 8.0
FORM = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"


async def fine(scope: Scope, receive: Receive, send: Send) -> None:
    """A page, or as many bytes as its address asks for."""
    body = b"x" * int(str(scope["path"]).strip("/") or 4)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(body))]})
    await send({"type": "http.response.body", "body": body})


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bounds of half a second, so that nobody has to wait for them."""
    monkeypatch.setattr(wire, "SECONDS", {"head": 0.5, "body": 0.5})
    monkeypatch.setattr(wire, "UNREAD", 0.5)
    monkeypatch.setattr(wire, "AFTER_EARLY_ANSWER", 0.2)


@pytest.fixture
def port(quick: None) -> Iterator[int]:
    """A server on loopback behind the bounds, with nothing but a page."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        at = int(free.getsockname()[1])
    config = uvicorn.Config(
        Guard(fine, largest_body=64 * 1024),
        port=at,
        http=BoundedProtocol,
        ws="none",
        h11_max_incomplete_event_size=LONGEST_HEAD,
        log_level="critical",
        lifespan="off",
        timeout_keep_alive=1,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield at
    server.should_exit = True
    thread.join(WAIT)


def connection(port: int) -> socket.socket:
    """A connection that gives up after a while."""
    opened = socket.create_connection(("127.0.0.1", port), WAIT)
    opened.settimeout(WAIT)
    return opened


def answer(opened: socket.socket) -> bytes:
    """All that comes until the server closes; fails where it doesn't."""
    got = b""
    with suppress(ConnectionError):
        while part := opened.recv(65536):
            got += part
    return got


def send_for_ever(opened: socket.socket, part: bytes, most: int) -> int:
    """Send the same again until it is no longer taken; says how many bytes went out."""
    sent = 0
    with suppress(ConnectionError, TimeoutError):
        while sent < most:
            opened.sendall(part)
            sent += len(part)
    return sent


@pytest.mark.parametrize(
    ("begin", "part"),
    [
        (b"GET /", b"a" * 4096),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ", b"a" * 4096),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\n", b"X-Many: 1\r\n" * 400),
        (b"", b"a" * 4096),
        (b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1;", b"a" * 4096),
    ],
    ids=["an address", "a header", "headers", "nothing known", "the note of a chunk"],
)
def test_what_never_ends_is_ended_after_some_kilobytes(port: int, begin: bytes, part: bytes) -> None:
    with closing(connection(port)) as opened:
        opened.sendall(begin)
        assert send_for_ever(opened, part, most=64 * 1024 * 1024) < 8 * 1024 * 1024
        assert answer(opened).partition(b"\r\n")[0].split(b" ")[1:2] in ([b"431"], [b"400"], [])


def test_a_head_beyond_the_bound_is_told_so_even_when_it_ends(port: int) -> None:
    with closing(connection(port)) as opened:
        opened.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + b"a" * 2 * LONGEST_HEAD + b"\r\n\r\n")
        assert answer(opened).startswith(b"HTTP/1.1 431 ")


@pytest.mark.parametrize(
    "sent",
    [b"", b"GET / HTTP/1.1\r\nHost: loc", FORM + b"Content-Length: 900\r\n\r\nab", FORM + b"Content-Length: 900\r\n"],
    ids=["nothing", "half a head", "two bytes of a body", "a head without its last line"],
)
def test_who_stops_sending_is_let_go(port: int, sent: bytes) -> None:
    begun = time.monotonic()
    with closing(connection(port)) as opened:
        opened.sendall(sent)
        assert b"200 OK" not in answer(opened)
    assert time.monotonic() - begun < 4


@pytest.mark.parametrize("begin", [b"GET / HTTP/1.1\r\nX-Slow: ", FORM + b"Content-Length: 9000\r\n\r\n"])
def test_a_letter_now_and_then_does_not_hold_a_connection(port: int, begin: bytes) -> None:
    begun = time.monotonic()
    with closing(connection(port)) as opened, suppress(ConnectionError):
        opened.sendall(begin)
        while time.monotonic() - begun < 4:
            opened.sendall(b"a")
            time.sleep(0.1)
    assert time.monotonic() - begun < 3


def test_the_second_request_of_a_connection_has_the_same_bounds(port: int) -> None:
    with closing(connection(port)) as opened:
        opened.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\nGET / HTTP/1.1\r\nX-Half: ")
        begun, got = time.monotonic(), answer(opened)
    assert b"200 OK" in got
    assert time.monotonic() - begun < 4


@pytest.mark.parametrize(
    "lengths",
    [
        b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
        b"Transfer-Encoding: chunked\r\nContent-Length: 3\r\n",
        b"Content-Length: 3\r\nContent-Length: 4\r\n",
        b"Content-Length: " + b"9" * 5000 + b"\r\n",
        b"Content-Length: +3\r\n",
        b"Content-Length: 3, 4\r\n",
    ],
    ids=["length and parts", "parts and length", "twice", "5,000 digits", "a sign", "a list"],
)
def test_a_request_with_two_lengths_or_none_is_refused_and_its_connection_closed(port: int, lengths: bytes) -> None:
    with closing(connection(port)) as opened:
        opened.sendall(FORM + lengths + b"\r\n3\r\na=1\r\n0\r\n\r\nGET /7 HTTP/1.1\r\nHost: localhost\r\n\r\n")
        got = answer(opened)
    assert got.split(b" ")[1] in (b"400", b"413")
    assert b"200 OK" not in got


def test_a_body_that_goes_on_after_it_was_refused_is_cut(port: int) -> None:
    with closing(connection(port)) as opened:
        opened.sendall(FORM + b"Transfer-Encoding: chunked\r\n\r\n")
        part = b"4000\r\n" + b"a" * 0x4000 + b"\r\n"
        begun = time.monotonic()
        with suppress(ConnectionError):
            while time.monotonic() - begun < 4:
                opened.sendall(part)
                time.sleep(0.02)
        assert time.monotonic() - begun < 3


def test_an_answer_that_nobody_reads_is_dropped(port: int) -> None:
    with closing(socket.socket()) as opened:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        opened.settimeout(WAIT)
        opened.connect(("127.0.0.1", port))
        opened.sendall(b"GET /30000000 HTTP/1.1\r\nHost: localhost\r\n\r\n")
        time.sleep(2)
        assert len(answer(opened)) < 30_000_000


def test_one_address_cannot_hold_every_connection(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "MOST_OF_ONE_ADDRESS", 5)
    opened = [connection(port) for _ in range(6)]
    try:
        assert answer(opened[-1]).startswith(b"HTTP/1.1 503 ")
    finally:
        for one in opened:
            one.close()


def test_a_named_proxy_may_hold_more(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "MOST_OF_ONE_ADDRESS", 2)
    monkeypatch.setenv("MIDBACK_PROXIES", "10.0.0.0/8, 127.0.0.1")
    opened = [connection(port) for _ in range(6)]
    try:
        assert is_served(opened[-1])
    finally:
        for one in opened:
            one.close()


def is_served(opened: socket.socket) -> bool:
    opened.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    return answer(opened).startswith(b"HTTP/1.1 200 ")


def test_others_are_served_while_many_hold_on(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "SECONDS", {"head": 3.0, "body": 3.0})  # a busy machine needs that for so many
    held = [connection(port) for _ in range(MOST_UNDER_WAY - 1)]
    try:
        for one in held:
            one.sendall(FORM + b"Content-Length: 900\r\n\r\nab")
        with closing(connection(port)) as opened:
            assert is_served(opened)
        assert all(answer(one) == b"" for one in held)
    finally:
        for one in held:
            one.close()
