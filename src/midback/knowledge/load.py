"""Reads the content folder into a knowledge base, or reports every fault of every file at once."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

from midback import __version__
from midback.document import Document
from midback.errors import ContentError, Fault
from midback.knowledge.base import Option, Question, QuestionKind
from midback.knowledge.cache import recall, remember
from midback.knowledge.check import check_links
from midback.knowledge.closure import widen
from midback.knowledge.knowledge_base import KnowledgeBase
from midback.knowledge.schema import SHELVES, Layout, Shelf, record
from midback.knowledge.weights import weigh
from midback.strict_yaml import read

Texts = Mapping[str, str]
Raw = dict[str, dict[str, Any]]


@cache
def load_knowledge() -> KnowledgeBase:
    """The knowledge base that Midback ships with."""
    return load_content(Path(str(files("midback") / "content")))


def load_content(folder: Path) -> KnowledgeBase:
    """Read, check and link a content folder.

    Raises ContentError with every fault in it, each with its file and line.
    """
    texts = _texts(folder)
    version = _digest(texts)
    if (kept := recall(version)) is not None and (records := _records(kept)) is not None:
        return _build(version, records)
    documents = {name: read(text, name) for name, text in texts.items()}
    raw = {shelf.name: _gather(shelf, documents) for shelf in SHELVES}
    records = {shelf.name: _checked_records(shelf, raw[shelf.name], documents) for shelf in SHELVES}
    faults = _misplaced(texts) + [fault for document in documents.values() for fault in document.faults]
    faults += check_links(records, documents, raw)
    if faults:
        raise ContentError(faults)
    knowledge = _build(version, records)
    remember(version, raw)
    return knowledge


def _texts(folder: Path) -> Texts:
    if not folder.is_dir():
        raise ContentError([Fault(str(folder), 0, "is not a folder; name the content folder to read")])
    paths = sorted(folder.rglob("*.yaml"))
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def _digest(texts: Texts) -> str:
    digest = sha256(__version__.encode())
    for name, text in texts.items():
        digest.update(json.dumps([name, text]).encode())
    return digest.hexdigest()[:16]


def _misplaced(texts: Texts) -> list[Fault]:
    known = {shelf.name for shelf in SHELVES}
    return [
        Fault(name, 0, f"doesn't belong to a shelf; the shelves are {', '.join(sorted(known))}")
        for name in texts
        if name.split("/")[0].removesuffix(".yaml") not in known
    ]


def _gather(shelf: Shelf, documents: Mapping[str, Document]) -> dict[str, Any]:
    """Raw records by id, each as [file, key or "", data]."""
    gathered: dict[str, Any] = {}
    for id, name, key, data in _entries(shelf, documents):
        if id in gathered:
            documents[name].fault((key,), f"`{id}` is already in {gathered[id][0]}; ids must be unique")
        gathered[id] = [name, key, data]
    return gathered


def _entries(shelf: Shelf, documents: Mapping[str, Document]) -> Iterator[tuple[str, str, str, Any]]:
    for name, document in documents.items():
        if not _on(shelf, name):
            continue
        stem = name.rsplit("/", 1)[-1].removesuffix(".yaml")
        if not isinstance(document.data, dict):
            document.fault((), "must be a mapping of names to values")
        elif shelf.layout is Layout.FILES:
            yield stem, name, "", _placed(document, document.data, stem, stem, shelf, ())
        else:
            for key, data in document.data.items():
                yield key, name, key, _placed(document, data, key, stem, shelf, (key,))


def _on(shelf: Shelf, name: str) -> bool:
    if shelf.layout is Layout.SHEET:
        return name == f"{shelf.name}.yaml"
    return name.startswith(f"{shelf.name}/")


def _placed(document: Document, data: Any, id: str, stem: str, shelf: Shelf, path: tuple[str, ...]) -> Any:
    """Give a record what its place says: its id, its topic or chapter, its urgency."""
    if not isinstance(data, dict):
        return data
    if "id" in data:
        document.fault((*path, "id"), "leave `id` out: the file name or key is the id")
    placed = {**data, "id": id}
    if shelf.name == "findings":
        placed.setdefault("topic", stem)
    if shelf.name == "questions":
        placed.setdefault("chapter", stem)
    if shelf.name == "safety_netting":
        placed.setdefault("urgency", id)
    return placed


def _checked_records(shelf: Shelf, raw: Mapping[str, Any], documents: Mapping[str, Document]) -> dict[str, Any]:
    built = {
        id: record(shelf.record, data, documents[name], (key,) if key else ()) for id, (name, key, data) in raw.items()
    }
    return {id: one for id, one in built.items() if one is not None}


def _records(raw: Raw) -> dict[str, dict[str, Any]] | None:
    """Records from content found sound earlier; None if this version of the schema sees it otherwise."""
    records = {
        shelf.name: {
            id: record(shelf.record, data, Document(name), ()) for id, (name, _, data) in raw[shelf.name].items()
        }
        for shelf in SHELVES
        if shelf.name in raw
    }
    whole = len(records) == len(SHELVES) and all(
        one is not None for shelf in records.values() for one in shelf.values()
    )
    return records if whole else None


def _build(version: str, records: Mapping[str, dict[str, Any]]) -> KnowledgeBase:
    spoken = {**records, "questions": {id: _in_own_words(one, records) for id, one in records["questions"].items()}}
    shelves = {name: MappingProxyType(shelf) for name, shelf in spoken.items() if name != "safety_netting"}
    nets = MappingProxyType({net.urgency: net for net in records["safety_netting"].values()})
    return KnowledgeBase(
        version=version,
        safety_netting=nets,
        weights=weigh(records["conditions"], records["findings"], records["families"]),
        wider=widen(records["findings"]),
        clinician_only=frozenset(id for id, one in records["findings"].items() if not one.reportable),
        **cast(Any, shelves),
    )


def _in_own_words(question: Question, records: Mapping[str, dict[str, Any]]) -> Question:
    """A question that is answered in writing, with the findings that the writing may propose as its options."""
    if question.kind is not QuestionKind.TEXT:
        return question
    options = tuple(Option(id, records["findings"][id].lay, (id,)) for id in records["phrases"])
    return replace(question, options=options)
