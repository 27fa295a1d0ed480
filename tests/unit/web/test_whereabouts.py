"""Where somebody is taken to be, from what a browser says of itself."""

import pytest
from starlette.requests import Request

from midback.knowledge import DEFAULT_PROFILE, load_knowledge
from midback.web.kit.whereabouts import country_of_zone, place_guessed, region_of

KNOWLEDGE = load_knowledge()


def asked(language: str = "", zone: str = "") -> Request:
    headers = [(b"accept-language", language.encode()), (b"cookie", f"midback_zone={zone}".encode())]
    return Request({"type": "http", "headers": headers})


@pytest.mark.parametrize(
    ("accepted", "region"),
    [
        ("de-DE,de;q=0.9,en-US;q=0.8", "de"),
        ("en-US;q=0.5, fr-CA", "ca"),
        ("zh-Hant-TW", "tw"),
        ("ca-ES-valencia", "es"),
        ("de,en-US;q=0.7,en;q=0.3", ""),
        ("es-419", ""),
        ("en", ""),
        ("*", ""),
        ("", ""),
        (",,;q=,;;", ""),
        ("de-DE;q=nonsense, fr-FR;q=0.1", "fr"),
        ("x" * 100_000, ""),
    ],
)
def test_the_region_is_that_of_the_language_wanted_most(accepted: str, region: str) -> None:
    assert region_of(accepted) == region


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("Europe/Berlin", "de"),
        ("Asia/Calcutta", "in"),
        ("Asia/Kolkata", "in"),
        ("Europe/Stockholm", "se"),
        ("US/Eastern", "us"),
        ("Atlantic/Reykjavik", "is"),
        ("Etc/UTC", ""),
        ("UTC", ""),
        ("../etc/passwd", ""),
        ("", ""),
    ],
)
def test_a_time_zone_is_in_a_country_by_its_older_names_too(zone: str, country: str) -> None:
    assert country_of_zone(zone) == country


@pytest.mark.parametrize(
    ("language", "zone", "place"),
    [
        ("de-DE", "", "germany"),
        ("en-US", "", "us"),
        ("en-GB", "", "uk"),
        ("en-US", "Asia/Tokyo", "japan"),
        ("de-DE", "Nowhere/Atall", "germany"),
        ("en-NG", "", DEFAULT_PROFILE),
        ("en-GB", "Africa/Lagos", DEFAULT_PROFILE),
        ("en", "", DEFAULT_PROFILE),
        ("", "", DEFAULT_PROFILE),
    ],
)
def test_the_clock_is_believed_before_the_language(language: str, zone: str, place: str) -> None:
    assert place_guessed(asked(language, zone), KNOWLEDGE) == place


def test_every_country_is_found_by_its_code() -> None:
    missed = [
        one.id for one in KNOWLEDGE.countries.values() if place_guessed(asked(f"en-{one.code}"), KNOWLEDGE) != one.id
    ]
    assert missed == []
