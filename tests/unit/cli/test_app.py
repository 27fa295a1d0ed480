"""The program as a whole: help that teaches, counts that are right, and nothing heavy before it is needed."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import cast

import pytest
from starlette.testclient import TestClient
from tests.contents import copied
from typer.core import TyperGroup
from typer.main import get_command
from typer.testing import CliRunner

from midback import __version__
from midback.assurance.numbers import by_kind
from midback.cli import app
from midback.knowledge import load_knowledge, load_words
from midback.knowledge.schema import SHELVES

KNOWLEDGE = load_knowledge()
WORDS = load_words()
GROUP = cast(TyperGroup, get_command(app))
COMMANDS = [name for name, command in GROUP.commands.items() if not command.hidden]
runner = CliRunner(env={"COLUMNS": "80", "NO_COLOR": "1", "TERM": "dumb"})


def test_the_version_is_printed() -> None:
    result = runner.invoke(app, ["--version"])
    assert (result.exit_code, result.stdout) == (0, f"midback {__version__}\n")


def test_help_names_every_command_and_that_it_is_no_diagnosis() -> None:
    text = runner.invoke(app, ["--help"]).stdout
    assert {"interview", "serve", "prove"} <= set(COMMANDS)
    assert [name for name in COMMANDS if not re.search(rf"^\W*{name} ", text, re.MULTILINE)] == []
    assert "does not diagnose" in " ".join(text.split())


@cache
def loaded_with_the_terminal() -> frozenset[str]:
    """The modules that a fresh Python holds once the terminal's commands are loaded."""
    code = "import sys, midback.cli; print(*sys.modules)"
    return frozenset(subprocess.check_output([sys.executable, "-c", code], text=True).split())


@pytest.mark.parametrize(
    "heavy", ["fastapi", "sqlalchemy", "starlette", "uvicorn", "alembic", "jinja2", "numpy", "scipy", "z3"]
)
def test_loading_the_terminal_loads_no_web_framework_and_no_database(heavy: str) -> None:
    assert "typer" in loaded_with_the_terminal()
    assert heavy not in loaded_with_the_terminal()


def test_questions_are_listed_in_their_order() -> None:
    text = runner.invoke(app, ["questions"]).stdout
    words = " ".join(text.split())
    assert all(" ".join(WORDS.text(question.ask).split()) in words for question in KNOWLEDGE.interview)


def test_questions_as_json_hold_every_page_and_option() -> None:
    pages = json.loads(runner.invoke(app, ["questions", "--json"]).stdout)
    assert [page["id"] for page in pages] == [question.id for question in KNOWLEDGE.interview]
    assert [len(page["options"]) for page in pages] == [len(question.options) for question in KNOWLEDGE.interview]


@pytest.mark.slow
def test_check_counts_every_shelf_and_every_number() -> None:
    result = runner.invoke(app, ["check"])
    assert result.exit_code == 0
    lines = [line.split() for line in result.stdout.splitlines()]
    assert all([shelf.name, str(len(getattr(KNOWLEDGE, shelf.name)))] in lines for shelf in SHELVES)
    assert by_kind(KNOWLEDGE)["background"].total() == len(KNOWLEDGE.findings)


@pytest.mark.slow
def test_check_reports_every_fault_of_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = copied(tmp_path, monkeypatch)
    (folder / "families.yaml").write_text("a: {labell: A}\nb: 3\n", encoding="utf-8")
    result = runner.invoke(app, ["check", str(folder)])
    assert result.exit_code == 2
    assert "families.yaml:1: " in result.stderr
    assert "families.yaml:2: " in result.stderr


def test_check_says_where_there_is_no_folder(tmp_path: Path) -> None:
    result = runner.invoke(app, ["check", str(tmp_path / "nowhere")])
    assert result.exit_code == 2
    assert "is not a folder" in result.stderr


@pytest.mark.slow
def test_schemas_are_written_for_every_shelf_the_case_file_and_the_report(tmp_path: Path) -> None:
    result = runner.invoke(app, ["check", "--schema", str(tmp_path / "schemas")])
    assert result.exit_code == 0
    written = {file.name.removesuffix(".schema.json") for file in (tmp_path / "schemas").iterdir()}
    assert written == {"case", "report", *(shelf.name for shelf in SHELVES)}
    red_flag = json.loads((tmp_path / "schemas" / "red_flags.schema.json").read_text(encoding="utf-8"))
    assert "id" not in red_flag["required"]
    assert "when" in red_flag["required"]


