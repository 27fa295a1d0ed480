"""While another program holds the database, pages and styles are served, and what was posted is kept afterwards."""

import asyncio
import sqlite3
from pathlib import Path

import pytest
from httpx2 import ASGITransport, AsyncClient
from starlette.testclient import TestClient
from tests import looping
from tests.posting import begin, hidden

from midback.encounter import open_encounters
from midback.knowledge import load_knowledge
from midback.web.app import create_app

KNOWLEDGE = load_knowledge()
PEOPLE = 45
PATIENCE = 4
READ = ("/static/base.css", "/privacy", "/check/question/age", "/learn")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "midback.db"


def page_of(server: TestClient) -> tuple[dict[str, str], dict[str, str]]:
    """Somebody in a check of their own: the header with their cookies, and a page to answer."""
    one = TestClient(server.app, base_url="http://midback.test", follow_redirects=False)
    one.portal = server.portal
    begin(one)
    form = hidden(one.get("/check/question/age").text)
    return {"cookie": "; ".join(f"{name}={value}" for name, value in one.cookies.items())}, form


async def read_while_locked(file: Path) -> tuple[list[int], list[int]]:
    """What readers got while the lock was held, and what those who posted got once it had gone."""
    app = create_app(open_encounters(f"sqlite:///{file}", KNOWLEDGE))
    with TestClient(app, base_url="http://midback.test") as server:
        people = [page_of(server) for _ in range(PEOPLE)]
    async with AsyncClient(transport=ASGITransport(app), base_url="http://midback.test") as client:
        lock = sqlite3.connect(file, isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")
        posted = [
            asyncio.create_task(client.post("/check/question/age", data={**form, "number": "40"}, headers=headers))
            for headers, form in people
        ]
        try:
            await asyncio.sleep(0.5)
            read = [
                (await asyncio.wait_for(client.get(path, headers=people[0][0]), PATIENCE)).status_code for path in READ
            ]
        finally:
            lock.close()
        return read, [(await one).status_code for one in posted]


def test_readers_are_served_while_writers_wait(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIDBACK_REQUESTS_A_MINUTE", "0")
    read, posted = looping.run(read_while_locked(file))
    assert read == [200] * len(READ)
    assert posted == [303] * PEOPLE
