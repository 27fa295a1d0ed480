"""Files that the commands read and write."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from midback.cli.show.cases import load_cases
from midback.errors import CaseError, Fault, MidbackError
from midback.exchange.case_file import CaseFile
from midback.knowledge import KnowledgeBase
from midback.words import say

ENDINGS = (".yaml", ".yml", ".json")


def case_files(names: Iterable[Path], knowledge: KnowledgeBase) -> list[tuple[str, CaseFile]]:
    """Every case by its file's name without ending; a folder stands for the case files in it.

    Raises CaseError with the faults of all of them.
    """
    paths = list(dict.fromkeys(path for name in names for path in _within(name)))
    loaded = load_cases([str(path) for path in paths], knowledge, profile=None, history_only=False)
    short = [path.stem for path in paths]
    ids = [path.stem if short.count(path.stem) == 1 else str(path) for path in paths]
    return [(id, loaded[str(path)].file) for id, path in zip(ids, paths, strict=True)]


def _within(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    found = sorted(file for file in path.iterdir() if file.suffix in ENDINGS)
    if not found:
        raise CaseError([Fault(str(path), 0, say("error.no_cases"))])
    yield from found


def written(file: Path, text: str) -> None:
    """Write a file. Raises MidbackError where that can't be done."""
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise MidbackError(f"{file}: {say('error.folder', problem=error.strerror or error)}") from None
