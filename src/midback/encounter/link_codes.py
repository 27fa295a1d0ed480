"""The code of a shared link: long enough that nobody guesses it, short enough to be typed by hand.

A hundred random bits in signs that aren't mistaken for each other (Crockford's base 32), in groups of five. Links
end after a week, and an account is needed to try one.
"""

import hmac
import secrets

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS, GROUP = 4, 5
_MISTAKEN = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None, "\t": None, "\n": None})


def new_code() -> str:
    """A code such as 7K2QF-9XW3M-T6RBN-D4HPZ."""
    return _grouped("".join(secrets.choice(SIGNS) for _ in range(GROUPS * GROUP)))


def code_of(token: str, press: str) -> str:
    """The code that a person's press of a button makes: as random as their token, and the same for the same press."""
    number = int.from_bytes(hmac.digest(token.encode(), f"link:{press}".encode(), "sha256"))
    return _grouped("".join(SIGNS[number >> 5 * place & 31] for place in range(GROUPS * GROUP)))


def code_in(text: str) -> str:
    """The code in a link, or as somebody typed it. What has another shape comes back without what leads to it."""
    last = text.strip().rstrip("/").rpartition("#")[2].rpartition("/")[2]
    plain = last.upper().translate(_MISTAKEN)
    is_code = len(plain) == GROUPS * GROUP and set(plain) <= set(SIGNS)
    return _grouped(plain) if is_code else last


def _grouped(plain: str) -> str:
    return "-".join(plain[start : start + GROUP] for start in range(0, len(plain), GROUP))
