"""What is told as stable JSON: the key `told` of a report."""

from pydantic import BaseModel, ConfigDict

from midback.exchange.told.tell import Told
from midback.exchange.told.tree import Group, Item, Section, View


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class ItemOut(_Part):
    id: str
    """A record's id, or a place in a list; alone in its group."""
    kind: str
    words: str
    label: str
    urgency: str
    share: float | None
    """0–1."""
    share_words: str
    rating: str
    evidence: str
    """measured, review or estimate, or "" where it has no weight."""
    answer: str
    """present or absent, where a finding speaks for or against; else ""."""
    question: str
    """The question that can settle it."""
    sources: tuple[str, ...]
    parts: tuple["ItemOut", ...]


class GroupOut(_Part):
    id: str
    title: str
    note: str
    aside: bool
    """Less urgent, or not called for."""
    left: int
    """How many items are left out at the end."""
    items: tuple[ItemOut, ...]


class SectionOut(_Part):
    id: str
    title: str
    hint: str
    note: str
    groups: tuple[GroupOut, ...]


class ToldOut(_Part):
    """What each reader is told. `stop` is empty unless it is an emergency."""

    address: str
    """you: it speaks to the person; they: about somebody else."""
    language: str
    person: tuple[SectionOut, ...]
    clinician: tuple[SectionOut, ...]
    """Whole, as a clinician reads it on a screen; on paper and as text it is cut to fit."""
    stop: tuple[SectionOut, ...]


def told_out(told: Told) -> ToldOut:
    """All of it, in its order."""
    return ToldOut(
        address=told.address.value,
        language=told.language,
        person=_view(told.person),
        clinician=_view(told.clinician),
        stop=_view(told.stop),
    )


def _view(view: View) -> tuple[SectionOut, ...]:
    return tuple(_section(section) for section in view.sections)


def _section(section: Section) -> SectionOut:
    groups = tuple(_group(group) for group in section.groups)
    return SectionOut(id=section.id, title=section.title, hint=section.hint, note=section.note, groups=groups)


def _group(group: Group) -> GroupOut:
    return GroupOut(
        id=group.id,
        title=group.title,
        note=group.note,
        aside=group.aside,
        left=group.left,
        items=tuple(_item(item) for item in group.items),
    )


def _item(item: Item) -> ItemOut:
    return ItemOut(
        id=item.id,
        kind=item.kind.value,
        words=item.words,
        label=item.label,
        urgency="" if item.urgency is None else item.urgency.id,
        share=round(item.share.probability, 4) if item.share else None,
        share_words=item.share.words if item.share else "",
        rating=item.rating,
        evidence=item.evidence.value if item.evidence else "",
        answer=item.answer.name.lower() if item.answer is not None else "",
        question=item.question,
        sources=item.sources,
        parts=tuple(_item(part) for part in item.parts),
    )
