"""Flaws planted in the shipped content, a folder each under bad/.

A flaw's folder holds the content files that are laid over the shipped ones, and `flaw.yaml`: why it is a flaw and
which kinds of proof must catch it, with text to change in shipped files, and files to take away. What the loader
refuses by a check of its own is loaded with that check switched off. What no content can cause is planted in the code.
"""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import yaml
import z3
from tests.contents import copied

from midback.assurance import proofs, symbols
from midback.assurance.symbols import Person, Symbol
from midback.knowledge import KnowledgeBase, load_content
from midback.logic import Compiled, Expression, Not, Signs
from midback.logic.compiled import AllOf, AnyOf, SomeOf
from midback.terms import Answer

BAD = Path(__file__).parent / "bad"
YES, NO = Answer.PRESENT, Answer.ABSENT


@dataclass(frozen=True, slots=True)
class Flaw:
    """`refused` is what the loader says of it; `unchecked` is the loader's check that says so.

    Only `flags` are kept, if any are named, so that the solver needn't search for minutes.
    """

    folder: Path
    why: str
    caught_by: tuple[str, ...]
    refused: str
    unchecked: str
    change: Mapping[str, Mapping[str, str]]
    without: tuple[str, ...]
    plant: str
    flags: tuple[str, ...]


def read(folder: Path) -> Flaw:
    raw = yaml.safe_load((folder / "flaw.yaml").read_text(encoding="utf-8"))
    known = {"why", "caught_by", "refused", "unchecked", "change", "without", "plant", "flags"}
    assert raw.keys() <= known, f"{folder.name}: unknown {raw.keys() - known}"
    return Flaw(
        folder,
        raw["why"],
        tuple(raw["caught_by"]),
        raw.get("refused", ""),
        raw.get("unchecked", ""),
        raw.get("change", {}),
        tuple(raw.get("without", ())),
        raw.get("plant", ""),
        tuple(raw.get("flags", ())),
    )


FLAWS = [read(file.parent) for file in sorted(BAD.glob("*/flaw.yaml"))]


def lay(flaw: Flaw, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the shipped content with the flaw in it."""
    content = copied(folder, monkeypatch)
    shutil.copytree(flaw.folder, content, dirs_exist_ok=True, ignore=shutil.ignore_patterns("flaw.yaml"))
    for name in flaw.without:
        (content / name).unlink()
    for name, swaps in flaw.change.items():
        for old, new in swaps.items():
            swap(content / name, old, new)
    return content


def swap(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{file.name} should hold {old!r} once; the flaw is no longer planted"
    file.write_text(text.replace(old, new), encoding="utf-8")


def load_flawed(flaw: Flaw, content: Path, patch: pytest.MonkeyPatch) -> KnowledgeBase:
    """The flawed content as a knowledge base, with the check that refuses it off and its code planted."""
    if flaw.unchecked:
        patch.setattr(f"midback.knowledge.check.{flaw.unchecked}", lambda *_: [])
    if flaw.plant:
        PLANTS[flaw.plant](patch)
    knowledge = load_content(content)
    kept = {id: knowledge.red_flags[id] for id in flaw.flags}
    return replace(knowledge, version=flaw.folder.name, red_flags=kept) if kept else knowledge


LOWER = int("01" * 4096, 2)
"""The bits that say present, of more findings than there are."""


def _unknown_is_no(patch: pytest.MonkeyPatch) -> None:
    """Both readings take a finding that isn't known for one that is absent."""
    reading = symbols.symbol

    def closed(expression: Expression, someone: Person) -> Symbol:
        yes = reading(expression, {id: Symbol(one.yes, z3.Not(one.yes)) for id, one in someone.items()}).yes
        return Symbol(yes, z3.Not(yes))

    _read(patch, closed, lambda told: (told | told >> 1) & LOWER)


def _not_by_default(patch: pytest.MonkeyPatch) -> None:
    """Both readings take a `not` for true until its part is known to be present."""
    reading = symbols.symbol

    def lenient(expression: Expression, someone: Person) -> Symbol:
        if isinstance(expression, Not):
            yes = symbols.symbol(expression.part, someone).yes
            return Symbol(z3.Not(yes), yes)
        return reading(expression, someone)

    _read(patch, lenient, lambda told: told >> 1 & LOWER)


def _read(
    patch: pytest.MonkeyPatch,
    solver: Callable[[Expression, Person], Symbol],
    taken_for_no: Callable[[Signs], Signs],
) -> None:
    """Let the solver read rules so, and the engine take these findings of a rule for absent when they aren't known."""

    def misread(reading: Callable[..., int]) -> Callable[[Compiled, Signs], int]:
        return lambda rule, signs: reading(rule, signs | (taken_for_no(rule.told_by) & ~signs) << 1)

    patch.setattr(symbols, "symbol", solver)
    patch.setattr(proofs, "symbol", solver)
    for kind in (AnyOf, AllOf, SomeOf):
        patch.setattr(kind, "sign", misread(kind.sign))


PLANTS: Mapping[str, Callable[[pytest.MonkeyPatch], None]] = {
    "unknown_is_no": _unknown_is_no,
    "not_by_default": _not_by_default,
}
