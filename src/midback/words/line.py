"""What a record says, as the key to its words. Records carry lines; only words turn a line into a sentence."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Line:
    """The key of a sentence, such as `red_flags.leg_weakness.because`. An empty key says nothing, and is false."""

    key: str = ""

    def __bool__(self) -> bool:
        """Is there anything to say?"""
        return bool(self.key)

    def __str__(self) -> str:
        """Refused: a key is no sentence, and must never be taken for one. Raises TypeError."""
        raise TypeError(f"`{self.key}` is a line; `load_words().text(line)` says it")


@dataclass(frozen=True, slots=True, order=True)
class Lay(Line):
    """A line that patients read: plain words, reading grade 8 or less, that fit "you" and "they" alike."""


@dataclass(frozen=True, slots=True, order=True)
class Clinical(Line):
    """A line that clinicians and editors read."""
