"""From the shape a rule has in YAML to its nodes, with every fault in it."""

from collections.abc import Iterator

from midback.logic.nodes import AtLeast, Expression, Has, Not, all_of, any_of

SHAPES = "write a finding's id, or one of: all, any, not, at_least with of"


class RuleFault(Exception):
    """A rule can't be read; `path` leads to the part, `message` says what would be right."""

    def __init__(self, path: tuple[str | int, ...], message: str) -> None:
        self.path = path
        super().__init__(message)


def parse(raw: object, path: tuple[str | int, ...] = ()) -> Expression:
    """Read `id`, `{all: […]}`, `{any: […]}`, `{not: …}` or `{at_least: k, of: […]}`.

    Raises RuleFault with the path of the first part that is none of these.
    """
    match raw:
        case str(id) if id:
            return Has(id)
        case {"not": part, **rest} if not rest:
            return Not(parse(part, (*path, "not")))
        case {"all": parts, **rest} if not rest:
            return all_of(_parts(parts, (*path, "all")))
        case {"any": parts, **rest} if not rest:
            return any_of(_parts(parts, (*path, "any")))
        case {"at_least": count, "of": parts, **rest} if not rest:
            return _at_least(count, list(_parts(parts, (*path, "of"))), (*path, "at_least"))
        case _:
            raise RuleFault(path, f"a rule can't be read here; {SHAPES}")


def _parts(raw: object, path: tuple[str | int, ...]) -> Iterator[Expression]:
    if not isinstance(raw, list) or not raw:
        raise RuleFault(path, "needs a list with at least one part")
    for place, part in enumerate(raw):
        yield parse(part, (*path, place))


def _at_least(raw: object, parts: list[Expression], path: tuple[str | int, ...]) -> AtLeast:
    if not str(raw).isdecimal() or not 1 <= int(str(raw)) <= len(parts):
        raise RuleFault(path, f"at_least must be a whole number from 1 to {len(parts)}, the number of parts in of")
    return AtLeast(int(str(raw)), tuple(parts))
