"""Serves the application: whatever can refuse does so first, in one line; then it listens, and says so."""

import logging
import os
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from uvicorn.supervisors import Multiprocess

from midback.encounter import open_encounters
from midback.errors import MidbackError
from midback.knowledge import Content, read_content, shipped
from midback.web.app import create_app
from midback.web.kit.address import proxies, public_address
from midback.web.kit.wire import LONGEST_HEAD, MOST_ANSWERED, BoundedProtocol
from midback.words import say

WAITING = 2048
"""Connections that may wait until they are taken."""
CANNOT_START = 3
"""The exit code by which a worker tells its parent that another one would fail as well."""

CONTENT = "MIDBACK_CONTENT"
"""The content folder to serve; a setting, so that every worker has the same."""

_log = logging.getLogger("midback")


def serve(
    host: str,
    port: int,
    workers: int,
    *,
    new: bool = False,
    content: Path | None = None,
    listening: Callable[[], None] = lambda: None,
) -> None:
    """Serve until it is interrupted; `listening` is called once the address answers. Access isn't logged.

    `new` begins a database although there is a key; `content` is a content folder to serve in place of the shipped
    one. Raises MidbackError for whatever stands in the way.
    """
    if content:
        os.environ[CONTENT] = str(content.absolute())
    public_address()
    config = _config(host, port, workers)
    app = _app(new=new)  # made once before any worker, so that what refuses does it here
    with _listening(host, port) as opened, suppress(KeyboardInterrupt):
        listening()
        if workers == 1:
            config.app, config.factory = app, False
            uvicorn.Server(config).run(sockets=[opened])
        else:
            app.state.encounters.close()
            Multiprocess(config, sockets=[opened]).run()


def worker_app() -> Starlette:
    """The application in one of several processes."""
    try:
        return _app()
    except MidbackError as error:
        _log.error("%s", error)
        sys.exit(CANNOT_START)


def _app(*, new: bool = False) -> Starlette:
    content = _content()  # before the database: what can't be served opens none
    encounters = open_encounters(knowledge=content.knowledge, new=new)
    return create_app(encounters, content.words, development="MIDBACK_DEVELOPMENT" in os.environ)


def _content() -> Content:
    folder = os.environ.get(CONTENT)
    return read_content(Path(folder)) if folder else shipped()


def _config(host: str, port: int, workers: int) -> uvicorn.Config:
    """Access isn't logged: addresses are personal. Raises MidbackError where MIDBACK_PROXIES can't be read."""
    believed = list(proxies())
    return uvicorn.Config(
        "midback.web.server:worker_app",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        access_log=False,
        log_level="warning",
        server_header=False,
        http=BoundedProtocol,
        ws="none",
        h11_max_incomplete_event_size=LONGEST_HEAD,
        limit_concurrency=MOST_ANSWERED,
        proxy_headers=bool(believed),
        forwarded_allow_ips=believed,
    )


def _listening(host: str, port: int) -> socket.socket:
    """A socket that takes connections. Raises MidbackError where the address is taken, or isn't this machine's."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        opened = socket.create_server((host, port), family=family, backlog=WAITING)
    except OSError as error:
        raise MidbackError(say("serve.cannot_listen", host=host, port=port, problem=error.strerror)) from None
    opened.set_inheritable(True)
    return opened
