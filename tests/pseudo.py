"""A language made up for tests: every sentence in brackets and with accents, so that what isn't said by key stands out.

Run as a program it serves Midback in that language on loopback: `python -m tests.pseudo PORT`.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from types import MappingProxyType

from midback.knowledge import shipped
from midback.web import server
from midback.words import Words

LANGUAGE = "art-x-pseudo"
OPEN, CLOSE = "⟦", "⟧"
ACCENTS = str.maketrans("ACEINOSUYacehlinosuy", "ÅÇÉÎÑÖŠÜÝåçéĥļîñöšüý")
BLANK = re.compile(r"(\{\w+\})")
NAMES = frozenset({"Midback", "UTC", "C", "mmHg", "cm", "ml", "T"})
"""What is the same in every language: names, and symbols of units (°C, T5)."""
WORD = re.compile(r"[^\W\d_]+")


def pseudo(text: str) -> str:
    """A sentence of the pseudo-language; its {blanks} stay. Nothing stays nothing."""
    parts = (part if BLANK.fullmatch(part) else part.translate(ACCENTS) for part in BLANK.split(text))
    return f"{OPEN}{''.join(parts)}{CLOSE}" if text else ""


def in_pseudo(words: Words) -> Words:
    """The same sentences in the pseudo-language."""
    sentences = MappingProxyType({key: pseudo(text) for key, text in words.sentences.items()})
    return replace(words, sentences=sentences, language=LANGUAGE)


def raw(texts: Iterable[str]) -> list[str]:
    """Of texts in the order in which they are read, what stands in no bracket and is no name, number or sign."""
    return [text.strip() for text in _outside(texts) if set(WORD.findall(text)) - NAMES]


def _outside(texts: Iterable[str]) -> Iterator[str]:
    depth = 0
    for text in texts:
        outside = ""
        for character in text:
            depth += (character == OPEN) - (character == CLOSE)
            outside += "" if depth or character == CLOSE else character
        yield outside


def serve_in_pseudo(port: int) -> None:
    """Serve content whose words are of the pseudo-language: whatever a page says comes from them alone."""
    content = replace(shipped(), words=in_pseudo(shipped().words))
    server._content = lambda: content  # a function of the module, for this process alone
    server.serve("127.0.0.1", port, 1)


if __name__ == "__main__":
    serve_in_pseudo(int(sys.argv[1]))
