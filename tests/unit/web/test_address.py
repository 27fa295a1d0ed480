"""Who may say where a request came from."""

from typing import Any

import pytest
from starlette.types import Receive, Scope, Send
from tests import looping

from midback.errors import MidbackError
from midback.web.kit.address import counted_as, is_named_proxy, proxies
from midback.web.server import _config


def seen_by_the_application(peer: str, forwarded: str) -> tuple[str, str]:
    """The address and scheme that the application is told, by the server as it is started now."""
    seen: list[tuple[str, str]] = []

    async def look(scope: Scope, _receive: Receive, _send: Send) -> None:
        seen.append((scope["client"][0], scope["scheme"]))

    config = _config("127.0.0.1", 8000, 1)
    config.app, config.factory = look, False
    config.load()
    headers = [(b"x-forwarded-for", forwarded.encode()), (b"x-forwarded-proto", b"https")]
    scope: Any = {"type": "http", "scheme": "http", "client": (peer, 1), "headers": headers}
    looping.run(config.loaded_app(scope, None, None))
    return seen[0]


@pytest.mark.parametrize(
    ("named", "peer", "seen"),
    [
        ("", "127.0.0.1", ("127.0.0.1", "http")),
        ("", "::1", ("::1", "http")),
        ("127.0.0.1", "127.0.0.1", ("203.0.113.9", "https")),
        ("10.0.0.2", "10.0.0.3", ("10.0.0.3", "http")),
        ("10.0.0.2, 10.1.0.0/16", "10.1.2.3", ("203.0.113.9", "https")),
        ("2001:db8::/32", "2001:db8::7", ("203.0.113.9", "https")),
    ],
)
def test_only_a_named_proxy_says_where_a_request_came_from(
    monkeypatch: pytest.MonkeyPatch, named: str, peer: str, seen: tuple[str, str]
) -> None:
    monkeypatch.setenv("MIDBACK_PROXIES", named)
    assert seen_by_the_application(peer, "198.51.100.1, 203.0.113.9") == seen


@pytest.mark.parametrize("named", ["localhost", "10.0.0.0/33", "10.0.0.1 10.0.0.2", "*", "10.0.0.1/8"])
def test_what_is_no_address_ends_the_start(monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.setenv("MIDBACK_PROXIES", named)
    with pytest.raises(MidbackError, match="MIDBACK_PROXIES"):
        proxies()


@pytest.mark.parametrize(
    ("peer", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("testclient", "testclient"),
    ],
)
def test_an_address_is_counted_as_the_line_that_it_belongs_to(peer: str, counted: str) -> None:
    assert counted_as(peer) == counted


def test_nobody_is_a_proxy_until_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MIDBACK_PROXIES", raising=False)
    assert not is_named_proxy("127.0.0.1")
    monkeypatch.setenv("MIDBACK_PROXIES", "127.0.0.0/8")
    assert is_named_proxy("127.0.0.1")
    assert not is_named_proxy("not an address")
