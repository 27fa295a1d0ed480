"""The code as it is parsed: each file once in a process, and only for the tests that look at it."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]


@cache
def tree_of(file: Path) -> ast.Module:
    """What a file of Python says. It is shared: look, and change nothing."""
    return ast.parse(file.read_text(encoding="utf-8"))


@cache
def nodes_of(file: Path) -> tuple[ast.AST, ...]:
    """Every part of a file of Python, the outer before the inner."""
    return tuple(ast.walk(tree_of(file)))


@cache
def named_tests() -> frozenset[str]:
    """The name of every test function in the suite."""
    files = (ROOT / "tests").rglob("test_*.py")
    found = (node.name for file in files for node in nodes_of(file) if isinstance(node, ast.FunctionDef))
    return frozenset(name for name in found if name.startswith("test_"))
