"""The table of pairs that somebody judged: each with a digest of the words that were read. Other words, judge anew."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from midback.assurance.pairs import Pair, PairKind
from midback.document import Document
from midback.errors import ContentError, Fault
from midback.knowledge.load import JUDGED
from midback.strict_yaml import read
from midback.words import say

WAITING = f"{JUDGED}/waiting.yaml"
SHEETS = {kind: f"{JUDGED}/{'reasons' if kind is PairKind.REASON else 'options'}.yaml" for kind in PairKind}


class Verdict(StrEnum):
    """How the words told stand to the words chosen: they say as much, more, less, or something else."""

    OK = "ok"
    ADDS = "adds"
    LOSES = "loses"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a reader made of a pair, which had this digest when it was read. `better` is what it should say instead."""

    key: str
    digest: str
    verdict: Verdict
    better: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """The table: digests by key, and the keys that wait for a reader."""

    digests: Mapping[str, str]
    waiting: frozenset[str]

    def fits(self, pair: Pair) -> bool:
        """Was this pair judged in these very words?"""
        return self.digests.get(pair.key) == pair.digest

    def faults(self, pairs: Iterable[Pair]) -> Iterator[Fault]:
        """Pairs in words that nobody judged and that don't wait for it, and rows that stand for no pair."""
        known = {pair.key: pair for pair in pairs}
        for pair in known.values():
            if not self.fits(pair) and pair.key not in self.waiting:
                yield Fault(SHEETS[pair.kind], 0, say(f"judged.{self._state(pair)}", key=pair.key, **_sides(pair)))
        for key in sorted((self.digests.keys() | self.waiting) - known.keys()):
            yield Fault(JUDGED, 0, say("judged.gone", key=key))
        for key in sorted(self.waiting & {key for key, pair in known.items() if self.fits(pair)}):
            yield Fault(WAITING, 0, say("judged.waits_no_more", key=key))

    def _state(self, pair: Pair) -> str:
        return "changed" if pair.key in self.digests else "unjudged"


def _sides(pair: Pair) -> dict[str, object]:
    if pair.kind is PairKind.REASON:
        return {"chosen": pair.texts["raised_by"], "told": pair.texts["because"]}
    return {"chosen": pair.texts["chosen"], "told": pair.texts["told"]}


def is_accepted(pair: Pair, judgement: Judgement) -> bool:
    """Was the pair found exact, in the words that it has now?"""
    return judgement.verdict is Verdict.OK and judgement.digest == pair.digest


def accepted(judged: Judged, pairs: Mapping[str, Pair], judgements: Iterable[Judgement]) -> Judged:
    """The table with each pair that was found exact; one that was found faulty is judged no more."""
    digests = dict(judged.digests)
    for one in judgements:
        if one.key in pairs and is_accepted(pairs[one.key], one):
            digests[one.key] = one.digest
        elif one.digest == digests.get(one.key):
            del digests[one.key]
    return Judged(digests, judged.waiting)


def read_judged(folder: Path) -> Judged:
    """The table in a content folder; a folder without one has judged nothing. Raises ContentError."""
    sheets = [_sheet(folder, name) for name in sorted(set(SHEETS.values()))]
    waiting = _sheet(folder, WAITING)
    rows: dict[str, str] = {}
    for sheet in sheets:
        for key, digest in sheet.data.items() if isinstance(sheet.data, dict) else ():
            _text(sheet, key, digest)
            rows[key] = digest
    if faults := [fault for sheet in (*sheets, waiting) for fault in sheet.faults]:
        raise ContentError(faults)
    return Judged(rows, frozenset(waiting.data if isinstance(waiting.data, list) else ()))


def _text(sheet: Document, key: str, digest: object) -> None:
    if not isinstance(digest, str):
        sheet.fault((key,), say("judged.no_digest"))


def _sheet(folder: Path, name: str) -> Document:
    file = folder / name
    return read(file.read_text(encoding="utf-8"), name) if file.exists() else Document(name)


def write_judged(folder: Path, pairs: Iterable[Pair], judged: Judged, *, wait: bool) -> None:
    """Write the table with the rows that fit; with `wait`, every other pair waits for a reader."""
    pairs = tuple(pairs)
    (folder / JUDGED).mkdir(exist_ok=True)
    for name in set(SHEETS.values()):
        rows = [f"{pair.key}: {pair.digest}" for pair in pairs if SHEETS[pair.kind] == name and judged.fits(pair)]
        _write(folder / name, say("judged.head"), rows)
    unfit = [pair.key for pair in pairs if not judged.fits(pair) and (wait or pair.key in judged.waiting)]
    _write(folder / WAITING, say("judged.waiting_head"), [f"- {key}" for key in unfit])


def _write(file: Path, head: str, rows: Iterable[str]) -> None:
    file.write_text("\n".join([f"# {head}", *rows, ""]), encoding="utf-8")
