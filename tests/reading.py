"""How hard a text is to read: the Flesch-Kincaid grade, syllables counted as groups of vowels."""

import re

SENTENCE_ENDS = re.compile(r"(?<=[.!?:;])\s+|\n+")


def grade(text: str) -> float:
    """The school grade that a text asks for. Words that name the thing talked about count like any other."""
    sentences = [part for part in SENTENCE_ENDS.split(text) if re.search(r"[A-Za-z]", part)]
    words = re.findall(r"[A-Za-z']+", text)
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def syllables(word: str) -> int:
    """About how many syllables a word has."""
    return max(1, len(re.findall(r"[aeiouy]+", re.sub(r"(?:e|es|ed)$", "", word.lower()))))
