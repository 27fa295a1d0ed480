"""What protects every request."""

from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from tests import looping

from midback.web.kit import guard
from midback.web.kit.address import Address, address_in
from midback.web.kit.guard import Guard, UnderWay

reached: list[bytes] = []


async def echo(request: Request) -> PlainTextResponse:
    reached.append(await request.body())
    return PlainTextResponse(reached[-1])


def client(public: str | None = "http://midback.test", asked: str = "http://midback.test") -> TestClient:
    """A browser at one address, and a server that was told another, or none."""
    told = address_in(public) if public else None
    routes = [Route("/{path:path}", echo, methods=["GET", "POST"])]
    app = Starlette(routes=routes, middleware=[Middleware(Guard, largest_body=100, public=told)])
    return TestClient(app, base_url=asked)


CLIENT = client()


def test_every_answer_forbids_scripts_and_frames_from_elsewhere() -> None:
    headers = CLIENT.get("/").headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe-inline" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


def test_a_body_within_the_limit_arrives_whole() -> None:
    assert CLIENT.post("/", content=b"x" * 100).content == b"x" * 100


def test_a_body_beyond_the_limit_is_refused_whatever_its_header_says() -> None:
    assert CLIENT.post("/", content=b"x" * 101).status_code == 413
    assert CLIENT.post("/", content=iter([b"x" * 60, b"x" * 60])).status_code == 413


HERE = [(b"host", b"localhost")]


def run(messages: list[dict[str, Any]], *headers: Any, named: Any = HERE) -> tuple[list[bytes], list[int]]:
    """What the application and the client get to see of a request that comes in these messages."""
    handed_on: list[bytes] = []
    answered: list[int] = []

    async def app(_scope: Any, receive: Any, _send: Any) -> None:
        handed_on.append((await receive())["body"])

    async def receive() -> Any:
        return messages.pop(0)

    async def send(message: Any) -> None:
        answered.extend([message["status"]] if "status" in message else [])

    scope = {"type": "http", "method": "POST", "path": "/", "headers": [*named, *headers]}
    looping.run(Guard(app, largest_body=100)(scope, receive, send))
    return handed_on, answered


def part(body: bytes, more: bool) -> dict[str, Any]:
    return {"type": "http.request", "body": body, "more_body": more}


GONE = {"type": "http.disconnect"}


@pytest.mark.parametrize("came", [[GONE], [part(b"a=1", True), GONE], [part(b"a", True), part(b"=", True), GONE]])
@pytest.mark.parametrize("headers", [(), ((b"content-length", b"9"),)], ids=["in parts", "announced"])
def test_a_request_that_is_cut_off_is_handed_on_to_nobody(came: list[dict[str, Any]], headers: Any) -> None:
    assert run([*came], *headers) == ([], [])


@pytest.mark.parametrize("announced", [b"2", b"4", b"0", b"99"])
def test_a_body_of_another_length_than_announced_is_refused(announced: bytes) -> None:
    assert run([part(b"a=1", False)], (b"content-length", announced)) == ([], [400])


def test_a_body_with_two_lengths_is_refused() -> None:
    two = (b"content-length", b"3"), (b"transfer-encoding", b"chunked")
    assert run([part(b"a=1", False)], *two) == ([], [400])


def test_a_whole_request_is_handed_on() -> None:
    assert run([part(b"a", True), part(b"=1", False)], (b"content-length", b"3")) == ([b"a=1"], [])


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://elsewhere.test"},
        {"origin": "https://midback.test"},
        {"origin": "evil://midback.test"},
        {"origin": "http://midback.test:8000"},
        {"origin": "midback.test"},
        {"origin": "http://midback.test@elsewhere.test"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "null"},
        {"origin": ""},
    ],
)
def test_a_post_from_another_site_is_refused(headers: dict[str, str]) -> None:
    assert CLIENT.post("/", headers=headers).status_code == 403


