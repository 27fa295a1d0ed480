"""What telling rests on: the conclusion, what is known of the visit, the words to use and how much to say."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from midback.engine.assessment import Assessment
from midback.exchange.told.limits import USUAL, Limits
from midback.exchange.told.shares import share_of
from midback.exchange.told.tree import Item, Kind, Share
from midback.knowledge import KnowledgeBase
from midback.knowledge.base import Finding
from midback.terms import Address
from midback.words import Line, Words


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known of a visit beyond its findings. `unsure`: asked about and not sure. `worst`: an option's id.

    `on` is the day of the conclusion, where it is to be told.
    """

    on: date | None = None
    address: Address = Address.YOU
    unsure: frozenset[str] = frozenset()
    worst: str = ""


@dataclass(frozen=True, slots=True)
class Telling:
    """One case that is being told."""

    assessment: Assessment
    knowledge: KnowledgeBase
    words: Words
    visit: Circumstances
    limits: Limits = USUAL

    def say(self, key: str, /, **parts: object) -> str:
        """A sentence with one form."""
        return self.words.say(key, **parts)

    def to_them(self, key: str, /, **parts: object) -> str:
        """A sentence that has two forms, for the person and about somebody else."""
        return self.say(f"{key}.{self.visit.address}", **parts)

    def share(self, probability: float) -> Share:
        """A probability (0–1) in words."""
        return share_of(self.words, probability)

    def lines(self, lines: Iterable[Line], kind: Kind = Kind.LINE) -> Iterator[Item]:
        """Sentences that have no id of their own, by their place from 1."""
        for place, line in enumerate(lines, start=1):
            yield Item(str(place), self.words.text(line), kind)

    def findings(self, records: Iterable[Finding], kind: Kind) -> tuple[Item, ...]:
        """Findings in a patient's words."""
        return tuple(Item(record.id, self.words.text(record.lay), kind) for record in records)


def opening(text: str) -> str:
    """A phrase as the beginning of a line: its first letter large, the rest as written."""
    return text[:1].upper() + text[1:]
