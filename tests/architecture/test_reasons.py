"""Whoever silences a checker says which rule, and why."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = [file for name in ("src", "tests", "scripts", "benchmarks") for file in sorted((ROOT / name).rglob("*.py"))]
SILENCED = re.compile(r"#\s*(?:noqa|type:\s*ignore)\b")
WITH_A_REASON = re.compile(r"#\s*(?:noqa: [A-Z]+\d+(?:, ?[A-Z]+\d+)*|type: ignore\[[\w, -]+\])\s+(?:[-#—]\s*)+\w.* \w+")


def without_a_reason(text: str) -> list[str]:
    """The lines of a file that silence a checker and don't say why."""
    return [line.strip() for line in text.splitlines() if SILENCED.search(line) and not WITH_A_REASON.search(line)]


def test_nothing_is_silenced_without_a_reason() -> None:
    told = {file: without_a_reason(file.read_text(encoding="utf-8")) for file in FILES if file != Path(__file__)}
    assert {str(file.relative_to(ROOT)): lines for file, lines in told.items() if lines} == {}


@pytest.mark.parametrize("mark", ["# noqa", "# noqa: S608", "# noqa: S608 -", "# type: ignore", "# type: ignore[misc]"])
def test_a_bare_one_would_be_noticed(mark: str) -> None:
    assert without_a_reason(f"x = 1  {mark}")
    assert not without_a_reason("x = 1  # noqa: S608 - our own names")
    assert not without_a_reason("x = 1  # type: ignore[misc]  # a loop's name")
