"""The knowledge card: what Midback knows, how much of it was measured, and what it must not be used for."""

from collections import Counter
from collections.abc import Iterator, Sequence

from midback.assurance.numbers import Doubt, by_kind, to_confirm
from midback.knowledge import KnowledgeBase
from midback.knowledge.schema import SHELVES
from midback.terms import Confirmed, EvidenceKind
from midback.words import say


def knowledge_card(knowledge: KnowledgeBase) -> str:
    """The card as Markdown."""
    return "\n\n".join(_parts(knowledge)) + "\n"


def _parts(knowledge: KnowledgeBase) -> Iterator[str]:
    yield say("card.head", version=knowledge.version)
    yield _records(knowledge)
    yield say("card.numbers")
    yield _numbers(knowledge)
    yield say("card.doubts")
    yield _doubts(knowledge)
    yield say("card.sources")
    yield _sources(knowledge)
    yield say("card.foot")


def table(titles: list[str], rows: Sequence[Sequence[object]]) -> str:
    """A table in Markdown."""
    lines: list[Sequence[object]] = [titles, ["---"] * len(titles), *rows]
    return "\n".join(f"| {' | '.join(str(cell) for cell in line)} |" for line in lines)


def _records(knowledge: KnowledgeBase) -> str:
    rows: list[list[object]] = [[shelf.name, len(getattr(knowledge, shelf.name))] for shelf in SHELVES]
    return table([say("check.shelf"), say("check.count")], rows)


def _numbers(knowledge: KnowledgeBase) -> str:
    rows: list[list[object]] = [
        [say(f"card.fields.{field}"), *(kinds[kind] for kind in EvidenceKind), kinds.total()]
        for field, kinds in by_kind(knowledge).items()
    ]
    titles = [say("check.numbers"), *(say(f"check.{kind.value}") for kind in EvidenceKind), say("check.total")]
    return table(titles, rows)


def _doubts(knowledge: KnowledgeBase) -> str:
    counts = Counter((one.stakes, one.doubt) for one in to_confirm(knowledge))
    doubts = sorted(Doubt, reverse=True)[:-1]
    stakes = sorted({stake for stake, _ in counts}, reverse=True)
    rows: list[list[object]] = [[say(f"urgency.{one.id}"), *(counts[one, doubt] for doubt in doubts)] for one in stakes]
    return table([say("review.stakes"), *(say(f"review.doubts.{doubt.id}") for doubt in doubts)], rows)


def _sources(knowledge: KnowledgeBase) -> str:
    counts = Counter(source.seen for source in knowledge.sources.values())
    return table([say("card.seen"), say("check.count")], [[seen.value, counts[seen]] for seen in Confirmed])
