"""Write what the code knows of itself into docs/reference: between marks, so that the prose around them stays.

    python scripts/reference.py                         write the pages anew
    <!-- made: options of assess --> … <!-- end -->     what is written anew

The name of a mark is a command's, or one of content's: `shelves` and `parts`.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import partial
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from typer.main import get_command

from midback.cli import app
from midback.knowledge.references import SHELF_OF
from midback.knowledge.schema import SHELVES, Layout, Shelf
from midback.logic import AtLeast, Has, Not
from midback.terms import Urgency
from midback.words import Clinical, Lay

REFERENCE = Path(__file__).parents[1] / "docs" / "reference"
PAGES = ("cli.md", "content.md")
MARK = re.compile(r"<!-- made: (?P<name>[\w -]+) -->\n(?P<text>.*?)<!-- end -->", re.DOTALL)
WORDS = {
    str: "text",
    int: "whole number",
    float: "number",
    bool: "true or false",
    Lay: "text for patients",
    Clinical: "text for clinicians",
    date: "date, such as 2027-01-31",
}
METAVARS = {"datetime": "DAY", "int": "NUMBER", "Path": "PATH", "str": "TEXT"}
PLACES = {
    Layout.SHEET: "One file, `content/{name}.yaml`, keyed by id.",
    Layout.SHEETS: "Files in `content/{name}/`, each keyed by id.",
    Layout.FILES: "A file a record in `content/{name}/`; the id is the file's name.",
}
RULE = (Has, Not, AtLeast)


def written(page: str) -> str:
    """A page with what is between its marks made anew. Raises KeyError for a mark that nothing makes."""
    return MARK.sub(lambda found: f"<!-- made: {found['name']} -->\n{made(found['name'])}<!-- end -->", page)


def made(name: str) -> str:
    """What belongs between the marks of this name."""
    makers: Mapping[str, Callable[[], str]] = {
        "shelves": lambda: "".join(map(shelf, SHELVES)) + "\n",
        "parts": lambda: "".join(map(part, parts())) + "\n",
        **{f"options of {name}": partial(options, one) for name, one in commands()},
    }
    return makers[name]()


def commands(command: Any = None, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every command that help lists, with its name, such as `user add`."""
    for name, below in getattr(command or get_command(app), "commands", {}).items():
        if not below.hidden:
            yield f"{path}{name}", below
            yield from commands(below, f"{path}{name} ")


def options(command: Any) -> str:
    """What a command takes, a row each, in the words of its help."""
    taken = [f"| {_name(one)} | {_means(one)} |\n" for one in command.params]
    return "\n| takes | means |\n|---|---|\n" + "".join(taken) + "\n"


def _name(one: Any) -> str:
    if one.param_type_name == "argument":
        return f"`{one.metavar}`"
    names = ", ".join(f"`{name}`" for name in sorted(one.opts, key=len))
    return names if one.is_flag else f"{names} {one.metavar or _metavar(one)}"


def _metavar(one: Any) -> str:
    """What stands for an option's value where its command names nothing better."""
    written = str(one.type_descriptor.annotation)
    return next((name for kind, name in METAVARS.items() if kind in written), "WORD")


def _means(one: Any) -> str:
    help = f"{(one.help or '').strip().removesuffix('.')}{_choices(one)}".replace("|", "\\|")
    default = one.default.value if isinstance(one.default, Enum) else one.default
    return help if default in (None, False, "", ()) or callable(default) else f"{help}. By default {default}"


def _choices(one: Any) -> str:
    kind = one.type_descriptor.annotation
    return f": {_one(kind)}" if isinstance(kind, type) and issubclass(kind, Enum) else ""


def shelf(one: Shelf) -> str:
    """A chapter on a shelf: where it is, what a record is, and its fields. The id of a record is its place."""
    place = PLACES[one.layout].format(name=one.name)
    return f"\n## {one.name}\n\n{place}\n\n{_about(one.record)}\n{_table(one.record, has_id=False)}"


def part(kind: type) -> str:
    """A chapter on a part of records."""
    return f"\n### {kind.__name__}\n\n{_about(kind)}\n{_table(kind, has_id=True)}"


def parts() -> list[type]:
    """Every record within a record, in the order in which they are met."""
    met: dict[type, None] = {}
    for one in SHELVES:
        _meet(one.record, met)
    return [kind for kind in met if kind not in {one.record for one in SHELVES}]


def _meet(kind: type, met: dict[type, None]) -> None:
    met[kind] = None
    for hint in get_type_hints(kind).values():
        for inner in (hint, *get_args(hint)):
            if _is_part(inner) and inner not in met:
                _meet(inner, met)


def _is_part(hint: Any) -> bool:
    return isinstance(hint, type) and is_dataclass(hint) and hint not in (*RULE, Lay, Clinical)


def _about(kind: type) -> str:
    return "\n".join(line.strip() for line in (kind.__doc__ or "").strip().splitlines()) + "\n"


def _table(kind: type, *, has_id: bool) -> str:
    hints = get_type_hints(kind)
    rows = (
        f"| `{field.name}` | {_is(field.name, hints[field.name])} | {_needed(field)} |\n"
        for field in fields(kind)
        if has_id or field.name != "id"
    )
    return "| field | is | needed |\n|---|---|---|\n" + "".join(rows)


def _needed(field: "Field[Any]") -> str:
    return "yes" if field.default is MISSING and field.default_factory is MISSING else "no"


def _is(name: str, hint: Any) -> str:
    """What a field is, and which shelf its ids are on."""
    kind, shelf = _kind(hint), SHELF_OF.get(name, "")
    return f"{kind}: an id in [{shelf}](#{shelf})" if shelf and kind.endswith("text") else kind


def _kind(hint: Any) -> str:
    """What is written in a field, in words."""
    inner = [one for one in get_args(hint) if one not in (NoneType, ...)]
    if any(one in RULE for one in (hint, *inner)):
        return "rule"
    if get_origin(hint) is tuple:
        return f"list of {_kind(inner[0])}" if ... in get_args(hint) else " and ".join(map(_kind, inner))
    if get_origin(hint) is Mapping:
        return f"mapping: {_kind(inner[0])} to {_kind(inner[1])}"
    return _kind(inner[0]) if inner else _one(hint)


def _one(hint: Any) -> str:
    if _is_part(hint):
        return f"[{hint.__name__}](#{hint.__name__.lower()})"
    if isinstance(hint, type) and issubclass(hint, Enum):
        return ", ".join(f"`{one.id if isinstance(one, Urgency) else one.value}`" for one in hint)
    return WORDS[hint]


def main() -> None:
    """Write every page anew."""
    for name in PAGES:
        page = REFERENCE / name
        page.write_text(written(page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
