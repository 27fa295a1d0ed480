"""Numbers as people write them, read in one way at every door, and written so that they read back as they were.

A decimal point and a decimal comma are the same; so are the digits of every script. What could mean two numbers, such
as 1,200, is refused: a thousandfold slip in a measured volume hides an emergency.
"""

import re
import unicodedata
from decimal import Decimal

from midback.words import say

LONGEST = 40
"""Digits and signs of one number; nothing measured in a person has more."""
DECIMAL_SIGNS = str.maketrans({",": ".", "٫": ".", "，": ".", "．": ".", "−": "-", "－": "-"})
UNSEEN = "\u200b\u200e\u200f\u061c\u2066\u2068\u2069\ufeff"
"""Marks without a shape that are copied along with a number; those that turn its digits round are not among them."""
_PLAIN = re.compile(r"(-?)0*([0-9]+)(?:\.([0-9]+))?")
_MAY_BE_GROUPED = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}")
_GROUPED = re.compile(r"-?[0-9]{1,3}(?:[ \u00a0\u2009\u202f'’٬.][0-9]{3})+(?:\.[0-9]+)?")


class NumberRefused(ValueError):
    """A text that is no number, or could be two. `key` and `parts` make the sentence that says what to write."""

    def __init__(self, key: str, **parts: str) -> None:
        self.key = key
        self.parts = parts
        super().__init__(say(key, **parts))


def read_number(text: str) -> float:
    """The number that a text says beyond doubt. Raises NumberRefused for everything else, infinity included."""
    typed = _in_ascii(_trimmed(text)).translate(DECIMAL_SIGNS)
    plain = _PLAIN.fullmatch(typed) if len(typed) <= LONGEST else None
    if plain is None:
        raise _refusal(typed)
    minus, whole, fraction = plain[1], plain[2], plain[3] or "0"
    if _MAY_BE_GROUPED.fullmatch(f"{whole}.{fraction}"):
        small = written(float(f"{minus}{whole}.{fraction}"))
        raise NumberRefused("numbers.two_meanings", large=f"{minus}{whole}{fraction}", small=small)
    return float(f"{minus}{whole}.{fraction}") or 0.0


def written(number: float) -> str:
    """A number in digits alone, none of them lost, as `read_number` takes it: never 1e+06, and 36.6250 for 36.625."""
    digits = format(Decimal(repr(float(number))), "f").removesuffix(".0")
    return f"{digits}0" if _MAY_BE_GROUPED.fullmatch(digits) else digits


def _trimmed(text: str) -> str:
    return text.strip().strip(UNSEEN).strip()


def _in_ascii(text: str) -> str:
    """Digits of one script as 0–9. Digits of two scripts are left alone: an Arabic zero looks like a point."""
    zeros = {ord(sign) - unicodedata.decimal(sign) for sign in text if sign.isdecimal()}
    if len(zeros) != 1:
        return text
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)


def _refusal(typed: str) -> NumberRefused:
    """Digits in groups are told how to stand; anything else is told what a number is."""
    is_grouped = len(typed) <= LONGEST and _GROUPED.fullmatch(typed)
    return NumberRefused("numbers.grouped" if is_grouped else "numbers.none")
