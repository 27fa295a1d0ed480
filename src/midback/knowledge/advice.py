"""What Midback advises, as frozen records: tests, home care, exercises, safety netting, anatomy, profiles.

The other records, and how ids and lay texts work, are in `knowledge/base.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from midback.knowledge.review import Review
from midback.logic import Expression
from midback.terms import EvidenceKind, Urgency
from midback.words import Clinical, Lay


class Timing(StrEnum):
    """Is a test worth doing now, later, or not as things stand?"""

    NOW = "now"
    LATER = "later"
    NOT_NOW = "not_now"

    def __init__(self, _: str) -> None:
        """`place` counts from now to not at all, from 0."""
        self.place = len(type(self).__members__)

    def is_sooner_than(self, other: "Timing") -> bool:
        """Now is sooner than later, and later than not at all."""
        return self.place < other.place


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

    def __init__(self, _: str) -> None:
        """`place` counts from the first days on, from 0."""
        self.place = len(type(self).__members__)


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
    because: Lay
    sources: tuple[str, ...]
    when: Expression | None = None
    suspected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Investigation:
    """A test that a provider may order. Its first indication that holds is taken, else `otherwise`."""

    id: str
    label: Clinical
    lay: Lay
    group: InvestigationGroup
    shows: Lay
    misses: Lay
    what_happens: Lay
    harms: Lay
    indications: tuple[Indication, ...]
    otherwise: Lay
    order: int
    sources: tuple[str, ...]
    review: Review


@dataclass(frozen=True, slots=True)
class HomeCare:
    """Something to do at home. Offered only where `when`, if it has one, is PRESENT.

    Not for this person when `unless` is PRESENT; to ask about first, with `ask_first`, when it is UNKNOWN.
    """

    id: str
    label: Lay
    kind: CareKind
    how: tuple[Lay, ...]
    why: Lay
    order: int
    evidence: EvidenceKind
    sources: tuple[str, ...]
    review: Review
    unless: Expression | None = None
    unless_because: Lay = Lay()
    ask_first: Lay = Lay()
    stop_when: Lay = Lay()
    when: Expression | None = None


@dataclass(frozen=True, slots=True)
class Exercise:
    """A movement to do at home: steps in order, dose, easier and harder forms, and when to stop.

    Offered only where `when`, if it has one, is PRESENT and `unless` is ABSENT. Where `suits` is PRESENT it comes
    before the others of its stage.
    """

    id: str
    label: Lay
    goal: Lay
    stage: Stage
    position: Lay
    steps: tuple[Lay, ...]
    dose: Lay
    easier: Lay
    harder: Lay
    stop_when: Lay
    order: int
    sources: tuple[str, ...]
    review: Review
    when: Expression | None = None
    unless: Expression | None = None
    suits: Expression | None = None
    families: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Watch:
    """A sign to look for, and what to do if it comes. Somebody whom `when` is ABSENT of isn't told of it."""

    sign: Lay
    action: Lay
    urgency: Urgency
    when: Expression | None = None


@dataclass(frozen=True, slots=True)
class SafetyNet:
    """What a person takes away with an urgency: what to expect, what to watch for, when to check again."""

    id: str
    urgency: Urgency
    may_be_wrong: Lay
    expect: Lay
    meanwhile: tuple[Lay, ...]
    watch: tuple[Watch, ...]
    follow_up: Lay
    sources: tuple[str, ...]
    review: Review
    follow_up_days: int | None = None


class Figure(StrEnum):
    """What the figure of a back can show strongly."""

    SPINE = "spine"
    DISKS = "disks"
    RIBS = "ribs"
    INTERCOSTALS = "intercostals"
    LIGAMENTS = "ligaments"
    JOINTS = "joints"
    NERVES = "nerves"
    CORD = "cord"
    TRAPEZIUS = "trapezius"
    RHOMBOIDS = "rhomboids"
    LEVATOR = "levator"
    LATISSIMUS = "latissimus"
    ERECTOR = "erector"
    DEEP = "deep"
    T1 = "t1"
    T2 = "t2"
    T3 = "t3"
    T4 = "t4"
    T5 = "t5"
    T6 = "t6"
    T7 = "t7"
    T8 = "t8"
    T9 = "t9"
    T10 = "t10"
    T11 = "t11"
    T12 = "t12"


@dataclass(frozen=True, slots=True)
class Structure:
    """A part of the upper back, explained. `figure` is what a figure seen from behind shows of it, if anything."""

    id: str
    label: Lay
    kind: StructureKind
    explain: Lay
    how_it_hurts: Lay
    order: int
    sources: tuple[str, ...]
    review: Review
    count: int = 1
    figure: Figure | None = None


@dataclass(frozen=True, slots=True)
class Advice:
    """What a profile says for one urgency: an order as heading, where to go, how soon, how to get there."""

    heading: Lay
    where: Lay
    how_soon: Lay
    transport: Lay


class PaperSize(StrEnum):
    """The paper in a place's printers."""

    A4 = "a4"
    LETTER = "letter"


@dataclass(frozen=True, slots=True)
class Profile:
    """What differs by place. `floor` is the least urgency of a case that is not settled; `paper` what is printed on.

    `calls` holds by urgency the number that a whole country calls for it, where there is one. `police_number` is empty
    where the emergency number reaches the police too. Where `emergency_number` is words, `try_numbers` are those that
    mobile phones know, in the order to try them. `country` is the ISO code of where somebody is taken to be here.
    """

    id: str
    label: Lay
    emergency_number: str
    floor: Urgency
    advice: Mapping[Urgency, Advice]
    not_settled: Lay
    words: Mapping[str, Lay]
    sources: tuple[str, ...]
    review: Review
    paper: PaperSize = PaperSize.A4
    calls: Mapping[Urgency, str] = field(default_factory=dict)
    police_number: str = ""
    try_numbers: tuple[str, ...] = ()
    country: str = ""


@dataclass(frozen=True, slots=True)
class Country:
    """The numbers of a country that has no profile. `code` is its ISO code in small letters.

    `ambulance` brings one; `police` is empty where that number brings the police too. `health_line` gives health advice
    in the whole country, where one is known.
    """

    id: str
    label: Lay
    code: str
    ambulance: str
    sources: tuple[str, ...]
    police: str = ""
    health_line: str = ""
