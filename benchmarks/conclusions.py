"""Compares what today's code and that of a commit conclude: of every case, and of people drawn from the knowledge.

`--against COMMIT` names the commit, `--of COMMIT` another than the code at hand. Content goes with its code: where it
has changed between the two, so have conclusions. Prints how many differ in which part of the conclusion, and one of
each kind.
"""

import argparse
import io
import json
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterator
from os import environ
from pathlib import Path
from typing import Any

from midback.assurance.population import case_of, sample
from midback.exchange.case_file import load_case
from midback.knowledge import load_knowledge
from midback.strict_yaml import read

HERE = Path(__file__).parents[1]
KNOWLEDGE = load_knowledge()
Person = dict[str, Any]
BEFORE = "eb6085a"
"""The last commit in which content, words and conclusions were one."""


def cases() -> Iterator[Person]:
    """The published cases, by history alone and as examined."""
    for file in sorted((HERE / "tests" / "cases").glob("*.yaml")):
        for history_only in (True, False):
            document = read(file.read_text(encoding="utf-8"), file.name)
            loaded = load_case(document.data, file.name, KNOWLEDGE, history_only=history_only, document=document)
            findings, numbers = loaded.case.findings, dict(loaded.case.quantities)
            yield person(findings.present, findings.absent, numbers, examined=loaded.examined)


def drawn(people: int) -> Iterator[Person]:
    """People drawn from the knowledge, with what they would tell."""
    population = sample(KNOWLEDGE, people, seed=1)
    for place in range(people):
        case = case_of(KNOWLEDGE, population, place)
        yield person(case.findings.present, case.findings.absent, dict(case.quantities), examined=False)


def person(present: Any, absent: Any, quantities: dict[str, float], *, examined: bool) -> Person:
    """Somebody as the probe reads them."""
    return {"present": sorted(present), "absent": sorted(absent), "quantities": quantities, "examined": examined}


def concluded(source: Path, people: list[Person]) -> list[dict[str, Any]]:
    """What the code in a folder concludes of each."""
    probe, text = Path(__file__).with_name("probes") / "conclusions.py", "\n".join(map(json.dumps, people))
    environment = {**environ, "PYTHONPATH": str(source)}
    run = [sys.executable, str(probe)]
    done = subprocess.run(run, input=text, env=environment, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def compare(name: str, people: list[Person], old: Path, new: Path) -> None:
    """Print how many conclusions differ, by part, with the first of each."""
    before, after = concluded(old, people), concluded(new, people)
    differing: Counter[str] = Counter()
    for then, now in zip(before, after, strict=True):
        for part in then:
            if then[part] != now[part]:
                differing[part] += 1
                if differing[part] == 1:
                    print(f"  first in {part}: {_only(then[part], now[part])} → {_only(now[part], then[part])}")
    equal = sum(then == now for then, now in zip(before, after, strict=True))
    print(f"{name}: {equal} of {len(people)} equal; differing by part: {dict(differing) or 'none'}")


def _only(these: object, others: object) -> object:
    """Of two lists what only the first holds; of anything else itself."""
    if isinstance(these, list) and isinstance(others, list):
        return [one for one in these if one not in others] or (
            "another order" if sorted(map(str, these)) == sorted(map(str, others)) else "nothing"
        )
    return these


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--against", metavar="COMMIT", default=BEFORE, help="the code to compare with")
    parser.add_argument("--people", type=int, default=20_000, help="how many to draw")
    parser.add_argument("--of", metavar="COMMIT", help="the code that is compared; by default what is at hand")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as old, tempfile.TemporaryDirectory() as new:
        then = source_of(chosen.against, Path(old))
        now = source_of(chosen.of, Path(new)) if chosen.of else HERE / "src"
        compare("cases, by history and as examined", list(cases()), then, now)
        compare("drawn people", list(drawn(chosen.people)), then, now)


def source_of(commit: str, folder: Path) -> Path:
    """The code of a commit, in a folder."""
    archive = subprocess.run(["git", "archive", commit, "src"], cwd=HERE, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        files.extractall(folder, filter="data")
    return folder / "src"


if __name__ == "__main__":
    main()
