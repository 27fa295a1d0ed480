"""A real server on loopback, in a thread, for tests of what only a server does."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

WAIT = 10.0


@contextmanager
def served(app: Any, **options: Any) -> Iterator[int]:
    """Serve an application while the block lasts; gives the port."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical", ws="none", lifespan="off", **options))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        end = time.monotonic() + WAIT
        while not server.started and time.monotonic() < end:
            time.sleep(0.01)
        try:
            yield int(listening.getsockname()[1])
        finally:
            server.should_exit = True
            thread.join(WAIT)
