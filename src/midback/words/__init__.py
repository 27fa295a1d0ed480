"""Every sentence by its key, in a language and in the words of a place."""

from midback.words.catalogue import Words, doors, english, say, speaking
from midback.words.line import Clinical, Lay, Line
from midback.words.units import unit

__all__ = ["Clinical", "Lay", "Line", "Words", "doors", "english", "say", "speaking", "unit"]
