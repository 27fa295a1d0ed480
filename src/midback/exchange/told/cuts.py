"""What fits where room is short: a record's field, one page for a clinician, two pages for the person.

Lists are cut at their ends and say how many are left out. Raised red flags and signs to watch for are cut last.
"""

from dataclasses import dataclass, replace

from midback.engine.ruling_out import MOST
from midback.exchange.told.tree import Group, Item, Section, View
from midback.terms import Urgency

IN_A_RECORD = (
    "head",
    "situation",
    "advice",
    "raised",
    "still_open",
    "denied",
    "groups_denied",
    "background",
    "symptoms",
    "contradictions",
    "found",
    "to_rule_out",
    "causes",
    "to_examine",
    "to_consider",
    "told",
    "limits",
)
"""What a record needs of the clinician's page; sources and what no red flag asks about stand on the screen."""
ON_PAPER = ("verdict", "why", "now", "sooner", "plan", "again")
"""What a person needs in hand. Causes and tests need more words than two pages have."""
ITEMS_ON_SCREEN_ALONE = {"verdict": ("rests_on", "because"), "again": ("day",)}
GROUPS_ON_SCREEN_ALONE = {"why": ("contradictions",)}
"""The day stands at the head of each page; answers that don't go together can only be changed on the screen.

By section, for elsewhere an item's id is a record's, and a record may be called so.
"""
NAMED_TESTS = 6
CARE_STEPS = 1
EXPLAINED = 3
"""One reason behind a cause for so many items of a list; with room for fewer, causes to rule out are names in a row."""


def for_record(view: View, most: int) -> View:
    """The clinician's page for a text field, with about so many items in a list."""
    lists = dict.fromkeys(("still_open", "groups_denied", "background", "symptoms", "contradictions", "found"), most)
    named = min(most, NAMED_TESTS)
    lists |= {"raised": most * 2 + 1, "denied": most * 2, "to_examine": named, "to_rule_out": named}
    kept = view.only(*IN_A_RECORD).cut(lists).cut_each({"to_consider": named})
    return View(tuple(_in_short(section, max(most, 1)) for section in kept.sections))


def _in_short(section: Section, most: int) -> Section:
    match section.id:
        case "situation":
            return _places(section, most)
        case "raised":
            return replace(section, groups=tuple(_only_first_explained(group) for group in section.groups))
        case "told":  # a clinician knows where they are
            return replace(section, groups=tuple(_without(group, ("where",)) for group in section.groups))
        case _:
            return section


def _places(section: Section, most: int) -> Section:
    """Who, how long and how bad are never cut: the lists behind a title are."""
    return replace(section, groups=tuple(group.cut(most) if group.title else group for group in section.groups))


def _only_first_explained(group: Group) -> Group:
    """What is behind the most urgent red flags alone."""
    top = max((item.urgency or Urgency.SELF_CARE for item in group.items), default=Urgency.SELF_CARE)
    return replace(group, items=tuple(item if item.urgency is top else replace(item, parts=()) for item in group.items))


def _without(group: Group, ids: tuple[str, ...]) -> Group:
    return replace(group, items=tuple(item for item in group.items if item.id not in ids))


@dataclass(frozen=True, slots=True)
class Room:
    """How many items of a list the pages have room for.

    `clinician` is for the clinician's page; `reasons` and `signs` for the person's first; `home` for the second.
    """

    clinician: int = 9
    reasons: int = 3
    signs: int = 15
    home: int = 4

    def less(self, part: str) -> "Room":
        """Less room in one part."""
        match part:
            case "for-clinician":
                return replace(self, clinician=max(self.clinician - 2, 1))
            case "at-home":
                return replace(self, home=max(self.home - 1, 1))
            case _ if self.reasons > 1:
                return replace(self, reasons=self.reasons - 1)
            case _:
                return replace(self, signs=max(self.signs - 1, 1))


WHOLE_PAGES = Room()
IN_A_BROWSER = Room(clinician=2, reasons=1, signs=10, home=2)
"""A browser prints what it is given, so that it gets what fits in any case."""


def for_clinicians_page(view: View, room: Room) -> View:
    """The clinician's page on paper."""
    most = room.clinician
    lists = dict.fromkeys(("raised", "still_open", "groups_denied", "background", "symptoms"), most)
    lists |= dict.fromkeys(("contradictions", "found", "not_found"), most)
    lists |= {
        "denied": most * 3,
        "to_examine": most // 2 + 1,
        "to_rule_out": MOST if most >= EXPLAINED else 2 * MOST,
        "sources": most,
    }
    kept = View(tuple(section for section in view.sections if section.id != "also_denied"))
    cut = kept.cut(lists).cut_each({"to_consider": most // 2 + 1})
    return View(tuple(_on_the_page(section, most) for section in cut.sections))


def _on_the_page(section: Section, most: int) -> Section:
    match section.id:
        case "situation":
            return _places(section, most)
        case "to_rule_out":
            return replace(section, groups=tuple(_with_parts(group, most // EXPLAINED) for group in section.groups))
        case "causes":
            return replace(
                section, groups=tuple(_with_parts(group, max(most // EXPLAINED, 1)) for group in section.groups)
            )
        case "raised":
            return replace(section, groups=tuple(_with_parts(group, most) for group in section.groups))
        case _:
            return section


def _with_parts(group: Group, most: int) -> Group:
    """Each item with so many parts of each kind."""
    return replace(group, items=tuple(_shortened(item, most) for item in group.items))


def _shortened(item: Item, most: int) -> Item:
    kinds = dict.fromkeys(part.kind for part in item.parts)
    return replace(item, parts=tuple(part for kind in kinds for part in item.all(kind)[:most]))


def for_persons_pages(view: View, room: Room) -> View:
    """The person's pages on paper: care in a line each, a few exercises whole."""
    kept = View(tuple(_printable(section) for id in ON_PAPER if (section := view.section(id))))
    paper = kept.cut({"why": room.reasons, "sooner": room.signs})
    return View(tuple(_at_home(section, room) if section.id == "plan" else section for section in paper.sections))


def _printable(section: Section) -> Section:
    items, groups = (alone.get(section.id, ()) for alone in (ITEMS_ON_SCREEN_ALONE, GROUPS_ON_SCREEN_ALONE))
    return replace(section, groups=tuple(_without(group, items) for group in section.groups if group.id not in groups))


def _at_home(section: Section, room: Room) -> Section:
    most = {
        "fits": room.home,
        "ask_first": room.home,
        "not_for_you": (room.home + 1) // 2,
        "exercises": 4 if room.home > 2 else 2,
        "avoid": room.home // 2,
    }
    return replace(section, groups=tuple(_short(group.cut(most[group.id])) for group in section.groups))


def _short(group: Group) -> Group:
    """Care with its first step alone."""
    return replace(group, items=tuple(map(_first_step, group.items))) if group.id == "fits" else group


def _first_step(care: Item) -> Item:
    return replace(care, parts=care.all("step")[:CARE_STEPS])
