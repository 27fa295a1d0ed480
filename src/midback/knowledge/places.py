"""Places: what each calls a provider, which number to dial there."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from midback.knowledge.advice import Country, Profile
from midback.knowledge.known_ids import DEFAULT_PROFILE
from midback.terms import Urgency
from midback.words import Words

EMERGENCY_NUMBER, POLICE_NUMBER = "emergency_number", "police_number"
NUMBERS = frozenset({EMERGENCY_NUMBER, POLICE_NUMBER})
"""Blanks that a place fills with a number."""


def words_at(words: Words, profile: Profile) -> Words:
    """The same sentences with a profile's own words in their blanks."""
    own = {name: words.text(line) for name, line in profile.words.items()}
    police = profile.police_number or profile.emergency_number
    return words.at({**own, EMERGENCY_NUMBER: profile.emergency_number, POLICE_NUMBER: police})


def places_of(profiles: Mapping[str, Profile], countries: Mapping[str, Country]) -> Mapping[str, Profile]:
    """Every profile by its id, then each country as the default profile with its own numbers."""
    anywhere = profiles.get(DEFAULT_PROFILE)
    made = {id: _at(anywhere, country) for id, country in countries.items()} if anywhere else {}
    return MappingProxyType({**made, **profiles})


def _at(anywhere: Profile, country: Country) -> Profile:
    calls = {Urgency.EMERGENCY_NOW: country.ambulance, Urgency.SAME_DAY: country.health_line}
    return replace(
        anywhere,
        id=country.id,
        label=country.label,
        emergency_number=country.ambulance,
        police_number=country.police,
        try_numbers=(),
        calls={urgency: number for urgency, number in calls.items() if number},
        country=country.code,
        sources=(*anywhere.sources, *country.sources),
    )
