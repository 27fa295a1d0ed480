"""Pairs of words for somebody to judge, and the verdicts that come back."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError
from rich.console import RenderableType
from rich.text import Text

from midback.assurance.judged import Judgement, is_accepted
from midback.assurance.pairs import Pair
from midback.cli.layout import MUTED
from midback.errors import CaseError, Fault, MidbackError
from midback.words import say

_JUDGEMENT = TypeAdapter(Judgement)


def rows(pairs: Iterable[Pair]) -> str:
    """A line of JSON for each pair, with the digest that a verdict on it has to name."""
    return "".join(f"{json.dumps(_data(pair), ensure_ascii=False)}\n" for pair in pairs)


def _data(pair: Pair) -> dict[str, Any]:
    asked = {} if pair.asked_when is None else {"asked_when": pair.asked_when}
    return {"key": pair.key, "kind": pair.kind.value, **asked, **pair.texts, "digest": pair.digest}


def read_verdicts(file: Path, pairs_read: Path | None) -> list[Judgement]:
    """Each verdict in a file; one that names no digest has that of the pairs that were read. Raises CaseError."""
    digests = {str(row.get("key")): row.get("digest") for _, row in _rows(pairs_read)} if pairs_read else {}
    faults: list[Fault] = []
    judgements = []
    for line, row in _rows(file):
        try:
            judgements.append(_judgement(row, digests))
        except ValidationError as error:
            faults.append(Fault(str(file), line, say("judge.no_verdict", problem=error.errors()[0]["msg"])))
    if faults:
        raise CaseError(faults)
    return judgements


def _judgement(row: Mapping[str, Any], digests: Mapping[str, Any]) -> Judgement:
    """Whatever else stands in the row is for people."""
    told = {name: row[name] for name in ("key", "digest", "verdict", "better") if row.get(name) is not None}
    return _JUDGEMENT.validate_python({"digest": digests.get(str(row.get("key")), ""), **told})


def _rows(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise MidbackError(f"{file}: {say('error.folder', problem=error)}") from None
    for line, text in enumerate(lines, start=1):
        if text.strip():
            yield line, _row(file, line, text)


def _row(file: Path, line: int, text: str) -> dict[str, Any]:
    try:
        row = json.loads(text)
    except ValueError as error:
        raise CaseError([Fault(str(file), line, say("judge.no_verdict", problem=error))]) from None
    if not isinstance(row, dict):
        raise CaseError([Fault(str(file), line, say("judge.no_verdict", problem=row))])
    return row


def draw(pairs: Mapping[str, Pair], judgements: Iterable[Judgement]) -> Iterator[RenderableType]:
    """Each pair with its verdict: both texts, and what is to be done with it."""
    for one in judgements:
        if (pair := pairs.get(one.key)) is None:
            yield Text(say("judge.gone", key=one.key), style="bold")
            continue
        yield Text(say(f"judge.{_state(pair, one)}", key=one.key, verdict=one.verdict.value), style="bold")
        yield Text(json.dumps(pair.texts, ensure_ascii=False), style=MUTED)
        if one.better:
            yield Text(say("judge.better", better=one.better))


def _state(pair: Pair, judgement: Judgement) -> str:
    if is_accepted(pair, judgement):
        return "accepted"
    return "faulty" if judgement.digest == pair.digest else "stale"
