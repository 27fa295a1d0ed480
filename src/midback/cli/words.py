"""The terminal's own phrases, kept in words.yaml so that another language needs no change of code."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from midback.errors import ContentError
from midback.strict_yaml import read

FILE = "words.yaml"


def say(key: str, **parts: object) -> str:
    """The phrase with a dotted key, such as `urgency.routine`, with its {parts} filled in."""
    return phrases()[key].format(**parts)


@cache
def phrases() -> Mapping[str, str]:
    """Every phrase by its dotted key."""
    document = read((files(__package__) / FILE).read_text(encoding="utf-8"), FILE)
    if document.faults:
        raise ContentError(document.faults)
    return MappingProxyType(dict(_flat(document.data, "")))


def _flat(data: object, above: str) -> Iterator[tuple[str, str]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _flat(value, f"{above}.{key}" if above else str(key))
    else:
        yield above, str(data)
