"""Each country's numbers: two lists agree on every one, and nobody reads another country's."""

import re
from pathlib import Path

import pytest
import yaml
from phonenumbers import PhoneMetadata

from midback.engine import assess, case_from
from midback.exchange.told import tell
from midback.knowledge import DEFAULT_PROFILE, load_knowledge, load_words
from midback.knowledge.advice import Country, Profile
from midback.terms import Urgency

from .test_countries import numbers, page

KNOWLEDGE = load_knowledge()
COUNTRIES = tuple(KNOWLEDGE.countries.values())
ANDROID = yaml.safe_load((Path(__file__).parent / "android_numbers.yaml").read_text("utf-8"))
KOREAN_AMBULANCE = "119"
"""Android names it for fires alone; `kr_119` says that it is the ambulance's too."""
DEFAULT_TRIED = ("112", "911", "999")


def known_to_libphonenumber(code: str, number: str) -> bool:
    region = PhoneMetadata.short_metadata_for_region(code.upper())
    emergency = region.emergency.national_number_pattern if region and region.emergency else None
    return emergency is not None and re.fullmatch(emergency, number) is not None


def known_to_android(code: str, service: str, number: str) -> bool:
    return number in ANDROID.get(code, {}).get(service, ()) or (code, number) == ("kr", KOREAN_AMBULANCE)


def test_sixty_countries_and_more_have_a_number() -> None:
    assert len(COUNTRIES) >= 60


def test_no_country_is_there_twice_and_none_has_a_profile_too() -> None:
    codes = [place.country for place in KNOWLEDGE.places.values() if place.country]
    assert len(codes) == len(set(codes)) == len(COUNTRIES) + 2


@pytest.mark.parametrize("country", COUNTRIES, ids=lambda country: country.id)
def test_both_lists_give_the_number_for_an_ambulance(country: Country) -> None:
    assert country.ambulance.isdigit()
    assert known_to_libphonenumber(country.code, country.ambulance)
    assert known_to_android(country.code, "ambulance", country.ambulance)


@pytest.mark.parametrize("country", COUNTRIES, ids=lambda country: country.id)
def test_both_lists_give_the_number_for_the_police(country: Country) -> None:
    police = country.police or country.ambulance
    assert police.isdigit()
    assert known_to_libphonenumber(country.code, police)
    assert known_to_android(country.code, "police", police)


def test_a_number_on_which_the_lists_disagree_is_not_shown() -> None:
    """Planted: Armenia, where one list says 911 and the other 101 to 103."""
    assert not known_to_libphonenumber("am", "911")
    assert "am" not in {country.code for country in COUNTRIES}


@pytest.mark.parametrize("country", COUNTRIES, ids=lambda country: country.id)
def test_every_line_for_advice_has_a_source_of_its_own(country: Country) -> None:
    of_their_own = set(country.sources) - {"android_numbers", "libphonenumber", "hse_112", "kr_119"}
    assert bool(country.health_line) == bool(of_their_own)


@pytest.mark.parametrize("place", KNOWLEDGE.places.values(), ids=lambda place: place.id)
def test_every_place_gives_a_number_to_dial(place: Profile) -> None:
    assert place.emergency_number.isdigit() != bool(place.try_numbers)
    assert all(number.isdigit() for number in place.try_numbers)


def test_where_no_number_is_known_there_are_those_that_mobile_phones_know() -> None:
    anywhere = KNOWLEDGE.profiles[DEFAULT_PROFILE]
    assert anywhere.try_numbers == DEFAULT_TRIED
    assert {"mobile_numbers", "eena_mobile"} <= set(anywhere.sources)


def needed(country: Country, present: str) -> str:
    return country.police or country.ambulance if present == "in_danger" else country.ambulance


@pytest.mark.parametrize("country", COUNTRIES, ids=lambda country: country.id)
@pytest.mark.parametrize("present", ["in_danger", "thunderclap_pain"])
def test_nobody_reads_another_countrys_number(country: Country, present: str) -> None:
    case = case_from(KNOWLEDGE, present=[present], quantities={"age": 44}, profile=country.id)
    told = tell(assess(KNOWLEDGE, case), KNOWLEDGE, load_words(country.id))
    assert told.urgency is Urgency.EMERGENCY_NOW
    own = {country.ambulance, country.police, country.health_line.replace(" ", "")}
    text = " ".join(page(told.stop))
    assert numbers(text) <= own
    assert f"Call {needed(country, present)} and ask" in text


def test_somebody_in_danger_calls_the_police_and_not_the_ambulance() -> None:
    case = case_from(KNOWLEDGE, present=["in_danger"], quantities={"age": 44}, profile="japan")
    told = " ".join(page(tell(assess(KNOWLEDGE, case), KNOWLEDGE, load_words("japan")).stop))
    assert "Call 110 and ask for the police" in told
    assert "119" not in told
