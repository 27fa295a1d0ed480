"""Every sentence by its key, in a language and in the words of a place."""

from midback.words.catalogue import Words, doors, english, say

__all__ = ["Words", "doors", "english", "say"]
