"""How people say things in their own words, as frozen records: phrases of findings, and how they are read."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrases:
    """How people say a finding in their own words: recognised, never said to them. The key is the finding's id.

    In `say` and `but_not`, `a/b` is one word of two, `a/b_c` one or a pair, `=a` no other form of it, `..` stands for
    up to four words more, and NAMES for the `groups` of words in `speech`. `but_not` is where they have another sense.
    Each is found in one of the sentences of `means`, which mean the finding; those of `means_not` don't. `ever` means
    that it counts however long ago it was. The language is the folder's.
    """

    id: str
    finding: str
    language: str
    say: tuple[str, ...]
    means: tuple[str, ...]
    means_not: tuple[str, ...]
    but_not: tuple[str, ...] = ()
    ever: bool = False


@dataclass(frozen=True, slots=True)
class Speech:
    """How people deny something in their own words, where a denial ends, and whose or of what time it is.

    The id is the language's. A denial, or one of `doubts`, denies the phrase that follows it, with nothing but
    `passed_over` between, and what `joins` add to that, after one of `lists` beyond commas; not where one of `now_too`
    follows, nor in one of `no_denials`. `fears` do so with what counts however long ago it was: with illnesses, not
    with what is felt now. One of `denied_after` denies the phrase before it, with nothing but `results` between. A
    denial ends at a sign or word of `breaks`, and stands alone after one of `asked`.

    What is said of `others` at once or after a word of `having` is theirs, up to a word of the `first_person`, unless
    they are who `reports` it; `they` are others too, unless the check is about them: then others are `theirs`. What is
    `long_ago` (`0000` is any year) isn't now, unless a word of `now_again` stands between.

    Words that differ in `endings` alone are one word; `same` words are put in another's place, in phrases too; a word
    of `alike` stands, in a phrase, for all of its list. `groups` are words that patterns name together. A slip that
    makes one of `real_words` is none: they are those near a word of a phrase.
    """

    id: str
    denials: tuple[str, ...]
    lists: tuple[str, ...]
    doubts: tuple[str, ...]
    fears: tuple[str, ...]
    no_denials: tuple[str, ...]
    denied_after: tuple[str, ...]
    passed_over: tuple[str, ...]
    results: tuple[str, ...]
    joins: tuple[str, ...]
    now_too: tuple[str, ...]
    breaks: tuple[str, ...]
    asked: tuple[str, ...]
    others: str
    they: tuple[str, ...]
    theirs: tuple[str, ...]
    first_person: tuple[str, ...]
    having: tuple[str, ...]
    reports: tuple[str, ...]
    long_ago: tuple[str, ...]
    now_again: tuple[str, ...]
    endings: tuple[str, ...]
    same: Mapping[str, str]
    alike: Mapping[str, tuple[str, ...]]
    groups: Mapping[str, tuple[str, ...]]
    real_words: tuple[str, ...]
