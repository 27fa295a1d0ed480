"""The one gate for every text that comes in: by a form, as JSON, in a file, on the command line."""

import re
import unicodedata

from midback.errors import CaseError, Fault

LINE_BREAKS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
"""What editors, browsers and word processors write for a new line; one sign stands for all of them here."""


def admit(text: str, where: str = "") -> str:
    """The text as it is kept: composed (NFC), with `\\n` for every line break.

    Raises CaseError, without repeating the text, where it holds a sign that can't be written or seen: half a
    surrogate pair, or a control character other than a line break or a tab.
    """
    if text.isascii() and text.isprintable():
        return text
    composed = unicodedata.normalize("NFC", LINE_BREAKS.sub("\n", text))
    if refused := next((sign for sign in composed if _is_refused(sign)), None):
        raise CaseError([Fault(where, 0, f"holds a sign that can't be kept (U+{ord(refused):04X}); take it out")])
    return composed


def utf8(data: bytes, where: str = "") -> str:
    """Bytes as text that is still to be admitted, by UTF-8 alone. Raises CaseError where they are something else."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CaseError([Fault(where, 0, "isn't UTF-8; save or send it as UTF-8")]) from None


def decode(data: bytes, where: str = "") -> str:
    """Bytes as text. Raises CaseError as `admit` and `utf8` do."""
    return admit(utf8(data, where), where)


def without_refused(text: str) -> str:
    """The text with a mark (U+FFFD) for each sign that can't be kept, to be shown to whoever wrote it."""
    return admit("".join("\ufffd" if _is_refused(sign) else sign for sign in LINE_BREAKS.sub("\n", text)))


def _is_refused(sign: str) -> bool:
    return sign not in "\n\t" and unicodedata.category(sign) in ("Cc", "Cs")
