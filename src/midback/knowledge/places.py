"""Sentences in the words of a place: what it calls a provider, which number to dial."""

from midback.knowledge.advice import Profile
from midback.words import Words

EMERGENCY_NUMBER = "emergency_number"


def words_at(words: Words, profile: Profile) -> Words:
    """The same sentences with a profile's own words in their blanks."""
    own = {name: words.text(line) for name, line in profile.words.items()}
    return words.at({**own, EMERGENCY_NUMBER: profile.emergency_number})
