"""Functions and files stay small enough to read at a glance."""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "src" / "midback").rglob("*.py"))


def functions(file: Path) -> Iterator[tuple[str, int]]:
    """Each function's place and its length in lines, from `def` to its last line."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            yield f"{file.relative_to(ROOT)}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1


def longest(lengths: dict[str, int], over: int) -> list[tuple[str, int]]:
    """What is longer than `over` lines, longest first."""
    return sorted(((name, lines) for name, lines in lengths.items() if lines > over), key=lambda pair: -pair[1])


FUNCTIONS = {name: lines for file in FILES for name, lines in functions(file)}
LINES = {str(file.relative_to(ROOT)): len(file.read_text(encoding="utf-8").splitlines()) for file in FILES}


def test_half_of_all_functions_have_at_most_7_lines() -> None:
    assert median(FUNCTIONS.values()) <= 7


def test_95_of_100_functions_have_at_most_35_lines() -> None:
    assert quantiles(FUNCTIONS.values(), n=20)[-1] <= 35, longest(FUNCTIONS, over=35)


def test_no_function_has_more_than_60_lines() -> None:
    assert longest(FUNCTIONS, over=60) == []


def test_half_of_all_files_have_at_most_120_lines() -> None:
    assert median(LINES.values()) <= 120


def test_no_file_has_more_than_500_lines() -> None:
    assert longest(LINES, over=500) == []
