"""The Containerfile's steps, run without a container and without a network: what it copies is there, and is enough."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import make_url
from starlette.routing import Route
from typer.main import get_command

from midback.cli import app
from midback.web.app import healthz

ROOT = Path(__file__).parents[2]
FILE = ROOT / "Containerfile"
WAIT = 40

Step = tuple[str, str]
"""An instruction and what follows it."""


def steps() -> list[Step]:
    """Every step in its order, without comments."""
    lines = FILE.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    told = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    return [(name, rest) for name, _, rest in (line.partition(" ") for line in told)]


def those(name: str) -> list[str]:
    return [rest for instruction, rest in steps() if instruction == name]


def copied() -> list[tuple[list[str], str]]:
    """What is copied from here, and where to."""
    found = [shlex.split(rest) for rest in those("COPY") if "--from=" not in rest]
    return [(words[:-1], words[-1]) for words in found]


def run(*command: str, folder: Path, **settings: str) -> str:
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        timeout=WAIT,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the Containerfile copies, and nothing else."""
    folder = tmp_path_factory.mktemp("container")
    for sources, target in copied():
        for one in sources:
            place = folder / target / Path(one).name if target.endswith("/") else folder / target
            place.parent.mkdir(parents=True, exist_ok=True)
            kept = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / one, place, ignore=kept) if (ROOT / one).is_dir() else shutil.copy(ROOT / one, place)
    return folder


def makes_a_place(words: list[str], source: Path) -> None:
    """`python -m venv`: the module is there and takes the place."""
    run(sys.executable, "-m", "venv", "--without-pip", str(source.parent / "opt"), folder=source)


def installs_what_is_locked(words: list[str], source: Path) -> None:
    """Every locked package, which are those that the tests run with: nothing would be fetched."""
    would = run(
        *(sys.executable, *words[1:], "--dry-run", "--no-index", "--disable-pip-version-check"),
        folder=source,
        PYTHONPATH="",
    )
    assert "Would install" not in would


def installs_midback(words: list[str], source: Path) -> None:
    """Builds and installs what was copied; the program then runs from there with all of its content and pages."""
    target = source.parent / "installed"
    offline = ("--no-index", "--target", str(target), "--disable-pip-version-check", "--quiet")
    run(sys.executable, *words[1:], *offline, folder=source, PYTHONPATH="")
    environment = {"PYTHONPATH": str(target), "XDG_CACHE_HOME": str(source.parent / "cache")}
    assert "Sound" in run(sys.executable, "-m", "midback", "check", folder=source.parent, **environment)
    shipped = {file.relative_to(target) for file in (target / "midback").rglob("*") if file.is_file()}
    here = {file.relative_to(ROOT / "src") for file in (ROOT / "src" / "midback").rglob("*") if file.is_file()}
    assert {file for file in here if "__pycache__" not in file.parts} <= shipped


def names_packages(words: list[str], source: Path) -> None:
    """`apt-get install`: the names exist, where this machine can tell."""
    names = [word for word in words[words.index("install") + 1 :] if not word.startswith("-")]
    if shutil.which("apt-cache") and any(Path("/var/lib/apt/lists").glob("*Packages*")):
        run("apt-cache", "show", "--no-all-versions", *names, folder=source)


def makes_a_user_and_a_folder(words: list[str], source: Path) -> None:
    """The folder for the database is its user's alone, and is where the database is."""
    (folder,) = those("VOLUME")
    (user,) = those("USER")
    assert {"700", user, folder} <= set(words)
    assert f"sqlite:///{folder}/" in those("ENV")[0]


RUNNERS: dict[str, Callable[[list[str], Path], None]] = {
    r"python -m venv /opt/midback": makes_a_place,
    r"/opt/midback/bin/python -m pip install --require-hashes .*": installs_what_is_locked,
    r"/opt/midback/bin/python -m pip install --no-deps .*": installs_midback,
    r"apt-get update && apt-get install .*": names_packages,
    r"useradd .*": makes_a_user_and_a_folder,
}


@pytest.mark.parametrize(("sources", "target"), copied())
def test_what_is_copied_is_there(sources: list[str], target: str) -> None:
    assert [one for one in sources if not (ROOT / one).exists()] == []
    assert target.endswith("/") or len(sources) == 1


@pytest.mark.parametrize("command", those("RUN"))
def test_each_step_works(command: str, source: Path) -> None:
    (runner,) = [runner for shape, runner in RUNNERS.items() if re.fullmatch(shape, command)]
    runner(shlex.split(command), source)


def test_it_serves_as_a_user_of_its_own_with_options_that_there_are() -> None:
    names = [name for name, _ in steps()]
    assert names[-1] == "CMD"
    assert names.index("USER") > max(place for place, name in enumerate(names) if name == "RUN")
    assert those("USER")[-1] not in ("root", "0")
    program, command, *options = json.loads(those("CMD")[-1])
    commands = getattr(get_command(app), "commands", {})
    known = {flag for option in commands[command].params for flag in option.opts}
    assert program == "midback"
    assert {option for option in options if option.startswith("--")} <= known
    assert those("EXPOSE") == [options[options.index("--port") + 1]]


def test_its_health_is_asked_where_it_is_told() -> None:
    _, _, command = those("HEALTHCHECK")[0].partition("CMD ")
    python, _, program = json.loads(command)
    compile(program, "HEALTHCHECK", "exec")
    assert python == "python"
    assert f":{those('EXPOSE')[0]}{Route('/healthz', healthz).path}'" in program


def test_the_image_has_the_driver_of_every_database_that_can_be_configured() -> None:
    locked = re.findall(r"^([\w-]+)==.*\\\n +--hash=", (ROOT / "requirements" / "app.txt").read_text("utf-8"), re.M)
    assert {"sqlalchemy", "psycopg", "psycopg-binary"} <= set(locked)
    assert make_url("postgresql+psycopg://").get_dialect().import_dbapi().__name__ == "psycopg"
