"""Reads the content folder into what it means and what it says, or reports every fault of every file at once."""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
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
from midback.knowledge.check import check_records
from midback.knowledge.closure import widen
from midback.knowledge.knowledge_base import KnowledgeBase
from midback.knowledge.known_ids import DEFAULT_PROFILE
from midback.knowledge.places import words_at
from midback.knowledge.schema import SHELVES, Layout, Made, Shelf, make
from midback.knowledge.weights import weigh
from midback.strict_yaml import read
from midback.words import Line, Words, english

JUDGED = "judged"
"""The folder that says which words were judged. It means nothing, and adds no record."""

SHIPPED = Path(str(files("midback") / "content"))

Texts = Mapping[str, str]
Raw = dict[str, dict[str, Any]]
Shelves = Mapping[str, Mapping[str, Made]]


@dataclass(frozen=True, slots=True)
class Content:
    """A content folder, parted: what it means, and what it says together with what the doors say."""

    knowledge: KnowledgeBase
    words: Words

    def at(self, profile: str) -> Words:
        """The words in a place's own words. Raises KeyError for no profile."""
        return words_at(self.words, self.knowledge.places[profile])


@cache
def shipped() -> Content:
    """The content that Midback ships with."""
    return read_content(SHIPPED)


def load_knowledge() -> KnowledgeBase:
    """What Midback knows: the meaning of the content that it ships with."""
    return shipped().knowledge


def load_words(profile: str = DEFAULT_PROFILE) -> Words:
    """What Midback says, in a place's own words."""
    return shipped().at(profile)


def load_content(folder: Path) -> KnowledgeBase:
    """The meaning of a content folder. Raises ContentError as `read_content` does."""
    return read_content(folder).knowledge


def read_content(folder: Path) -> Content:
    """Read, check, link and part a content folder.

    Raises ContentError with every fault in it, each with its file and line.
    """
    texts = _texts(folder)
    digest = _digest(texts)
    if (kept := recall(digest)) is not None and (shelves := _kept(kept)) is not None:
        return _build(shelves)
    documents = {name: read(text, name) for name, text in texts.items()}
    raw = {shelf.name: _gather(shelf, documents) for shelf in SHELVES}
    shelves = {shelf.name: _made(shelf, raw[shelf.name], documents) for shelf in SHELVES}
    faults = _misplaced(texts) + [fault for document in documents.values() for fault in document.faults]
    faults += check_records(shelves, documents, raw)
    if faults:
        raise ContentError(faults)
    content = _build(shelves)
    remember(digest, raw)
    return content


def _texts(folder: Path) -> Texts:
    if not folder.is_dir():
        raise ContentError([Fault(str(folder), 0, "is not a folder; name the content folder to read")])
    names = sorted(_named(folder), key=lambda name: name.split("/"))
    return {name: (folder / name).read_text(encoding="utf-8") for name in names}


def _named(folder: Path) -> Iterator[str]:
    """The names of the files below a folder that mean something."""
    for place, _, found in os.walk(folder):
        within = Path(place).relative_to(folder).as_posix()
        if within.split("/")[0] != JUDGED:
            yield from (name if within == "." else f"{within}/{name}" for name in found if name.endswith(".yaml"))


def _digest(texts: Texts) -> str:
    digest = sha256(__version__.encode())
    for name, text in texts.items():
        for part in (name.encode(), text.encode()):
            digest.update(f"{len(part)} ".encode() + part)
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
                id = f"{_folder(name)}/{key}" if shelf.name == "phrases" else key
                yield id, name, key, _placed(document, data, id, stem, shelf, (key,))


def _folder(name: str) -> str:
    """The folder that a file stands in, below its shelf's or that itself."""
    return name.split("/")[-2]


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
    if shelf.name == "phrases":
        placed["language"], placed["finding"] = id.split("/")
    if shelf.name == "questions":
        placed.setdefault("chapter", stem)
    if shelf.name == "safety_netting":
        placed.setdefault("urgency", id)
    return placed


def _made(shelf: Shelf, raw: Mapping[str, Any], documents: Mapping[str, Document]) -> dict[str, Made]:
    made = {id: make(shelf, id, data, documents[name], (key,) if key else ()) for id, (name, key, data) in raw.items()}
    return {id: one for id, one in made.items() if one is not None}


def _kept(raw: Raw) -> Shelves | None:
    """Records from content found sound earlier; None if this version of the schema sees it otherwise."""
    if raw.keys() != {shelf.name for shelf in SHELVES}:
        return None
    shelves = {
        shelf.name: {id: make(shelf, id, data, Document(name), ()) for id, (name, _, data) in raw[shelf.name].items()}
        for shelf in SHELVES
    }
    whole = all(one is not None for shelf in shelves.values() for one in shelf.values())
    return cast(Shelves, shelves) if whole else None


def _build(made: Shelves) -> Content:
    records = {name: {id: one.record for id, one in shelf.items()} for name, shelf in made.items()}
    spoken = {**records, "questions": {id: _in_own_words(one, records) for id, one in records["questions"].items()}}
    shelves = {name: MappingProxyType(shelf) for name, shelf in spoken.items() if name != "safety_netting"}
    nets = MappingProxyType({net.urgency: net for net in records["safety_netting"].values()})
    wider = widen(records["findings"])
    knowledge = KnowledgeBase(
        version=_version(made),
        safety_netting=nets,
        weights=weigh(records["conditions"], records["findings"], records["families"], wider),
        wider=wider,
        clinician_only=frozenset(id for id, one in records["findings"].items() if not one.reportable),
        **cast(Any, shelves),
    )
    return Content(knowledge, english().with_sentences(_sentences(made)))


def _version(made: Shelves) -> str:
    """A digest of what the content means. A sentence said in other words leaves it as it is."""
    meaning = {name: {id: one.meaning for id, one in shelf.items()} for name, shelf in made.items()}
    text = json.dumps(meaning, sort_keys=True, default=lambda one: one.key if isinstance(one, Line) else str(one))
    return sha256(f"{__version__} {text}".encode()).hexdigest()[:16]


def _sentences(made: Shelves) -> dict[str, str]:
    return {one.key: one.text for shelf in made.values() for record in shelf.values() for one in record.sentences}


def _in_own_words(question: Question, records: Mapping[str, dict[str, Any]]) -> Question:
    """A question that is answered in writing, with the findings that the writing may propose as its options."""
    if question.kind is not QuestionKind.TEXT:
        return question
    said = dict.fromkeys(phrases.finding for phrases in records["phrases"].values())
    options = tuple(Option(id, records["findings"][id].lay, (id,)) for id in said)
    return replace(question, options=options)
