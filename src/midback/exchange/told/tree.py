"""What is told about one case, as a tree: views, sections, groups and items, in the order to show them.

A door draws all of the view that it is given and nothing else. What an `aside` group holds matters less: a page may
fold it and a terminal may name it in one line.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from midback.terms import Answer, EvidenceKind, Urgency


class Kind(StrEnum):
    """What an item is, so that a door can give it its looks."""

    LEVEL = "level"
    HEADING = "heading"
    WAY = "way"
    NOTE = "note"
    RAISED = "raised"
    SUSPECTED = "suspected"
    SAID = "said"
    FOUND = "found"
    BOTH_WAYS = "both_ways"
    WATCH = "watch"
    ACTION = "action"
    LINE = "line"
    FAMILY = "family"
    FAMILY_NAMED = "family_named"
    CAUSE = "cause"
    TO_RULE_OUT = "to_rule_out"
    MEMBER = "member"
    EXPLAIN = "explain"
    FOR = "for"
    AGAINST = "against"
    UNKNOWN = "unknown"
    UNSURE = "unsure"
    ABSENT = "absent"
    TEST = "test"
    BECAUSE = "because"
    RATING = "rating"
    CHANGER = "changer"
    CARE = "care"
    EXERCISE = "exercise"
    STEP = "step"
    LIMIT = "limit"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Share:
    """A probability (0–1) with the words for it and for its band. For clinicians: a person is told how well it fits."""

    probability: float
    words: str
    band: str


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is told. `id` is a record's, or a place in a list, and alone in its group.

    `label` names what the words are, such as "Where"; `rating` is a guideline panel's; `evidence` says where its
    weight comes from; `answer` is a finding's, where it speaks for or against; `question` is the id of the question
    that can settle it.
    """

    id: str
    words: str
    kind: Kind
    label: str = ""
    urgency: Urgency | None = None
    share: Share | None = None
    rating: str = ""
    evidence: EvidenceKind | None = None
    sources: tuple[str, ...] = ()
    answer: Answer | None = None
    question: str = ""
    parts: tuple["Item", ...] = ()

    def all(self, *kinds: str) -> tuple["Item", ...]:
        """Its parts of these kinds, in order."""
        return tuple(part for part in self.parts if part.kind in kinds)

    def said(self, kind: str) -> str:
        """The words of its first part of a kind, or ""."""
        return next((part.words for part in self.parts if part.kind == kind), "")


@dataclass(frozen=True, slots=True)
class Group:
    """Items that belong together, with a title and a note where they have one. `left` counts those left out."""

    id: str
    items: tuple[Item, ...] = ()
    title: str = ""
    note: str = ""
    urgency: Urgency | None = None
    aside: bool = False
    left: int = 0

    def __bool__(self) -> bool:
        """Is there anything in it?"""
        return bool(self.items)

    def cut(self, most: int) -> "Group":
        """The first items, and how many are left out."""
        return replace(self, items=self.items[:most], left=self.left + max(len(self.items) - most, 0))

    def item(self, id: str) -> Item:
        """The item with this id. Raises KeyError."""
        return {item.id: item for item in self.items}[id]

    def said(self, id: str) -> str:
        """The words of the item with this id, or ""."""
        return next((item.words for item in self.items if item.id == id), "")


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a view: its title, a hint of what it holds, a note to begin with, and its groups."""

    id: str
    title: str = ""
    groups: tuple[Group, ...] = ()
    hint: str = ""
    note: str = ""

    def __bool__(self) -> bool:
        """Is there anything in it?"""
        return any(self.groups)

    @property
    def items(self) -> tuple[Item, ...]:
        """The items of all its groups."""
        return tuple(item for group in self.groups for item in group.items)

    @property
    def left(self) -> int:
        """How many are left out in all its groups."""
        return sum(group.left for group in self.groups)

    def group(self, id: str) -> Group:
        """The group with this id, or an empty one."""
        return next((group for group in self.groups if group.id == id), Group(id))

    def cut(self, most: int) -> "Section":
        """The first items of the section as a whole, and how many are left out of each group."""
        groups = []
        for group in self.groups:
            groups.append(group.cut(most))
            most = max(most - len(group.items), 0)
        return replace(self, groups=tuple(groups))

    def cut_each(self, most: int) -> "Section":
        """The first items of each group, and how many are left out of it."""
        return replace(self, groups=tuple(group.cut(most) for group in self.groups))


@dataclass(frozen=True, slots=True)
class View:
    """What one reader is told, section by section."""

    sections: tuple[Section, ...] = ()

    def section(self, id: str) -> Section:
        """The section with this id, or an empty one."""
        return next((section for section in self.sections if section.id == id), Section(id))

    def only(self, *ids: str) -> "View":
        """These sections alone."""
        return View(tuple(section for section in self.sections if section.id in ids))

    def cut(self, most: Mapping[str, int]) -> "View":
        """The same with at most so many items in a section, given by its id."""
        cut = (section.cut(most[section.id]) if section.id in most else section for section in self.sections)
        return View(tuple(cut))

    def cut_each(self, most: Mapping[str, int]) -> "View":
        """The same with at most so many items in each group of a section, given by its id."""
        cut = (section.cut_each(most[section.id]) if section.id in most else section for section in self.sections)
        return View(tuple(cut))

    def paths(self) -> Iterator[str]:
        """Where each item stands, such as `why.main.leg_weakness`, in the order to show them."""
        for section in self.sections:
            for group in section.groups:
                yield from (f"{section.id}.{group.id}.{item.id}" for item in group.items)
