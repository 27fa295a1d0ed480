"""Case files from the command line."""

import sys
from collections.abc import Iterator
from pathlib import Path

from midback.errors import CaseError, Fault
from midback.exchange.case_file import LoadedCase, load_case
from midback.knowledge import KnowledgeBase
from midback.strict_yaml import read
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
    document = read(_text(name), name)
    if document.faults:
        raise CaseError(document.faults)
    return load_case(document.data, name, knowledge, profile=profile, history_only=history_only, document=document)


def _text(name: str) -> str:
    try:
        return sys.stdin.read() if name == STDIN else Path(name).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise CaseError([_unreadable(name, say("error.no_text"))]) from None
    except OSError as error:
        raise CaseError([_unreadable(name, error.strerror or str(error))]) from None


def _unreadable(name: str, problem: str) -> Fault:
    return Fault(name, 0, say("error.unreadable", problem=problem))


def titles(cases: dict[str, LoadedCase]) -> Iterator[tuple[str, LoadedCase]]:
    """Each case with what to call it."""
    return ((case.file.title or name, case) for name, case in cases.items())
