"""Which passwords are taken: long enough, not among the common ones, not made of the name, not easy to guess."""

import unicodedata

from midback.errors import RecordError
from midback.words import say

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 1024
LONGEST_WEIGHED = 72
"""Characters that are looked at for strength: weighing takes longer than in proportion."""
STRONG = 3
"""Of 0 to 4, as zxcvbn counts: at least 10^8 guesses for somebody who knows the common passwords and patterns."""
SHORTEST_PART = 4
OURS = "midback"


def check_password(password: str, name: str) -> None:
    """Raises RecordError, which says why, for a password that is too short, common, repeated or holds the name."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise RecordError(say("accounts.password_length", shortest=SHORTEST_PASSWORD, longest=LONGEST_PASSWORD))
    if any(part in _letters(password) for part in _parts(name)):
        raise RecordError(say("accounts.password_name"))
    if _score(password, name) < STRONG:
        raise RecordError(say("accounts.password_weak"))


def _parts(name: str) -> list[str]:
    """The whole name, and each longer word of it."""
    words = [_letters(word) for word in name.split()]
    whole = _letters(name)
    return [OURS, *([whole] if whole else []), *(word for word in words if len(word) >= SHORTEST_PART)]


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(character for character in plain if character.isalnum())


def _score(password: str, name: str) -> int:
    from zxcvbn import zxcvbn  # loads its lists of common passwords, which only a new password needs

    plain = unicodedata.normalize("NFKC", password)[:LONGEST_WEIGHED]
    return int(zxcvbn(plain, user_inputs=[OURS, name, *name.split()])["score"])
