"""Ids in content as it was written, and whether each is on its shelf: of records, too, that have other faults."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from midback.document import Path
from midback.knowledge.schema import RULES

Ids = Mapping[str, Iterable[str]]
Found = Iterator[tuple[Path, str]]

# Which shelf a field's ids are on.
SHELF_OF = {
    "sources": "sources",
    "implies": "findings",
    "present": "findings",
    "absent": "findings",
    "add": "findings",
    "alone": "findings",
    "finding": "findings",
    "suspects": "conditions",
    "suspected": "conditions",
    "look_alikes": "conditions",
    "home_care": "home_care",
    "families": "families",
    "family": "families",
    "chapter": "chapters",
    "topic": "topics",
    "worst": "questions",
    "spread": "questions",
    "opens": "questions",
    "quantity": "quantities",
    "language": "speech",
    "weaker_of": "quantities",
    "years": "quantities",
    "less_days": "quantities",
    "instead_of": "quantities",
}
_PARTS = ("all", "any", "not", "of")


def dead_references(shelf: str, data: object, ids: Ids, path: Path = ()) -> Found:
    """Ids, anywhere in what was written of a record, that are on no shelf; a shelf that `ids` lacks isn't checked."""
    for name, value in _inside(data):
        here = (*path, name)
        if name in RULES:
            yield from _dead(_in_rule(value, here), "findings", ids)
        elif (target := SHELF_OF.get(str(name))) and shelf != "sources" and _is_of_ids(value):
            yield from _dead(_listed(value, here), target, ids)
        else:
            yield from dead_references(shelf, value, ids, here)


def unknown(id: str, shelf: str, ids: Iterable[str]) -> str:
    """That an id is on no shelf, with those that are alike."""
    near = sorted(known for known in ids if known.startswith(id[:6]))[:3]
    hint = f"; did you mean {' or '.join(near)}?" if near else ""
    return f"`{id}` is not in {shelf}{hint}"


def _dead(found: Found, target: str, ids: Ids) -> Found:
    known = ids.get(target)
    return ((path, unknown(id, target, known)) for path, id in found if known is not None and id not in known)


def _inside(data: object) -> Iterator[tuple[str | int, Any]]:
    match data:
        case dict():
            yield from data.items()
        case list():
            yield from enumerate(data)
        case _:
            pass


def _is_of_ids(value: object) -> bool:
    return isinstance(value, str) or (isinstance(value, list) and all(isinstance(one, str) for one in value))


def _listed(value: str | list[str], path: Path) -> Found:
    """Each id at its line. A number is none: `present` is a likelihood ratio beside `finding`."""
    several = isinstance(value, list)
    for place, id in enumerate(value if isinstance(value, list) else [value]):
        if id[:1].isalpha():
            yield ((*path, place) if several else path), id


def _in_rule(rule: object, path: Path) -> Found:
    """The findings of a rule, each at its line; what is no rule has a fault of its own."""
    match rule:
        case str() if rule:
            yield path, rule
        case list():
            for place, part in enumerate(rule):
                yield from _in_rule(part, (*path, place))
        case dict():
            for name in _PARTS:
                yield from _in_rule(rule.get(name), (*path, name))
        case _:
            pass
