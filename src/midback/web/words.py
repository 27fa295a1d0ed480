"""The web door's own words, kept as data."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from midback.errors import ContentError
from midback.strict_yaml import read


@cache
def _words() -> dict[str, Any]:
    document = read((files("midback.web") / "words.yaml").read_text(encoding="utf-8"), "web/words.yaml")
    if document.faults or not isinstance(document.data, dict):
        raise ContentError(document.faults)
    return document.data


def word(group: str, name: str, **values: object) -> str:
    """A text by group and name, with its blanks filled."""
    return str(_words()[group][name]).format(**values)


def words_of(group: str) -> Mapping[str, str]:
    """Every text of a group by name, for a template."""
    return {str(name): str(text) for name, text in _words()[group].items()}
