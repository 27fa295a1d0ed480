"""How many requests one address may send."""

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from midback.web.kit.pace import A_MINUTE, OPENINGS, Pace, allowed_a_minute


async def fine(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("fine")


def client(a_minute: int, address: str = "one") -> TestClient:
    return TestClient(app(a_minute), base_url="http://midback.test", client=(address, 1))


def app(a_minute: int) -> Starlette:
    paths = ("/", "/begin", "/static/a.css")
    routes = [Route(path, fine, methods=["GET", "POST"]) for path in paths]
    return Starlette(routes=routes, middleware=[Middleware(Pace, a_minute=a_minute)])


def test_one_too_many_is_refused_with_what_to_do() -> None:
    one = client(5)
    answers = [one.get("/") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert answers[-1].headers["retry-after"] == "60"
    assert "emergency" in answers[-1].text


def test_one_address_does_not_use_up_what_another_may_send() -> None:
    served = app(3)
    first, second = (TestClient(served, base_url="http://midback.test", client=(name, 1)) for name in ("one", "two"))
    assert [first.get("/").status_code for _ in range(4)][-1] == 429
    assert second.get("/").status_code == 200


@pytest.mark.parametrize(
    ("neighbour", "status"), [("2001:db8:0:1:ffff::9", 429), ("2001:db8:0:2::1", 200), ("::ffff:192.0.2.1", 200)]
)
def test_a_line_of_many_addresses_is_one_of_them(neighbour: str, status: int) -> None:
    served = app(3)
    first, second = (
        TestClient(served, base_url="http://midback.test", client=(name, 1)) for name in ("2001:db8:0:1::1", neighbour)
    )
    assert [first.get("/").status_code for _ in range(4)][-1] == 429
    assert second.get("/").status_code == status


def test_an_address_written_in_the_longer_way_is_the_same() -> None:
    served = app(3)
    for name in ("192.0.2.1", "::ffff:192.0.2.1", "192.0.2.1"):
        TestClient(served, base_url="http://midback.test", client=(name, 1)).get("/")
    assert TestClient(served, client=("::ffff:192.0.2.1", 1)).get("/").status_code == 429


def test_checks_are_begun_more_slowly_than_pages_are_read() -> None:
    one = client(A_MINUTE)
    assert [one.post("/begin").status_code for _ in range(OPENINGS + 1)][-1] == 429
    assert one.get("/").status_code == 200


def test_style_sheets_are_not_counted_and_nought_is_no_limit() -> None:
    one, free = client(2), client(0)
    assert {one.get("/static/a.css").status_code for _ in range(5)} == {200}
    assert {free.post("/begin").status_code for _ in range(OPENINGS + 5)} == {200}


@pytest.mark.parametrize(("text", "meant"), [("", A_MINUTE), ("50", 50), ("0", 0), ("many", A_MINUTE)])
def test_an_operator_may_choose(monkeypatch: pytest.MonkeyPatch, text: str, meant: int) -> None:
    monkeypatch.setenv("MIDBACK_REQUESTS_A_MINUTE", text)
    assert allowed_a_minute() == meant
