"""What can go wrong, drawn as a tree. Each says what happened, where, and what to do next.

MidbackError
├── ContentError      the knowledge base can't be built; holds every fault found in one run
├── CaseError         a case file or an answer can't be read; holds every fault found in it
├── UnknownId         an id that is not in the knowledge base, with the nearest ones that are
└── RecordError       an encounter can't be found, has ended, or belongs to another content version; beneath it, in
                      `encounter` and `records`: NotShared, SignedOut, SignInRefused, MustWait, Gone, Moved, and
                      StoreError (the database can't be used: Busy, Away, DiskFull, ReadOnly, Failing, Damaged, Misfit,
                      Clash, Unreadable, and at the start WrongAddress, NoFolder, NoDatabase, Newer)
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong in one place: a file or field, a line (0 if not known), what is wrong, what would be right."""

    where: str
    line: int
    message: str

    def __str__(self) -> str:
        place = f"{self.where}:{self.line}" if self.line else self.where
        return f"{place}: {self.message}"


class MidbackError(Exception):
    """Anything a user of Midback can mend; shown without a traceback."""


class _Faults(MidbackError):
    """An error that carries every fault found, so that all can be mended at once."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))


class ContentError(_Faults):
    """The content can't be loaded as a knowledge base."""


class CaseError(_Faults):
    """A case file or a set of answers can't be read."""


class UnknownId(MidbackError):
    """An id that the knowledge base doesn't have."""


class RecordError(MidbackError):
    """An encounter that can't be used."""
