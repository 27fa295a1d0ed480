"""The clinician's page as plain text for a record: a line a list, under 2,000 characters."""

from collections.abc import Iterator, Sequence

from midback.exchange.told.cuts import for_record
from midback.exchange.told.tree import Group, Item, Kind, Section, View
from midback.words import Words

LONGEST_TEXT = 1999
MOST_LINES = 30


def as_text(clinician: View, words: Words) -> str:
    """The clinician's page to paste into a record: lists are cut at their ends until it fits."""
    texts = (written(for_record(clinician, most), words) for most in range(MOST_LINES, -1, -1))
    return next(text for text in texts if len(text) <= LONGEST_TEXT)


def written(view: View, words: Words) -> str:
    """All of a clinician's view as text."""
    return "".join(f"{_line(section, words)}\n" for section in view.sections)


def _line(section: Section, words: Words) -> str:
    match section.id:
        case "head":
            return f"{section.title}, {'. '.join(item.words for item in section.items)}."
        case "told":
            return f"{section.title.upper()}: {_quoted(section.items)}"
        case "limits":
            return " ".join(item.words for item in section.items)
        case _:
            return f"{section.title.upper()}: {'; '.join(_lists(section, words))}"


def _lists(section: Section, words: Words) -> Iterator[str]:
    for group in section.groups:
        between = " / " if group.title else "; "
        shown = between.join((*map(fragment, group.items), *_left(group, words)))
        yield f"{group.title}: {shown}" if group.title else shown


def _left(group: Group, words: Words) -> Iterator[str]:
    if group.left:
        yield words.say("summary.more", count=group.left)


def fragment(item: Item) -> str:
    """An item in a line: its words, and what qualifies them in brackets."""
    match item.kind:
        case Kind.RAISED:
            more = ", ".join(part.words for part in item.parts)
        case Kind.FAMILY | Kind.CAUSE:
            more = ", ".join(filter(None, (item.share.band if item.share else "", item.label)))
        case _:
            more = item.label
    return f"{item.words} ({more})" if more else item.words


def _quoted(items: Sequence[Item]) -> str:
    """What the person was told stands in quotation marks; what is said about it follows them."""
    told = " ".join(said(item) for item in items if item.kind is not Kind.NOTE)
    return " ".join((f'"{told}"', *(item.words for item in items if item.kind is Kind.NOTE)))


def said(item: Item) -> str:
    """A sentence as the person was told it, with what it is about."""
    if item.kind is Kind.HEADING:
        return f"{item.words}."
    return f"{item.label}: {item.words}" if item.label else item.words
