"""The public address of this server, the Hosts it answers to, and who asks.

Links, cookies, headers and the comparison with Origin are made from one setting, `MIDBACK_ADDRESS`. Until it is set
only this machine's own names are served. `MIDBACK_PROXIES` names the proxies that may say who asks, none by default.
"""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from starlette.requests import Request

from midback.errors import MidbackError
from midback.words import say

USUAL_PORTS = {"http": 80, "https": 443}
ONE_HOUSEHOLD = 64
"""Bits of an IPv6 address that a line is given as a whole."""
_PLAIN = re.compile(r"\w+://[\w.\-:\[\]]+/?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Address:
    """Scheme, name and port of a server, as browsers compare them."""

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        name = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{name}" + (f":{self.port}" if self.port != USUAL_PORTS[self.scheme] else "")

    @property
    def is_secure(self) -> bool:
        """Is it reached by https?"""
        return self.scheme == "https"

    @property
    def is_this_machine(self) -> bool:
        """Is it a name that leads nowhere but to the machine itself?"""
        if self.host == "localhost" or self.host.endswith(".localhost"):
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False


def address_in(text: str) -> Address | None:
    """The address that a text such as https://midback.example names; None where it says more, less or other."""
    if not _PLAIN.fullmatch(text):
        return None
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in USUAL_PORTS or not parts.hostname:
        return None
    return Address(parts.scheme, parts.hostname.rstrip("."), USUAL_PORTS[parts.scheme] if port is None else port)


def public_address() -> Address | None:
    """MIDBACK_ADDRESS, or None where it isn't set. Raises MidbackError where it is no address."""
    text = os.environ.get("MIDBACK_ADDRESS", "").strip()
    if not text:
        return None
    address = address_in(text)
    if address is None:
        raise MidbackError(say("settings.address"))
    return address


def proxies() -> tuple[str, ...]:
    """The addresses and networks in MIDBACK_PROXIES. Raises MidbackError where one is neither."""
    named = tuple(part.strip() for part in os.environ.get("MIDBACK_PROXIES", "").split(",") if part.strip())
    for one in named:
        _network(one)
    return named


@cache
def _network(text: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(text)
    except ValueError:
        raise MidbackError(say("settings.proxies")) from None


def is_named_proxy(peer: str) -> bool:
    """Is this the address of a proxy that the operator named?"""
    try:
        address = ip_address(peer)
    except ValueError:
        return False
    return any(address in _network(one) for one in proxies())


def counted_as(peer: str) -> str:
    """The address under which requests are counted: of IPv6 the part that one line is given."""
    try:
        address = ip_address(peer.partition("%")[0])
    except ValueError:
        return peer
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ip_network((int(address), ONE_HOUSEHOLD), strict=False))


def asked_for(hosts: Sequence[str], scheme: str) -> Address | None:
    """The address that a request's Host names; None where there is none, more than one, or it is no name."""
    return address_in(f"{scheme}://{hosts[0]}") if len(hosts) == 1 and hosts[0] else None


def is_served(asked: Address, public: Address | None) -> bool:
    """Is this a name that this server answers to? A proxy may drop the port or name this machine."""
    return asked.is_this_machine or (public is not None and asked.host == public.host)


def address_of(request: Request) -> Address:
    """The address that links lead to and cookies are made for; Guard has found it."""
    address: Address = request.state.address
    return address
