"""Functions and files stay small enough to read at a glance."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import median, quantiles

from tests.trees import nodes_of

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "src" / "midback").rglob("*.py"))
ALL = [*FILES, *(file for name in ("tests", "scripts", "benchmarks") for file in sorted((ROOT / name).rglob("*.py")))]


def functions(file: Path) -> Iterator[tuple[str, int]]:
    """Each function's place and its length in lines, from `def` to its last line."""
    for node in nodes_of(file):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            yield f"{file.relative_to(ROOT)}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1


def longest(lengths: dict[str, int], over: int) -> list[tuple[str, int]]:
    """What is longer than `over` lines, longest first."""
    return sorted(((name, lines) for name, lines in lengths.items() if lines > over), key=lambda pair: -pair[1])


@cache
def of_the_program() -> dict[str, int]:
    """The length of each function that is shipped."""
    return {name: lines for file in FILES for name, lines in functions(file)}


def anywhere() -> dict[str, int]:
    """The length of each function, tests and scripts included."""
    return {name: lines for file in ALL for name, lines in functions(file)}


def lines_of_files() -> dict[str, int]:
    return {str(file.relative_to(ROOT)): len(file.read_text(encoding="utf-8").splitlines()) for file in ALL}


def test_half_of_all_functions_have_at_most_6_lines() -> None:
    assert median(of_the_program().values()) <= 6


def test_95_of_100_functions_have_at_most_20_lines() -> None:
    assert quantiles(of_the_program().values(), n=20)[-1] <= 20, longest(of_the_program(), over=20)


def test_no_function_has_more_than_50_lines() -> None:
    assert longest(anywhere(), over=50) == []


def test_half_of_all_files_have_at_most_100_lines() -> None:
    assert median(lines_of_files().values()) <= 100


def test_no_file_has_more_than_400_lines() -> None:
    assert longest(lines_of_files(), over=400) == []


def test_what_is_too_long_would_be_noticed() -> None:
    file = ROOT / "tests" / "architecture" / "test_size.py"
    measured = dict(functions(file))
    assert len(measured) > 5
    (name,) = (name for name in measured if name.endswith(" functions"))
    assert measured[name] == 6
    assert longest({"short": 5, "long": 51, "longer": 90}, over=50) == [("longer", 90), ("long", 51)]
