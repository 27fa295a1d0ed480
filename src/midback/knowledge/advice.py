"""What Midback advises, as frozen records: tests, home care, exercises, safety netting, anatomy, profiles.

The other records, and how ids and lay texts work, are in `knowledge/base.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from midback.knowledge.review import Review
from midback.logic import Expression
from midback.terms import EvidenceKind, Urgency


class Timing(StrEnum):
    """Is a test worth doing now, later, or not as things stand?"""

    NOW = "now"
    LATER = "later"
    NOT_NOW = "not_now"


class Appropriateness(StrEnum):
    """A guideline panel's rating, or none where no guideline was found."""

    USUALLY = "usually_appropriate"
    MAYBE = "may_be_appropriate"
    USUALLY_NOT = "usually_not_appropriate"
    UNRATED = "unrated"


class InvestigationGroup(StrEnum):
    """The part of a list that a test stands in."""

    IMAGING = "imaging"
    BLOOD = "blood"
    NERVES = "nerves"
    HEART_LUNG = "heart_lung"
    TUMMY_URINE = "tummy_urine"


class CareKind(StrEnum):
    """What a piece of home care works by."""

    MOVEMENT = "movement"
    POSTURE = "posture"
    WARMTH_COLD = "warmth_cold"
    MEDICINE = "medicine"
    SLEEP = "sleep"
    CALM = "calm"


class Stage(StrEnum):
    """When an exercise comes: in the first days, once it eases, or to grow strong."""

    EARLY = "early"
    BUILD = "build"
    STRONG = "strong"


class StructureKind(StrEnum):
    """What a part of the upper back is."""

    OVERVIEW = "overview"
    VERTEBRA = "vertebra"
    DISK = "disk"
    JOINT = "joint"
    LIGAMENT = "ligament"
    MUSCLE = "muscle"
    NERVE = "nerve"
    RIB_CAGE = "rib_cage"


@dataclass(frozen=True, slots=True)
class Indication:
    """When a test fits: the findings (`when`) or the suspected conditions that call for it, and why."""

    timing: Timing
    rating: Appropriateness
    because: str
    sources: tuple[str, ...]
    when: Expression | None = None
    suspected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Investigation:
    """A test that a provider may order. Its first indication that holds is taken, else `otherwise`."""

    id: str
    label: str
    lay: str
    group: InvestigationGroup
    shows: str
    misses: str
    what_happens: str
    harms: str
    indications: tuple[Indication, ...]
    otherwise: str
    order: int
    sources: tuple[str, ...]
    review: Review


@dataclass(frozen=True, slots=True)
class HomeCare:
    """Something to do at home. Offered only where `when`, if it has one, is PRESENT.

    Not for this person when `unless` is PRESENT; to ask about first, with `ask_first`, when it is UNKNOWN.
    """

    id: str
    label: str
    kind: CareKind
    how: tuple[str, ...]
    why: str
    order: int
    evidence: EvidenceKind
    sources: tuple[str, ...]
    review: Review
    unless: Expression | None = None
    unless_because: str = ""
    ask_first: str = ""
    stop_when: str = ""
    when: Expression | None = None


@dataclass(frozen=True, slots=True)
class Exercise:
    """A movement to do at home: steps in order, dose, easier and harder forms, and when to stop."""

    id: str
    label: str
    goal: str
    stage: Stage
    position: str
    steps: tuple[str, ...]
    dose: str
    easier: str
    harder: str
    stop_when: str
    order: int
    sources: tuple[str, ...]
    review: Review
    unless: Expression | None = None
    families: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Watch:
    """A sign to look for, and what to do if it comes."""

    sign: str
    action: str
    urgency: Urgency


@dataclass(frozen=True, slots=True)
class SafetyNet:
    """What a person takes away with an urgency: what to expect, what to watch for, when to check again."""

    id: str
    urgency: Urgency
    may_be_wrong: str
    expect: str
    meanwhile: tuple[str, ...]
    watch: tuple[Watch, ...]
    follow_up: str
    sources: tuple[str, ...]
    review: Review
    follow_up_days: int | None = None


@dataclass(frozen=True, slots=True)
class Structure:
    """A part of the upper back, explained."""

    id: str
    label: str
    kind: StructureKind
    explain: str
    how_it_hurts: str
    order: int
    sources: tuple[str, ...]
    review: Review
    count: int = 1


@dataclass(frozen=True, slots=True)
class Advice:
    """What a profile says for one urgency: an order as heading, where to go, how soon, how to get there."""

    heading: str
    where: str
    how_soon: str
    transport: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What differs by place. `floor` is the least urgency of a case that is not settled."""

    id: str
    label: str
    emergency_number: str
    floor: Urgency
    advice: Mapping[Urgency, Advice]
    not_settled: str
    words: Mapping[str, str]
    sources: tuple[str, ...]
    review: Review
