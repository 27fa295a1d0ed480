"""Where somebody is taken to be: what their browser says of its clock, else of its first language.

It is a guess, shown where it can be changed, and kept only as the place of a visit that the person begins. No address
on the network is looked at.
"""

import re
from functools import cache
from importlib.resources import files

from starlette.requests import Request

from midback.knowledge import DEFAULT_PROFILE, KnowledgeBase
from midback.web.kit.local_time import COOKIE as ZONE

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?-([A-Za-z]{2})(?:-.*)?")
"""A language with its region, as in de-AT or zh-Hant-TW."""


def place_guessed(request: Request, knowledge: KnowledgeBase) -> str:
    """The id of the place that fits the browser best; the default where it says nothing, or of a place unknown here."""
    country = country_of_zone(request.cookies.get(ZONE, "")) or region_of(request.headers.get("accept-language", ""))
    fitting = (id for id, place in knowledge.places.items() if place.country == country)
    return next(fitting, DEFAULT_PROFILE) if country else DEFAULT_PROFILE


def names_zone(request: Request) -> bool:
    """Has the browser named its time zone? It does so from its second page on, where scripts run."""
    return ZONE in request.cookies


def region_of(accepted: str) -> str:
    """The region of the language wanted most, in small letters; nothing where it names none.

    Later ones don't count: a browser in German adds American English, wherever it is.
    """
    tags = [_weighed(part) for part in accepted[:200].split(",")]
    _, first = max(tags, key=lambda tag: tag[0])
    found = _TAG.fullmatch(first)
    return found[1].lower() if found else ""


def _weighed(part: str) -> tuple[float, str]:
    """How much a language is wanted, and its tag."""
    tag, _, weight = part.partition(";")
    found = re.fullmatch(r"\s*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*", weight)
    return (float(found[1]) if found else float(not weight)), tag.strip()


def country_of_zone(name: str) -> str:
    """The country of a time zone such as Europe/Berlin, its ISO code in small letters; nothing for no zone."""
    return _countries().get(name, "")


@cache
def _countries() -> dict[str, str]:
    """By time zone, older names too: browsers still say Asia/Calcutta."""
    table = files("tzdata") / "zoneinfo"
    rows = (line.split("\t") for line in (table / "zone.tab").read_text("utf-8").splitlines() if line[:1] != "#")
    named = {row[2]: row[0].lower() for row in rows}
    links = [line.split() for line in (table / "tzdata.zi").read_text("utf-8").splitlines() if line.startswith("L ")]
    older = {alias: named[zone] for _, zone, alias in links if zone in named}
    return {**older, **named}
