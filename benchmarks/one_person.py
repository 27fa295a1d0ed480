"""Times one person's path: load the content, assess a case, ask the next question. Prints a table with peers.

`--against COMMIT` runs today's code and that of a commit in turn, in one run on one machine, and prints their ratios.
"""

import argparse
import io
import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable
from importlib.resources import files
from os import environ
from pathlib import Path
from statistics import median
from time import perf_counter

import yaml
from probes.one_person import states

from midback.engine import ask_next, assess, case_from, triage
from midback.exchange.told import tell
from midback.knowledge import load_knowledge, load_words

ROUNDS = 200
TURNS = 5
COLD = (
    "from time import perf_counter as t; b = t(); from midback.knowledge import load_knowledge; load_knowledge();"
    " from midback.engine import assess; print((t() - b) * 1000)"
)


def milliseconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median time of a piece of work."""
    times = []
    for _ in range(rounds):
        begun = perf_counter()
        work()
        times.append((perf_counter() - begun) * 1000)
    return median(times)


def in_a_new_process(cache: str) -> float:
    """Import and load in a fresh interpreter, with a cache folder that may be empty."""
    run = [sys.executable, "-c", COLD]
    return float(subprocess.run(run, env={**environ, "XDG_CACHE_HOME": cache}, capture_output=True, check=True).stdout)


def peer_load() -> float:
    """PyYAML's own loader over the same files, without any check."""
    texts = [path.read_text() for path in Path(str(files("midback") / "content")).rglob("*.yaml")]
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return milliseconds(lambda: [yaml.load(text, Loader=loader) for text in texts], rounds=3)


def against(commit: str) -> None:
    """Today's code beside that of a commit, each in processes of its own, in turn; the median of the turns."""
    here = Path(__file__).parents[1]
    with tempfile.TemporaryDirectory() as old:
        archive = subprocess.run(["git", "archive", commit, "src"], cwd=here, capture_output=True, check=True).stdout
        with tarfile.open(fileobj=io.BytesIO(archive)) as files_then:
            files_then.extractall(old, filter="data")
        turns = [(probed(Path(old) / "src"), probed(here / "src")) for _ in range(TURNS)]
    print(f"{'median of':<24}{commit:>12}{'now':>12}{'faster':>10}   lowest and highest of {TURNS} turns")
    for name in turns[0][0]:
        then, now = (median(turn[place][name] for turn in turns) for place in (0, 1))
        ratios = sorted(turn[0][name] / turn[1][name] for turn in turns)
        print(f"{name:<24}{then:>9.2f} ms{now:>9.2f} ms{then / now:>8.1f} ×   {ratios[0]:.1f} to {ratios[-1]:.1f}")


def probed(source: Path) -> dict[str, float]:
    """What the probe measures with the code in a folder."""
    probe = Path(__file__).with_name("probes") / "one_person.py"
    run = subprocess.run(
        [sys.executable, str(probe)], env={**environ, "PYTHONPATH": str(source)}, capture_output=True, check=True
    )
    found: dict[str, float] = json.loads(run.stdout)
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--against", metavar="COMMIT", help="the code to compare with")
    commit = parser.parse_args().against
    if commit:
        against(commit)
    else:
        beside_peers()


def beside_peers() -> None:
    """Today's code beside other programs."""
    with tempfile.TemporaryDirectory() as cache:
        anew = in_a_new_process(cache)
        kept = median(in_a_new_process(cache) for _ in range(5))
    knowledge = load_knowledge()
    case = case_from(
        knowledge,
        present=["pain_medial_scapula", "aching", "muscle_tightness", "desk_or_driving_work"],
        absent=["fever", "leg_weakness", "weight_loss", "history_cancer"],
        quantities={"age": 34, "duration_days": 5},
    )
    walked = states()
    steps = [milliseconds(lambda state=state: ask_next(knowledge, state), rounds=20) for state in walked]  # type: ignore[misc]  # mypy can't type a default that binds a loop's name
    peer, words, result = peer_load(), load_words(), assess(knowledge, case)
    assessing = milliseconds(lambda: assess(knowledge, case))
    told = milliseconds(lambda: tell(result, knowledge, words).person)
    noted = milliseconds(lambda: tell(result, knowledge, words).clinician)
    rows = [
        ("import and load, first time", anew, f"{anew / peer:.2f} × PyYAML C loader without checks ({peer:.0f} ms)"),
        ("import and load, parsed before", kept, f"{kept / peer:.2f} × the same"),
        ("triage alone", milliseconds(lambda: triage(knowledge, case.findings)), f"{len(knowledge.red_flags)} rules"),
        ("one assessment", assessing, f"{len(knowledge.conditions)} conditions"),
        ("told to the person", told, f"{told / assessing:.1f} × assessing"),
        ("told to a clinician", noted, f"{noted / assessing:.1f} × assessing"),
        ("ask_next, median", median(steps), f"over {len(walked)} states of one interview"),
        ("ask_next, slowest", max(steps), ""),
    ]
    for name, time, beside in rows:
        print(f"{name:<32}{time:>9.2f} ms   {beside}")


if __name__ == "__main__":
    main()
