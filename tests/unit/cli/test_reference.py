"""The reference pages say what the program does: every option, every field, and an example that runs."""

import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from scripts.reference import PAGES, commands, written
from typer.main import get_command

from midback.cli import app
from midback.cli.ask.answers import Wish
from midback.cli.explain.records import KINDS
from midback.exchange.case_file import CaseFile, Expectation, read_case
from midback.knowledge import load_knowledge
from midback.knowledge.schema import SHELVES, Shelf
from midback.terms import Urgency

REFERENCE = Path(__file__).parents[3] / "docs" / "reference"
CLI = (REFERENCE / "cli.md").read_text(encoding="utf-8")
CONTENT = (REFERENCE / "content.md").read_text(encoding="utf-8")
CASE_FILES = (REFERENCE / "case-files.md").read_text(encoding="utf-8")
COMMANDS: dict[str, Any] = getattr(get_command(app), "commands")  # noqa: B009 - typer's own click has no public type


def chapter(command: str) -> str:
    """The part of the page under a command's heading."""
    return CLI.split(f"## midback {command}\n", 1)[1].split("\n## ", 1)[0]


def options(command: str) -> set[str]:
    """Every option that a command takes."""
    return {name for one in COMMANDS[command].params for name in one.opts if name.startswith("--")}


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_option_of_a_command_is_described_and_no_other(command: str) -> None:
    described = set(re.findall(r"^\| `(--[a-z-]+)`", chapter(command), flags=re.MULTILINE))
    assert described == options(command)


def test_the_options_of_the_program_are_described() -> None:
    assert "--version" in CLI
    assert "--help" in CLI


def test_every_key_of_the_interview_is_described() -> None:
    assert all(f"| `{key}` |" in chapter("interview") for key in [*Wish, "n", "s"])


def test_every_kind_that_can_be_explained_is_named() -> None:
    assert all(f"`{kind}`" in chapter("explain") for kind in KINDS)


def test_every_field_of_a_case_file_is_described() -> None:
    described = re.findall(r"^\| (`.+?`) \|", CASE_FILES, flags=re.MULTILINE)
    names = {name for line in described for name in re.findall(r"`(\w+)`", line)}
    assert names == {*CaseFile.model_fields, *Expectation.model_fields}
    assert all(f"`{vital}`" in CASE_FILES for vital in ("temperature", "oxygen_saturation"))
    assert all(f"`{urgency.id}`" in CASE_FILES for urgency in Urgency)


def test_the_full_example_is_a_sound_case() -> None:
    example = re.search(r"```yaml\n(title: .*?)```", CASE_FILES, flags=re.DOTALL)
    assert example
    loaded = read_case(example[1], "case-files.md", load_knowledge())
    assert loaded.examined
    assert set(loaded.file.expect.conditions) <= load_knowledge().conditions.keys()


@pytest.mark.parametrize("page", PAGES)
def test_the_page_says_what_the_code_says_now(page: str) -> None:
    text = (REFERENCE / page).read_text(encoding="utf-8")
    assert written(text) == text, f"docs/reference/{page} is out of date: run `make reports`"


@pytest.mark.parametrize("command", [name for name, one in commands() if one.params])
def test_every_command_that_takes_something_has_its_place(command: str) -> None:
    assert f"<!-- made: options of {command} -->" in CLI


def test_a_stale_line_is_written_anew_and_the_prose_around_it_stays() -> None:
    stale = CLI.replace("| `--resume` | Go on", "| `--resume` | Stop")
    assert stale != CLI
    assert written(f"Prose before.\n{stale}Prose after.\n") == f"Prose before.\n{CLI}Prose after.\n"


def test_a_mark_that_nothing_makes_is_told() -> None:
    with pytest.raises(KeyError, match="options of nothing"):
        written("<!-- made: options of nothing -->\n<!-- end -->")


@pytest.mark.parametrize("shelf", SHELVES, ids=lambda shelf: shelf.name)
def test_every_field_of_a_record_is_described_and_no_other(shelf: Shelf) -> None:
    chapter = CONTENT.split(f"## {shelf.name}\n", 1)[1].split("\n## ", 1)[0]
    described = re.findall(r"^\| `(\w+)` \|", chapter, flags=re.MULTILINE)
    assert described == [field.name for field in fields(shelf.record) if field.name != "id"]
