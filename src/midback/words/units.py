"""Units as a person reads them."""

from midback.words.catalogue import Words


def unit(words: Words, name: str) -> str:
    """A unit of content, such as years, in words. A symbol, such as mmHg, is the same in every language."""
    key = f"units.{name.replace(' ', '_')}"
    return words.say(key) if key in words.sentences else name
