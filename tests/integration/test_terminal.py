"""The program as it is installed: the README's example, and an interview in a real terminal."""

import os
import pty
import re
import select
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MIDBACK = str(Path(sys.executable).with_name("midback"))
README = (ROOT / "README.md").read_text(encoding="utf-8") if (ROOT / "README.md").exists() else ""
EXAMPLES = re.findall(r"^[ \t]*(?:\$ )?(?:[\w./-]+/)?(midback assess [^#|>\n]+)", README, flags=re.MULTILINE)


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1"}
    return subprocess.run([MIDBACK, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_the_readme_shows_an_assessment() -> None:
    assert EXAMPLES


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_readmes_example_runs_end_to_end(example: str) -> None:
    _, *arguments = shlex.split(example)
    result = run(*arguments)
    assert result.returncode == 0, result.stderr
    assert "does not diagnose" in result.stdout or '"content_version"' in result.stdout


def test_a_published_case_is_assessed_end_to_end() -> None:
    result = run("assess", "tests/cases/hc037_cord_compression.yaml")
    assert result.returncode == 0, result.stderr
    assert "Emergency" in result.stdout.splitlines()[1]
    assert "Midback informs. It does not diagnose" in result.stdout
    assert "Not yet reviewed by a clinician." in " ".join(result.stdout.split())


def test_a_mistake_is_told_on_stderr_without_a_traceback() -> None:
    result = run("explain", "no_such_thing_at_all")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("midback: nothing is called")


class Terminal:
    """A program in a terminal of its own, which reads what is typed and shows what it prints."""

    def __init__(self, home: Path, *arguments: str) -> None:
        leader, follower = pty.openpty()
        environment = {**os.environ, "XDG_DATA_HOME": str(home), "COLUMNS": "80", "TERM": "xterm"}
        environment.pop("MIDBACK_DATABASE", None)
        self.screen = ""
        self.leader = leader
        self.process = subprocess.Popen(
            [MIDBACK, *arguments], stdin=follower, stdout=follower, stderr=follower, env=environment, cwd=ROOT
        )
        os.close(follower)

    def wait_for(self, words: str, times: int = 1, seconds: float = 30) -> None:
        """Read on until these words were shown this many times."""
        end = time.monotonic() + seconds
        while self.screen.count(words) < times:
            assert time.monotonic() < end, self.screen
            self._read(0.2)

    def interrupt(self) -> None:
        """Press Ctrl-C once the program waits for a line: the prompt is shown just before that."""
        before, still = self._time_used(), 0
        while still < 5:
            time.sleep(0.1)
            now = self._time_used()
            before, still = now, still + 1 if now == before else 0
        self.process.send_signal(signal.SIGINT)

    def _time_used(self) -> tuple[str, ...]:
        """The state of the program, and the time it has run: the same for as long as it waits."""
        state, *more = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="utf-8").rpartition(") ")[2].split()
        return (state, *more[10:12]) if state == "S" else (state, str(time.monotonic()))

    def type(self, text: str) -> None:
        os.write(self.leader, text.encode())

    def close(self) -> int:
        """Wait for the end of the program; its exit code."""
        try:
            code = self.process.wait(timeout=30)
        finally:
            self.process.kill()
        while self._read(0.1):
            pass
        os.close(self.leader)
        return code

    def _read(self, seconds: float) -> bool:
        ready, _, _ = select.select([self.leader], [], [], seconds)
        try:
            part = os.read(self.leader, 65536) if ready else b""
        except OSError:  # the program has ended
            part = b""
        self.screen += part.decode(errors="replace")
        return bool(part)


def test_ctrl_c_keeps_the_answers_and_says_how_to_go_on(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "interview")
    terminal.wait_for("\n> ")
    terminal.type("n\n")
    terminal.wait_for("\n> ", times=2)
    terminal.interrupt()
    assert terminal.close() == 130
    assert "Traceback" not in terminal.screen
    assert "midback interview --resume" in " ".join(terminal.screen.split())

    again = Terminal(tmp_path, "interview", "--resume")
    again.wait_for("Going on with 1 answers")
    again.type("q\n")
    assert again.close() == 0


def test_ctrl_c_at_the_first_question_says_what_is_kept(tmp_path: Path) -> None:
    first = Terminal(tmp_path, "interview")
    first.wait_for("\n> ")
    first.type("n\nq\n")
    assert first.close() == 0
    again = Terminal(tmp_path, "interview")
    again.wait_for("y yes")
    again.interrupt()
    assert again.close() == 130
    assert "midback interview --resume" in " ".join(again.screen.split())
