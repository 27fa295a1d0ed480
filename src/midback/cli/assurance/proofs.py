"""Proofs for the terminal, as data, and their counter-examples as case files."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from rich.console import RenderableType
from rich.text import Text

from midback.assurance.proof import Proof
from midback.assurance.proofs import PROOFS, prove
from midback.cli.assurance.files import written
from midback.cli.layout import columns, section
from midback.errors import MidbackError, UnknownId
from midback.knowledge import KnowledgeBase
from midback.knowledge.batch import Batch, read_batch
from midback.terms import Findings
from midback.words import say

GOOD, BAD = "green", "bold red"
STORIES = ("danger", "calm", "ladder")
"""The kinds of statement that rest on a record each."""
LONGEST = 60
"""Lines of a counter-example that a terminal shows."""


def known_kinds(kinds: Sequence[str]) -> Sequence[str]:
    """The kinds, if there are such. Raises UnknownId."""
    for kind in kinds:
        if kind not in PROOFS:
            raise UnknownId(say("error.kind", kind=kind, known=", ".join(PROOFS)))
    return kinds


@dataclass(frozen=True, slots=True)
class Proved:
    """What came of it, for people and as plain data."""

    holds: bool
    parts: Iterator[RenderableType]
    data: dict[str, Any]


def proved(knowledge: KnowledgeBase, kinds: Sequence[str], cases: Path | None) -> Proved:
    """Every statement of these kinds about the rules; counter-examples are written as cases, if a folder is named."""
    proofs = list(prove(knowledge, kinds))
    if cases:
        write_cases(proofs, cases)
    data = proofs_data(knowledge, proofs)
    return Proved(bool(data["holds"]), draw(knowledge, proofs), data)


def tried(knowledge: KnowledgeBase, folder: Path, kinds: Sequence[str], cases: Path | None) -> Proved:
    """The same of the stories in a folder, which the rules don't know. One that can't be read doesn't hold.

    Raises ContentError where there are none.
    """
    batch = read_batch(folder, knowledge)
    told = proved(batch.knowledge, [kind for kind in STORIES if not kinds or kind in kinds], cases)
    holding = sum(proof["holds"] for proof in told.data["proofs"])
    count = len(told.data["proofs"]) + batch.unsound
    data = {"holding": holding, "count": count, "faults": [str(fault) for fault in batch.faults], **told.data}
    return Proved(holding == count, _of_batch(told, batch, holding, count), {**data, "holds": holding == count})


def _of_batch(told: Proved, batch: Batch, holding: int, count: int) -> Iterator[RenderableType]:
    yield from told.parts
    for fault in batch.faults:
        yield Text.assemble((f"{say('prove.unread')} ", BAD), str(fault))
    yield Text(say("prove.of_batch", holding=holding, count=count), style=GOOD if holding == count else BAD)


def draw(knowledge: KnowledgeBase, proofs: Sequence[Proof]) -> Iterator[RenderableType]:
    """Counts by kind, then every statement, those that don't hold last and with the person for whom they don't."""
    yield _counts(proofs)
    for proof in sorted(proofs, key=lambda proof: not proof.holds):
        mark, style = (say("prove.proved"), GOOD) if proof.holds else (say("prove.refuted"), BAD)
        yield Text.assemble((f"{mark} ", style), proof.statement)
        if proof.note:
            yield Text(f"  {proof.note}")
        for text in counter_cases(proof).values():
            yield Text(_short(text))
    broken = sum(not proof.holds for proof in proofs)
    yield Text()
    yield Text(say("prove.all") if not broken else say("prove.some", count=broken), style=BAD if broken else GOOD)
    yield Text(say("prove.version", version=knowledge.version))


def _short(case: str) -> str:
    """A case, or how long it is where nobody would read it in a terminal."""
    lines = case.count("\n")
    return case if lines <= LONGEST else say("prove.long_case", count=lines)


def _counts(proofs: Sequence[Proof]) -> RenderableType:
    hold, all_ = Counter(proof.kind for proof in proofs if proof.holds), Counter(proof.kind for proof in proofs)
    table = columns(say("prove.kind"), say("prove.holding"), say("prove.meaning"))
    for kind, count in all_.items():
        table.add_row(kind, say("prove.of", holding=hold[kind], count=count), Text(say(f"prove.kinds.{kind}")))
    return section(say("prove.title"), table)


def proofs_data(knowledge: KnowledgeBase, proofs: Sequence[Proof]) -> dict[str, Any]:
    """The proofs as plain data; a counter-example has the shape of a case file."""
    return {
        "content_version": knowledge.version,
        "holds": all(proof.holds for proof in proofs),
        "proofs": [_proof_data(proof) for proof in proofs],
    }


def _proof_data(proof: Proof) -> dict[str, Any]:
    return {
        "kind": proof.kind,
        "statement": proof.statement,
        "holds": proof.holds,
        "note": proof.note,
        "counter_example": _case(proof, proof.counter_example),
        "then": _case(proof, proof.then),
    }


def counter_cases(proof: Proof) -> dict[str, str]:
    """The counter-example as the text of a case file, by the name that the file would get; where the statement is
    about a change, the same person after it as well."""
    name = re.sub(r"\W+", "_", proof.statement).strip("_")[:80]
    people = {name: proof.counter_example, f"{name}_then": proof.then}
    return {
        f"{file}.yaml": yaml.safe_dump(_case(proof, someone), sort_keys=False, allow_unicode=True)
        for file, someone in people.items()
        if someone is not None
    }


def _case(proof: Proof, someone: Findings | None) -> dict[str, Any] | None:
    if someone is None:
        return None
    return {
        "title": say("prove.case", statement=proof.statement),
        "present": sorted(someone.present),
        "absent": sorted(someone.absent),
    }


def write_cases(proofs: Sequence[Proof], folder: Path) -> None:
    """Write every counter-example as a case file. Raises MidbackError where that can't be done."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise MidbackError(f"{folder}: {say('error.folder', problem=error.strerror or error)}") from None
    for proof in proofs:
        for name, text in counter_cases(proof).items():
            written(folder / name, text)
