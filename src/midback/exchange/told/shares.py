"""A probability in words: of 100 people, no finer than it can be known."""

from midback.exchange.told.tree import Share
from midback.words import Words

_HUNDREDTH = 0.01
_TENTH = 0.1
MOST = 90
"""No probability, nor its band, is said to be higher: one in ten may always have something else."""
BAND = 1.5
"""By how much the odds of an estimate may be off either way; itself an estimate."""


def share_of(words: Words, probability: float) -> Share:
    """A probability (0–1) with its words."""
    return Share(probability, of_100(words, probability), band(words, probability))


def of_100(words: Words, probability: float) -> str:
    """A probability (0–1) as people read it best: of 100, whole, to 5 above 10 and to 1 below."""
    if probability < _HUNDREDTH:
        return words.say("share.few")
    return words.say("share.about", number=min(whole_of_100(probability), MOST))


def whole_of_100(probability: float) -> int:
    """A probability (0–1) rounded to 5 of 100 above a tenth, to 1 below."""
    return round(probability * 20) * 5 if probability >= _TENTH else round(probability * 100)


def band(words: Words, probability: float) -> str:
    """A band for an estimate: the odds divided and multiplied by BAND, as whole numbers of 100, never above MOST."""
    odds = probability / max(1 - probability, 1e-9)
    low, high = (whole_of_100(part / (1 + part)) for part in (odds / BAND, odds * BAND))
    if high < 1:
        return words.say("share.few")
    low = min(max(low, 1), MOST - 1)
    return words.say("share.band", low=low, high=min(max(high, low + 1), MOST))
