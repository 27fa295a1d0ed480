"""The bounds of a connection, before any page sees it: how long a head may be, how slow, and how many at once.

The framework begins when a whole head has arrived. What never gets so far is bounded here.
"""

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from midback.web.kit.address import counted_as, is_named_proxy

LONGEST_HEAD = 16 * 1024
"""Bytes of the request line and all headers."""
PIECE = 4 * 1024
MOST_OPEN = 800
"""Connections of all addresses, below the usual limit of 1,024 open files."""
MOST_ANSWERED = 500
"""Connections beyond which requests are told to come back later."""
MOST_OF_ONE_ADDRESS = 128
"""A household, a ward or a school may share one address; each browser opens up to six."""
SECONDS = {"head": 10.0, "body": 20.0}
"""How long each may take to arrive, all of it."""
UNREAD = 30.0
"""Seconds after which an answer that nobody reads is dropped."""
AFTER_EARLY_ANSWER = 2.0
"""Seconds in which a client may still read why its request was refused before all of it arrived."""
CROWDED = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class BoundedProtocol(H11Protocol):
    """HTTP/1.1 in which everything has an end."""

    _awaited: tuple[str, object] = ("", None)
    _timer: asyncio.TimerHandle | None = None
    _stalled: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as its parent
        """Take the connection, unless too many are open."""
        super().connection_made(transport)
        if self._is_one_too_many():
            transport.write(CROWDED)
            transport.close()
            self._drop_later(AFTER_EARLY_ANSWER)
        else:
            self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection and its timers."""
        for timer in (self._timer, self._stalled):
            if timer:
                timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, in pieces, so that no head much longer than the bound is ever read whole."""
        for start in range(0, len(data), PIECE):
            if not self.transport.is_closing():
                super().data_received(data[start : start + PIECE])
        self._watch()

    def on_response_complete(self) -> None:
        """Wait for the next request; end a connection that goes on sending, or doesn't read."""
        super().on_response_complete()
        if self.conn.their_state is h11.SEND_BODY:
            self._drop_later(AFTER_EARLY_ANSWER)
        self._drop_later(UNREAD)

    def send_400_response(self, msg: str) -> None:
        """Say why in the status: 431 for a head that is too long. Nothing, where an answer has begun."""
        if self.conn.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            self.transport.close()
        elif len(self.conn.trailing_data[0]) <= LONGEST_HEAD:
            super().send_400_response(msg)
        else:
            self._refuse(431, b"Request Header Fields Too Large")

    def pause_writing(self) -> None:
        """Wait for a reader, but not for ever."""
        super().pause_writing()
        self._stalled = self.loop.call_later(UNREAD, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on: they read."""
        super().resume_writing()
        if self._stalled:
            self._stalled.cancel()

    def _is_one_too_many(self) -> bool:
        if len(self.connections) > MOST_OPEN:
            return True
        peer = self.client[0] if self.client is not None else ""
        return not is_named_proxy(peer) and self._open_of(counted_as(peer)) > MOST_OF_ONE_ADDRESS

    def _open_of(self, address: str) -> int:
        peers = (getattr(one, "client", None) for one in self.connections)
        return sum(counted_as(peer[0]) == address for peer in peers if peer)

    def _watch(self) -> None:
        """Set the time for what has to arrive next, once for each head and each body."""
        awaited = (self._part(), self.cycle)
        if awaited == self._awaited:
            return
        if self._timer:
            self._timer.cancel()
        self._awaited = awaited
        self._timer = self.loop.call_later(SECONDS[awaited[0]], self._too_slow) if awaited[0] else None

    def _part(self) -> str:
        """What the client is in the middle of sending. Between two requests the keep-alive time holds."""
        if self.conn.their_state is h11.SEND_BODY:
            return "body"
        is_idle, earlier = self.conn.their_state is h11.IDLE, getattr(self, "cycle", None)
        return "head" if is_idle and (earlier is None or self.conn.trailing_data[0]) else ""

    def _too_slow(self) -> None:
        if self._awaited[0] == "head" and self.conn.trailing_data[0] and not self.transport.is_closing():
            self._refuse(408, b"Request Timeout")
        self._drop_later(AFTER_EARLY_ANSWER)
        self.transport.close()

    def _refuse(self, status: int, reason: bytes) -> None:
        headers = [(b"content-length", b"0"), (b"connection", b"close")]
        for event in (h11.Response(status_code=status, headers=headers, reason=reason), h11.EndOfMessage()):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def _drop_later(self, seconds: float) -> None:
        self.loop.call_later(seconds, self._drop, self.cycle)

    def _drop(self, cycle: Any) -> None:
        """Cut what was to be closed and isn't yet; nothing where another request is under way."""
        sends_still = self.cycle is cycle and self.conn.their_state is h11.SEND_BODY
        if self.transport.is_closing() or sends_still:
            self.transport.abort()