def test_schemas_that_cannot_be_written_are_told_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    result = runner.invoke(app, ["check", "--schema", str(tmp_path / "file")])
    assert result.exit_code == 2
    assert "can't be written" in result.stderr


def test_serve_hands_over_to_the_web_application(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[tuple[str, int, int, bool, Path | None]] = []

    def serve(
        host: str, port: int, workers: int, *, new: bool, content: Path | None, listening: Callable[[], None]
    ) -> None:
        heard.append((host, port, workers, new, content))
        listening()

    web = ModuleType("midback.web.server")
    web.serve = serve  # type: ignore[attr-defined]  # a module made up for the test
    monkeypatch.setitem(sys.modules, "midback.web.server", web)
    result = runner.invoke(app, ["serve", "--port", "8123", "--workers", "2", "--content", "mine"])
    assert heard == [("127.0.0.1", 8123, 2, False, Path("mine"))]
    assert "http://127.0.0.1:8123" in result.stdout


def test_without_the_web_part_serve_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "midback.web.server", None)
    result = runner.invoke(app, ["serve"])
    assert result.exit_code == 2
    assert "pip install 'midback[app]'" in result.stderr


@pytest.fixture
def other_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shipped content, with a question and a finding worded otherwise."""
    folder = copied(tmp_path, monkeypatch)
    for name, old, new in [
        ("questions/about_you.yaml", "ask: How old are you?", "ask: How many winters?"),
        ("findings/whole_body.yaml", "lay: fever, shivering", "lay: winter heat, shivering"),
    ]:
        text = (folder / name).read_text("utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), "utf-8")
    return folder


@pytest.mark.parametrize(
    ("command", "worded"), [(["explain", "fever"], "winter heat"), (["questions"], "How many winters?")]
)
@pytest.mark.slow
def test_other_content_can_be_read_in_place_of_the_shipped(
    other_content: Path, command: list[str], worded: str
) -> None:
    assert worded not in runner.invoke(app, command).stdout
    result = runner.invoke(app, [*command, "--content", str(other_content)])
    assert result.exit_code == 0, result.stderr
    assert worded in result.stdout


@pytest.mark.parametrize("command", [["explain"], ["questions"], ["serve"], ["assess", "x.yaml"]])
def test_content_at_fault_is_told_before_anything_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setenv("MIDBACK_DATABASE", f"sqlite:///{tmp_path / 'midback.db'}")
    monkeypatch.setenv("MIDBACK_CONTENT", "")
    result = runner.invoke(app, [*command, "--content", str(tmp_path / "nowhere")])
    assert result.exit_code == 2
    assert "nowhere: is not a folder" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_what_is_served_is_the_content_that_was_named(
    other_content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from midback.web.server import worker_app

    monkeypatch.setenv("MIDBACK_DATABASE", f"sqlite:///{tmp_path / 'midback.db'}")
    monkeypatch.setenv("MIDBACK_CONTENT", str(other_content))
    with TestClient(worker_app(), base_url="http://localhost") as client:
        asked = {one["id"]: one["ask"] for one in client.get("/api/questions").json()}
    assert asked["age"] == "How many winters?"


def test_an_unknown_profile_is_a_mistake_everywhere() -> None:
    for command in (["explain", "fever"], ["questions"]):
        result = runner.invoke(app, [*command, "--profile", "mars"])
        assert result.exit_code == 2
        assert "`mars` is no profile" in result.stderr


@pytest.mark.slow
def test_a_part_that_is_not_installed_is_named_with_the_way_to_install_it() -> None:
    without = "import sys; sys.modules['z3'] = None; from midback.cli import main; main()"
    run = [sys.executable, "-c", without, "prove", "--kind", "well"]
    result = subprocess.run(run, capture_output=True, text=True, check=False)
    assert result.returncode == 2
    assert "pip install 'midback[app]'" in result.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
@pytest.mark.parametrize("command", [["questions"], ["explain"], ["assess", "tests/cases/hc082_driver_posture.yaml"]])
@pytest.mark.slow
def test_what_cannot_be_written_is_told_in_one_line(command: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        result = subprocess.run(
            [sys.executable, "-m", "midback", *command], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert result.returncode == 2
    assert result.stderr == "midback: this can't be written or read: No space left on device\n"


@pytest.mark.slow
def test_a_reader_who_leaves_is_no_error() -> None:
    program = subprocess.Popen(
        [sys.executable, "-m", "midback", "questions", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert program.stdout
    assert program.stderr
    program.stdout.read(1)
    program.stdout.close()
    assert program.stderr.read() == b""
    program.stderr.close()
    program.wait(30)
