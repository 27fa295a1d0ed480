"""Nothing in the repository tells of the machine it was written on, or needs a registry of its own."""

import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

LEAKS = {
    "a path of one machine": r"(^|[^A-Za-z0-9_.-])/(work|farm|root|home/[a-z]+)/",
    "a package index": r"--((extra-)?index-url|find-links)|https?://[^\s/]*/simple/|files\.pythonhosted",
    "an npm registry": r'"resolved": *"http|registry *= *"?http|registry\.npmjs',
}


@cache
def text_files() -> dict[Path, str]:
    """Every text file that is tracked, or would be if it were added now."""
    command = [
        "git",
        "-c",
        "safe.directory=*",
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    files = [ROOT / name for name in listed.split("\0") if name]
    return {file: text for file in files if file.is_file() and (text := read(file)) is not None}


def read(file: Path) -> str | None:
    """The text of a file, or None if it isn't text."""
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def places(pattern: str) -> Iterator[str]:
    """Each file and line where a pattern occurs."""
    for file, text in text_files().items():
        for number, line in enumerate(text.splitlines(), start=1):
            if re.search(pattern, line):
                yield f"{file.relative_to(ROOT)}:{number}: {line.strip()[:120]}"


@pytest.mark.parametrize("leak", LEAKS)
def test_no_file_names(leak: str) -> None:
    assert list(places(LEAKS[leak])) == []


@pytest.mark.parametrize(
    ("leak", "parts"),
    [
        ("a path of one machine", ("cd ", "/", "root", "/", "x")),
        ("a package index", ("-", "-index", "-url x")),
        ("an npm registry", ("registry", "=", "http")),
    ],
)
def test_a_leak_would_be_noticed(leak: str, parts: tuple[str, ...]) -> None:
    assert re.search(LEAKS[leak], "".join(parts))


def test_the_readme_has_at_most_120_lines() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 120
