"""Copies of the shipped content for tests to change. What has the same text is parsed once for all of a process."""

import shutil
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest

from midback.document import Document
from midback.strict_yaml import read

SHIPPED = Path(str(files("midback") / "content"))


def copied(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the shipped content in a folder below this one; its records are made and checked each time."""
    monkeypatch.setattr("midback.knowledge.load.read", _read_once)
    return Path(shutil.copytree(SHIPPED, folder / "content", copy_function=shutil.copyfile))


@cache
def _parsed(text: str, where: str) -> Document:
    return read(text, where)


def _read_once(text: str, where: str) -> Document:
    """A document as if it had been parsed anew: faults that are noted in it stay with whoever asked."""
    parsed = _parsed(text, where)
    return replace(parsed, faults=list(parsed.faults))
