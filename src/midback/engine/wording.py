"""Fills a profile's own words, such as {provider} or {emergency_number}, into content."""

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from midback.knowledge import KnowledgeBase
from midback.knowledge.advice import Profile

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@lru_cache(maxsize=16)
def in_words_of(knowledge: KnowledgeBase, profile: str) -> KnowledgeBase:
    """The same knowledge, with every text in a profile's words. Ids and numbers are as they were."""
    words = {
        **knowledge.profiles[profile].words,
        "emergency_number": knowledge.profiles[profile].emergency_number,
    }
    shelves = (
        "families",
        "conditions",
        "red_flags",
        "workup",
        "home_care",
        "exercises",
        "safety_netting",
        "questions",
    )
    spoken = {name: _filled(getattr(knowledge, name), words) for name in shelves}
    return replace(knowledge, **spoken, profiles=_with(knowledge.profiles, profile, words))


def fill(text: str, profile: Profile) -> str:
    """One text in a profile's words."""
    return _fill(text, {**profile.words, "emergency_number": profile.emergency_number})


def _with(profiles: Mapping[str, Profile], id: str, words: Mapping[str, str]) -> Mapping[str, Profile]:
    return MappingProxyType({**profiles, id: _filled(profiles[id], words)})


def _fill(text: str, words: Mapping[str, str]) -> str:
    """Content is checked to have a word for every placeholder; a brace that isn't one stays."""
    return _PLACEHOLDER.sub(lambda match: words.get(match[1], match[0]), text)


def _filled(value: Any, words: Mapping[str, str]) -> Any:
    match value:
        case str() if "{" in value:
            return _fill(value, words)
        case tuple():
            return tuple(_filled(part, words) for part in value)
        case Mapping():
            return MappingProxyType({key: _filled(part, words) for key, part in value.items()})
        case _ if is_dataclass(value) and not isinstance(value, type):
            return _refilled(value, words)
        case _:
            return value


def _refilled(record: Any, words: Mapping[str, str]) -> Any:
    """A record with its texts filled; the same object where there was nothing to fill."""
    parts = {part.name: getattr(record, part.name) for part in fields(record)}
    changed = {name: new for name, old in parts.items() if (new := _filled(old, words)) is not old and new != old}
    return replace(record, **changed) if changed else record
