"""Case files from the command line."""

import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

from midback.errors import CaseError, Fault
from midback.exchange.case_document import LARGEST
from midback.exchange.case_file import LoadedCase, read_case
from midback.knowledge import KnowledgeBase
from midback.words import say

STDIN = "-"


def load_cases(
    names: list[str], knowledge: KnowledgeBase, *, profile: str | None, history_only: bool
) -> dict[str, LoadedCase]:
    """Every case by the name of its file. Raises CaseError with the faults of all of them."""
    cases: dict[str, LoadedCase] = {}
    faults = [Fault(STDIN, 0, say("error.twice_stdin"))] if names.count(STDIN) > 1 else []
    for name in dict.fromkeys(names) if not faults else ():
        try:
            cases[name] = _load(name, knowledge, profile, history_only)
        except CaseError as error:
            faults += error.faults
    if faults:
        raise CaseError(faults)
    return cases


def _load(name: str, knowledge: KnowledgeBase, profile: str | None, history_only: bool) -> LoadedCase:
    return read_case(_bytes(name), name, knowledge, profile=profile, history_only=history_only)


def _bytes(name: str) -> bytes:
    """What a file holds, and no more than shows that it is too much."""
    try:
        with nullcontext(sys.stdin.buffer) if name == STDIN else Path(name).open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise CaseError([_unreadable(name, error.strerror or str(error))]) from None


def _unreadable(name: str, problem: str) -> Fault:
    return Fault(name, 0, say("error.unreadable", problem=problem))


def titles(cases: dict[str, LoadedCase]) -> Iterator[tuple[str, LoadedCase]]:
    """Each case with what to call it."""
    return ((case.file.title or name, case) for name, case in cases.items())
