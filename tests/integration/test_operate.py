"""The page for whoever runs a server: its commands are run as they stand there, so that it can't rot."""

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from pgserver import postgres_server

from midback.encounter import Encounters, open_encounters
from midback.knowledge import load_knowledge
from midback.records import Gone, Unreadable

PAGE = (Path(__file__).parents[2] / "docs" / "operate.md").read_text(encoding="utf-8")
SECTIONS = {
    part.partition("\n")[0]: "".join(re.findall(r"^```sh\n(.*?)^```", part, re.DOTALL | re.MULTILINE))
    for part in PAGE.split("\n## ")[1:]
}
POSTGRESQL = Path(postgres_server.__file__).parent / "pginstall" / "bin"
WAIT = 180
pytestmark = pytest.mark.slow


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine of its own: its folders are beneath this one."""
    programs = [str(Path(sys.executable).parent), str(POSTGRESQL), os.environ["PATH"]]
    monkeypatch.setenv("PATH", os.pathsep.join(programs))
    for name in ("KEY", "DATABASE", "ADDRESS", "PROXIES"):
        monkeypatch.delenv(f"MIDBACK_{name}", raising=False)
    return tmp_path


def run(place: Path, section: str, **settings: str) -> str:
    """Run a section's commands with the settings of the first; whatever fails, fails the test."""
    exports = "".join(line for line in SECTIONS["Set up"].splitlines(keepends=True) if line.startswith("export"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    given = "".join(f"export {name}='{value}'\n" for name, value in settings.items())
    script = f"set -euo pipefail\n{exports if section != 'Set up' else ''}{given}{SECTIONS[section]}"
    for path in ("/var/lib/midback", "/etc/midback"):
        script = script.replace(path, f"{place}{path}")
    needs(script)
    done = subprocess.run(
        ["bash", "-c", script.replace("8000", port)],
        cwd=place,
        capture_output=True,
        text=True,
        timeout=WAIT,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


def needs(script: str) -> None:
    for program in ("openssl", "curl", "sqlite3", "pg_dump", "pg_restore"):
        if re.search(rf"\b{program} ", script) and not shutil.which(program):
            pytest.skip(f"this machine has no {program}")


@pytest.fixture
def opened(place: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Encounters]:
    """Opens the database as it was set up, with the key that is there now."""

    def open_it() -> Encounters:
        monkeypatch.setenv("MIDBACK_KEY", (place / "etc/midback/key").read_text(encoding="ascii"))
        return open_encounters(f"sqlite:///{place}/var/lib/midback/midback.db", load_knowledge())

    return open_it


def begun(opened: Callable[[], Encounters]) -> str:
    with closing(opened()) as encounters:
        return encounters.begin().token


def is_there(opened: Callable[[], Encounters], token: str) -> bool:
    with closing(opened()) as encounters:
        try:
            encounters.find(token)
        except Gone:
            return False
        return True


def test_every_section_is_run_here_or_has_no_command() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    assert [name for name, script in SECTIONS.items() if script and f'run(place, "{name}"' not in text] == []
    assert len([script for script in SECTIONS.values() if script]) >= 6


def test_a_server_is_set_up_watched_backed_up_and_restored(place: Path, opened: Callable[[], Encounters]) -> None:
    assert "the first start makes it" in run(place, "Set up")
    assert run(place, "Is it well?").endswith("ok")
    token = begun(opened)
    run(place, "Back up")
    with closing(opened()) as encounters:
        encounters.delete(token)
    assert not is_there(opened, token)
    assert "opens with this key" in run(place, "Restore")
    assert is_there(opened, token)


def test_a_key_is_changed(place: Path, opened: Callable[[], Encounters], monkeypatch: pytest.MonkeyPatch) -> None:
    run(place, "Set up")
    token = begun(opened)
    earlier = (place / "etc/midback/key").read_text(encoding="ascii")
    assert "opens with this key" in run(place, "Change the key")
    assert is_there(opened, token)
    monkeypatch.setenv("MIDBACK_KEY", earlier)
    with pytest.raises(Unreadable):
        open_encounters(f"sqlite:///{place}/var/lib/midback/midback.db", load_knowledge())


def test_postgresql_is_dumped_and_restored(place: Path, postgres: str, monkeypatch: pytest.MonkeyPatch) -> None:
    run(place, "Set up")
    key = (place / "etc/midback/key").read_text(encoding="ascii")
    monkeypatch.setenv("MIDBACK_KEY", key)
    with closing(open_encounters(postgres, load_knowledge())) as encounters:
        token = encounters.begin().token
    assert "opens with this key" in run(place, "PostgreSQL", MIDBACK_DATABASE=postgres)
    with closing(open_encounters(postgres, load_knowledge())) as encounters:
        assert encounters.find(token).responses == {}
