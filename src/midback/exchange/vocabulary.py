"""The words of all phrases, and which of them a written word may be: itself, another form, or one with a slip."""

from collections.abc import Iterable, Iterator

from rapidfuzz.distance import OSA

from midback.exchange.pattern import EXACT
from midback.exchange.said import Word

FIRM, SURE = 5, 9
"""Letters from which a word may have one slip, and from which two."""
SLIPS = 2


class Vocabulary:
    """The words of phrases, by their `text`. It keeps nothing of what it is asked.

    A slip is forgiven only in what is no other word: neither one of `real_words`, nor one of a phrase.
    """

    def __init__(self, words: Iterable[Word], real_words: Iterable[str]) -> None:
        self.exact: set[str] = set()
        self.by_stem: dict[str, set[str]] = {}
        self.by_size: dict[tuple[str, int], set[str]] = {}
        for word in words:
            if word.stem.startswith(EXACT):
                self.exact.add(word.text)
                continue
            self.by_stem.setdefault(word.stem, set()).add(word.text)
            if len(word.text) >= FIRM:
                self.by_size.setdefault((word.text[0], len(word.text)), set()).add(word.text)
        self.real = frozenset(real_words)

    def may_be(self, word: Word) -> frozenset[str]:
        """The words of phrases that a written word may be; one that stands for its one form alone has `=` before it."""
        found = frozenset(self.by_stem.get(word.stem, ())) | frozenset(self._forms(word))
        if found or word.text in self.real or len(word.text) < FIRM - 1:
            return found
        return frozenset(self._with_a_slip(word.text))

    def _forms(self, word: Word) -> Iterator[str]:
        if word.text in self.exact:
            yield EXACT + word.text
        yield from (other for other in self.by_stem.get(word.text, ()) if other == word.text)

    def _with_a_slip(self, text: str) -> Iterator[str]:
        for length in range(max(FIRM, len(text) - SLIPS), len(text) + SLIPS + 1):
            slips = 1 if length < SURE else SLIPS
            if abs(length - len(text)) <= slips:
                near = self.by_size.get((text[0], length), ())
                yield from (one for one in near if OSA.distance(one, text, score_cutoff=slips) <= slips)
