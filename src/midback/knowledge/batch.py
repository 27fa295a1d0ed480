"""Dangers, calms and ladders that lie in a folder of their own, to be tried against rules that don't know them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from midback.document import Document
from midback.errors import ContentError, Fault
from midback.knowledge.knowledge_base import KnowledgeBase
from midback.knowledge.references import Ids, dead_references
from midback.knowledge.schema import SHELVES, Shelf, make
from midback.knowledge.stories import Calm, Ladder
from midback.knowledge.story_check import story_faults
from midback.strict_yaml import read

TRIED = ("dangers", "calms", "ladders")
UNREVIEWED = {"review": {"editor": "none", "on": "2000-01-01", "due": "2000-01-01"}}
UNSOURCED: Mapping[str, Mapping[str, object]] = {"dangers": {"sources": []}}
"""What a story may lack until it is taken into the content. Its sources aren't looked up."""


@dataclass(frozen=True, slots=True)
class Batch:
    """The knowledge with the batch's stories in the place of its own, and what is wrong in those that can't be tried.

    `files` counts all of them, sound or not.
    """

    knowledge: KnowledgeBase
    files: int
    faults: tuple[Fault, ...]

    @property
    def unsound(self) -> int:
        """How many files can't be tried."""
        return len({fault.where for fault in self.faults})


def read_batch(folder: Path, knowledge: KnowledgeBase) -> Batch:
    """The stories in `dangers/`, `calms/` and `ladders/` of a folder.

    Raises ContentError where there are none.
    """
    shelves = [shelf for shelf in SHELVES if shelf.name in TRIED]
    paths = {shelf.name: sorted((folder / shelf.name).glob("*.yaml")) for shelf in shelves}
    if not any(paths.values()):
        names = ", ".join(f"{name}/" for name in TRIED)
        raise ContentError([Fault(str(folder), 0, f"holds no stories; put them into {names} as YAML, one a file")])
    documents = [(shelf, path.stem, _document(folder, path)) for shelf in shelves for path in paths[shelf.name]]
    records = {shelf.name: dict(_records(shelf, documents, knowledge)) for shelf in shelves}
    faults = tuple(sorted(fault for _, _, document in documents for fault in document.faults))
    tried: Any = {"version": f"{knowledge.version} {folder.name}", **records}
    return Batch(replace(knowledge, **tried), len(documents), faults)


def _document(folder: Path, path: Path) -> Document:
    return read(path.read_text(encoding="utf-8"), path.relative_to(folder).as_posix())


def _records(
    shelf: Shelf, documents: list[tuple[Shelf, str, Document]], knowledge: KnowledgeBase
) -> Iterator[tuple[str, Any]]:
    for on, id, document in documents:
        if on is shelf and (record := _sound(shelf, id, document, knowledge)) is not None:
            yield id, record


def _sound(shelf: Shelf, id: str, document: Document, knowledge: KnowledgeBase) -> Any:
    """A record, or None with every fault of it in its document."""
    if not isinstance(document.data, dict):
        document.fault((), "must be a mapping of names to values")
        return None
    data = {**UNREVIEWED, **UNSOURCED.get(shelf.name, {}), **document.data, "id": id}
    made = make(shelf, id, data, document, ())
    for path, message in (*dead_references(shelf.name, data, _ids(knowledge)), *_told(made and made.record, knowledge)):
        document.fault(path, message)
    return None if document.faults or made is None else made.record


def _ids(knowledge: KnowledgeBase) -> Ids:
    return {"findings": knowledge.findings, "quantities": knowledge.quantities}


def _told(record: Any, knowledge: KnowledgeBase) -> Iterator[tuple[tuple[str | int, ...], str]]:
    records: Any = {name: getattr(knowledge, name) for name in ("findings", "questions", "quantities")}
    if isinstance(record, Calm | Ladder):
        yield from story_faults(record, records)
