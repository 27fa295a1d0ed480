"""A server that can't serve says why in one line and ends; one that can says so when it is true."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests import looping

from midback.encounter import Encounters, open_accounts, open_encounters
from midback.knowledge import load_knowledge
from midback.records import Away, Database, Store
from midback.web import app as application
from midback.web.app import create_app

KEY, OTHER = (b64encode(bytes([sign]) * 32).decode() for sign in (1, 2))
LISTENS = "Midback listens on"
WAIT = 60


def a_free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def environment(folder: Path, **settings: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MIDBACK_")}
    return {**kept, "XDG_DATA_HOME": str(folder), "PYTHONUNBUFFERED": "1", **settings}


@contextmanager
def serving(folder: Path, *options: str, **settings: str) -> Iterator[subprocess.Popen[str]]:
    """`midback serve` in a process group of its own, ended with its workers."""
    program = subprocess.Popen(
        [sys.executable, "-m", "midback", "serve", *options],
        env=environment(folder, **settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield program
    finally:
        with suppress(ProcessLookupError):
            os.killpg(program.pid, signal.SIGKILL)
        program.communicate()


def refused(folder: Path, *options: str, **settings: str) -> str:
    """What a server says that doesn't start: one line, exit code 2, and nothing before it."""
    with serving(folder, *options, **settings) as program:
        out, told = program.communicate(timeout=WAIT)
    assert (program.returncode, out) == (2, "")
    assert told.startswith("midback: ")
    assert told.count("\n") == 1
    return told


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["1", "2"])
def test_it_says_that_it_listens_when_it_does_and_ends_when_asked(tmp_path: Path, workers: str) -> None:
    port = a_free_port()
    with serving(tmp_path, "--port", str(port), "--workers", workers) as program:
        assert program.stdout
        assert program.stdout.readline().startswith(f"{LISTENS} http://127.0.0.1:{port} ")
        connection = HTTPConnection("127.0.0.1", port, timeout=WAIT)
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (200, b"ok")
        connection.close()
        os.killpg(program.pid, signal.SIGINT)
        assert program.wait(WAIT) == 0
        assert program.stderr
        assert program.stderr.read() == ""


@pytest.mark.slow
def test_a_port_in_use_is_told_and_nothing_else(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert f"can't listen on 127.0.0.1, port {port}" in refused(tmp_path, "--port", port)


@pytest.mark.slow
def test_an_address_that_is_not_ours_is_told(tmp_path: Path) -> None:
    assert "can't listen on 192.0.2.1" in refused(tmp_path, "--host", "192.0.2.1")


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["1", "2"])
def test_accounts_under_another_key_are_told_once_however_many_serve(
    tmp_path: Path, workers: str, monkeypatch: pytest.MonkeyPatch, quick_hashes: None
) -> None:
    monkeypatch.setenv("MIDBACK_KEY", KEY)
    address = f"sqlite:///{tmp_path / 'midback.db'}"
    with closing(open_accounts(address)) as accounts:
        accounts.add("Ada", "three quiet herons")
    told = refused(tmp_path, "--workers", workers, MIDBACK_KEY=OTHER, MIDBACK_DATABASE=address)
    assert "another key" in told


@pytest.mark.slow
@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"MIDBACK_DATABASE": "sqlite:///none/midback.db"}, "folder"),
        ({"MIDBACK_DATABASE": "midback.db"}, "MIDBACK_DATABASE"),
        ({"MIDBACK_KEY": "no key"}, "MIDBACK_KEY"),
        ({"MIDBACK_ADDRESS": "midback.example"}, "MIDBACK_ADDRESS"),
        ({"MIDBACK_PROXIES": "nginx"}, "MIDBACK_PROXIES"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, settings: dict[str, str], named: str) -> None:
    assert named in refused(tmp_path, **settings)


# ------------------------------------------------------------------------------------------------ while it is running


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Encounters]:
    monkeypatch.setenv("MIDBACK_KEY", KEY)
    with closing(open_encounters(f"sqlite:///{tmp_path / 'midback.db'}", load_knowledge())) as encounters:
        yield encounters


def test_whatever_watches_is_told_when_the_database_is_away(
    opened: Encounters, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = TestClient(create_app(opened), base_url="http://localhost")
    assert client.get("/healthz").text == "ok"

    def away(_: Database) -> None:
        raise Away

    monkeypatch.setattr(Database, "check_it_answers", away)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.text, answer.headers["cache-control"]) == (503, "Away", "no-store")


@pytest.mark.parametrize("error", [Away, ValueError])
def test_a_purge_that_fails_is_tried_again(
    opened: Encounters,
    error: type[Exception],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    tried: list[int] = []

    def fail(*_: object) -> int:
        tried.append(1)
        raise error("zebra")

    monkeypatch.setattr(Store, "purge", fail)
    monkeypatch.setattr(application, "PURGE_EVERY", 0.01)

    async def a_while() -> None:
        async with application._deleting_what_has_ended(create_app(opened)):
            while len(tried) < 3:
                await asyncio.sleep(0.01)

    looping.run(asyncio.wait_for(a_while(), WAIT))
    assert f"{error.__name__} while deleting what has ended" in caplog.text
    assert "zebra" not in caplog.text
