"""One thing that is told, as a row in the terminal: its words, and what belongs to it below."""

from collections.abc import Iterable, Iterator

from rich.text import Text

from midback.cli.layout import MUTED
from midback.exchange.told import Address, Item, Kind
from midback.terms import Answer
from midback.words import Words


def row(item: Item, words: Words, address: Address, *, full: bool) -> Text:
    """An item by its kind. Where not all of it is told, its id says where the rest is."""
    match item.kind:
        case Kind.WATCH:
            return Text(words.say("assessment.watch", sign=item.words.rstrip("."), action=item.said(Kind.ACTION)))
        case Kind.RAISED | Kind.SUSPECTED:
            return _below(Text(item.words), _known(item, words, address))
        case Kind.FAMILY | Kind.CAUSE | Kind.TO_RULE_OUT:
            return _below(_fit(item), _family(item, words, address))
        case Kind.TEST:
            return _test(item)
        case Kind.CARE | Kind.EXERCISE:
            return _care(item, "" if full else f" [{item.id}]")
        case _:
            return Text(item.words)


def _below(text: Text, lines: Iterable[str]) -> Text:
    for line in lines:
        text.append(f"\n{line}", style=f"not bold {MUTED}")
    return text


def _known(item: Item, words: Words, address: Address) -> Iterator[str]:
    if said := item.all(Kind.SAID):
        yield f"{words.say(f'told.why.said.{address}')}: {_joined(said)}."
    if found := item.all(Kind.FOUND):
        yield f"{words.say('told.why.found')}: {_joined(found)}."


def _joined(parts: Iterable[Item]) -> str:
    return "; ".join(part.words for part in parts)


def _fit(item: Item) -> Text:
    return Text(f"{item.words}: ", style="bold").append(item.label, style="not bold")


def _family(item: Item, words: Words, address: Address) -> Iterator[str]:
    """What fits, what doesn't and the members, a line each."""
    for kind in (Kind.FOR, Kind.AGAINST):
        if parts := item.all(kind):
            said = "; ".join(_reason(part) for part in parts)
            yield f"{words.say(f'told.causes.{kind}.{address}')}: {said}."
    if parts := item.all(Kind.UNKNOWN):
        yield f"{words.say('told.causes.would_tell')}: {_joined(parts)}."
    yield from (part.words for part in item.all(Kind.NOTE))
    yield from (f"– {part.words}" for part in item.all(Kind.MEMBER))


def _reason(part: Item) -> str:
    """A finding as it is when present; with its answer in front when absent."""
    return part.words if part.answer is Answer.PRESENT else f"{part.label.lower()}: {part.words}"


def _test(item: Item) -> Text:
    text = Text(f"{item.words}. ", style="bold")
    because, *others = item.parts
    text.append(because.words, style="not bold")
    return _below(text, (part.words for part in others))


def _care(item: Item, more: str) -> Text:
    """The name with its steps behind it, then how much, and when not to."""
    text = Text(f"{item.words}: ", style="bold")
    text.append(
        " ".join(part.words for part in item.all(Kind.EXPLAIN, Kind.STEP, Kind.BECAUSE)) + more, style="not bold"
    )
    others = item.all(Kind.NOTE, Kind.WAY, Kind.LIMIT)
    return _below(text, (f"{part.label}: {part.words}" for part in others))
