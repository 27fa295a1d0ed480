"""A package names what it shows, and nobody takes from it what it doesn't name."""

import ast
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest
from tests.trees import nodes_of, tree_of

SOURCE = Path(__file__).parents[2] / "src"
PACKAGES = {
    ".".join(file.parent.relative_to(SOURCE).parts): file for file in sorted((SOURCE / "midback").rglob("__init__.py"))
}


def named(package: str) -> list[str] | None:
    """What a package names in `__all__`, as written; None if it names nothing."""
    for node in tree_of(PACKAGES[package]).body:
        match node:
            case (
                ast.Assign(targets=[ast.Name("__all__")], value=value)
                | ast.AnnAssign(target=ast.Name("__all__"), value=ast.List() as value)
            ):
                return list(ast.literal_eval(value))
            case _:
                pass
    return None


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_names_what_it_shows(package: str) -> None:
    names = named(package)
    assert names is not None, "give it __all__"
    assert names == sorted(names, key=lambda name: (not name.isupper(), name[0].islower(), name))
    module = import_module(package)
    assert [name for name in names if not hasattr(module, name) and find_spec(f"{package}.{name}") is None] == []


@cache
def taken() -> dict[str, set[str]]:
    """What any file takes straight from a package, by package."""
    found: dict[str, set[str]] = {package: set() for package in PACKAGES}
    for file in (SOURCE / "midback").rglob("*.py"):
        for node in nodes_of(file):
            if isinstance(node, ast.ImportFrom) and node.module in PACKAGES and file != PACKAGES[node.module]:
                found[node.module] |= {alias.name for alias in node.names}
    return found


def test_nothing_is_taken_from_a_package_that_it_does_not_name() -> None:
    """A module of a package is a room of its own, and who may enter is held by the import layers."""
    hidden = {
        f"{package}.{name}"
        for package, names in taken().items()
        for name in names - set(named(package) or ())
        if find_spec(f"{package}.{name}") is None
    }
    assert hidden == set()


def test_something_is_taken() -> None:
    assert {"assess", "triage"} <= taken()["midback.engine"]
