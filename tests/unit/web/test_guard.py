"""What protects every request."""

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from midback.web.kit.guard import Guard


async def echo(request: Request) -> PlainTextResponse:
    return PlainTextResponse(await request.body())


CLIENT = TestClient(
    Starlette(routes=[Route("/", echo, methods=["GET", "POST"])], middleware=[Middleware(Guard, largest_body=100)]),
    base_url="http://midback.test",
)


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


@pytest.mark.parametrize(
    "headers",
    [{"origin": "http://elsewhere.test"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}],
)
def test_a_post_from_another_site_is_refused(headers: dict[str, str]) -> None:
    assert CLIENT.post("/", headers=headers).status_code == 403


def test_a_post_from_this_site_is_taken() -> None:
    headers = {"origin": "http://midback.test", "sec-fetch-site": "same-origin"}
    assert CLIENT.post("/", headers=headers).status_code == 200