@pytest.mark.parametrize("origin", ["http://midback.test", "http://midback.test:80", "http://MIDBACK.test"])
def test_a_post_from_this_site_is_taken(origin: str) -> None:
    headers = {"origin": origin, "sec-fetch-site": "same-origin"}
    assert CLIENT.post("/", headers=headers).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "midback.test",
        "midback.test:443",
        "midback.test:8000",
        "MIDBACK.TEST",
        "127.0.0.1:8000",
        "localhost",
        "[::1]:8000",
    ],
)
def test_a_proxy_may_drop_the_port_add_it_or_name_this_machine(host: str) -> None:
    headers = {"host": host, "origin": "https://midback.test"}
    assert client("https://midback.test").post("/", headers=headers).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.test", "midback.test.evil.test", "midback.test@evil.test", "", "a b", "1.2.3.4"]
)
@pytest.mark.parametrize("public", ["http://midback.test", None])
def test_a_host_that_the_operator_did_not_name_is_refused(host: str, public: str | None) -> None:
    answer = client(public).get("/", headers={"host": host, "x-forwarded-host": "midback.test"})
    assert answer.status_code == 400
    assert "MIDBACK_ADDRESS" in answer.text


@pytest.mark.parametrize("hosts", [[], [(b"host", b"localhost"), (b"host", b"localhost")]], ids=["none", "two"])
def test_a_request_names_one_host(hosts: list[tuple[bytes, bytes]]) -> None:
    assert run([part(b"", False)], named=hosts) == ([], [400])


@pytest.mark.parametrize("name", ["localhost:8000", "127.0.0.1:8000", "[::1]:8000"])
def test_without_an_address_this_machine_is_served_and_compared_whole(name: str) -> None:
    here = client(None, f"http://{name}")
    assert here.post("/", headers={"origin": f"http://{name}"}).status_code == 200
    assert here.post("/", headers={"origin": "http://localhost:8001"}).status_code == 403
    assert client(None, "http://midback.test").get("/").status_code == 400


@pytest.mark.parametrize(("public", "secure"), [("https://midback.test", True), ("http://midback.test", False)])
def test_https_alone_is_asked_for_where_the_address_has_it(public: str, secure: bool) -> None:
    assert ("strict-transport-security" in client(public).get("/").headers) is secure


@pytest.mark.parametrize("path", ["/%00", "/check/%1b[2J", "/a%7f"])
def test_an_address_with_signs_that_nobody_can_see_is_refused(path: str) -> None:
    assert CLIENT.get(path).status_code == 400


def test_one_address_may_have_so_many_requests_under_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MOST_UNDER_WAY", 2)
    under_way = UnderWay()
    with under_way.one_of("2001:db8::1") as first, under_way.one_of("2001:db8::2") as second:
        with under_way.one_of("2001:db8::3") as third, under_way.one_of("2001:db8:0:1::1") as neighbour:
            assert (first, second, third, neighbour) == (False, False, True, False)
        with under_way.one_of("2001:db8::4") as again:
            assert again
    with under_way.one_of("2001:db8::1") as later:
        assert not later


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("https://midback.example", Address("https", "midback.example", 443)),
        ("https://Midback.Example:443/", Address("https", "midback.example", 443)),
        ("http://127.0.0.1:8000", Address("http", "127.0.0.1", 8000)),
        ("http://[::1]:8000", Address("http", "::1", 8000)),
        ("midback.example", None),
        ("ftp://midback.example", None),
        ("https://midback.example/path", None),
        ("https://midback.example?a", None),
        ("https://user@midback.example", None),
        ("https://midback.example:99999", None),
        ("https://", None),
        ("https://a\r\nb", None),
    ],
)
def test_an_address_is_scheme_name_and_port(text: str, meant: Address | None) -> None:
    assert address_in(text) == meant
    if meant:
        assert address_in(str(meant)) == meant
