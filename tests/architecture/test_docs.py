"""What a reader looks for is there, and every command is described."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from midback.cli import app

ROOT = Path(__file__).parents[2]
DECISIONS = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
PAGES = [
    "README.md",
    "CHANGELOG.md",
    "GLOSSARY.md",
    "docs/operate.md",
    "docs/reference/cli.md",
    "docs/how-to/sentences.md",
    "docs/how-to/serve.md",
    "src/midback/content/CHANGES.md",
]


def commands(command: Any, path: str = "midback") -> Iterator[str]:
    """The full name of every command below `command` that its help lists."""
    for name, below in getattr(command, "commands", {}).items():
        if not below.hidden:
            yield f"{path} {name}"
            yield from commands(below, f"{path} {name}")


@pytest.mark.parametrize("page", PAGES)
def test_a_reader_finds(page: str) -> None:
    assert (ROOT / page).is_file()


@pytest.mark.parametrize("page", [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")], ids=lambda page: page.name)
def test_a_page_begins_with_its_title(page: Path) -> None:
    assert page.read_text(encoding="utf-8").startswith("# ")


@pytest.mark.parametrize("command", sorted(commands(get_command(app))))
def test_the_reference_describes(command: str) -> None:
    assert command in (ROOT / "docs" / "reference" / "cli.md").read_text(encoding="utf-8")


def settings() -> set[str]:
    """Every environment variable of ours that the code names."""
    files = [*(ROOT / "src").rglob("*.py"), *(ROOT / "src").rglob("*.yaml")]
    return {name for file in files for name in re.findall(r"MIDBACK_[A-Z_]+", file.read_text(encoding="utf-8"))}


def test_every_setting_is_described_for_whoever_serves() -> None:
    described = (ROOT / "docs" / "how-to" / "serve.md").read_text(encoding="utf-8")
    assert len(settings()) > 5
    assert {name for name in settings() if f"`{name}`" not in described} == set()


def test_decisions_are_recorded() -> None:
    assert DECISIONS


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda file: file.stem)
def test_a_decision_gives_context_choice_and_consequences_on_one_page(decision: Path) -> None:
    lines = decision.read_text(encoding="utf-8").splitlines()
    headings = [line for line in lines if line.startswith("#")]
    assert headings[0].startswith("# ")
    assert {"## Context", "## Decision", "## Consequences"} <= set(headings)
    assert len(lines) <= 60
