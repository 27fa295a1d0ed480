"""What Midback knows, as frozen records. Each carries its sources and the review it last had.

Ids are lower_snake words. A record in a file of its own takes its id from the file name; records that
share a file are keyed by id. Texts marked *lay* are read by patients: plain words, grade 8 or less,
written so that they fit "you" and "they" alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from midback.knowledge.numbers import Threshold
from midback.knowledge.review import Review
from midback.logic import Expression
from midback.terms import Address, Confirmed, EvidenceKind, Setting, Sex, Urgency
from midback.words import Clinical, Lay


class FindingKind(StrEnum):
    """A symptom or risk a person can report; a sign or test result only a clinician can enter."""

    SYMPTOM = "symptom"
    RISK = "risk"
    SIGN = "sign"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact about a person. `label` is the clinician's word, `lay` the patient's (a phrase, no person).

    `background` is the share of people with ordinary mechanical upper back pain who have it (0–1), the
    measure against which P(finding given condition) is weighed. `group` names findings that tell much the
    same and so are damped together. `implies` lists findings that are present whenever this one is.
    `topic` is the sheet it stands on, and its entry in `topics.yaml`.
    For a sign, `note` says how to examine for it and what counts.
    """

    id: str
    label: Clinical
    lay: Lay
    kind: FindingKind
    background: float
    background_kind: EvidenceKind
    sources: tuple[str, ...]
    review: Review
    topic: str = ""
    group: str | None = None
    implies: tuple[str, ...] = ()
    threshold: Threshold | None = None
    note: Clinical = Clinical()

    @property
    def reportable(self) -> bool:
        """Can a person know this without a clinician?"""
        return self.kind in (FindingKind.SYMPTOM, FindingKind.RISK)


class TopicSection(StrEnum):
    """Where a clinician's page tells what is known of a topic; EXAMINATION is entered there, sheet by sheet."""

    SYMPTOMS = "symptoms"
    SITE = "site"
    ONSET = "onset"
    BACKGROUND = "background"
    EXAMINATION = "examination"


@dataclass(frozen=True, slots=True)
class Topic:
    """A sheet of findings, named for clinicians; the id is the sheet's. `section` says where they are told.

    Sheets of the examination come in their `order`, lower first, as a clinician works.
    """

    id: str
    label: Clinical
    section: TopicSection
    order: int = 0


class QuestionKind(StrEnum):
    """Choose one; tick what applies (what is left empty counts as absent: docs/adr/0017); enter a number; write.

    What is written proposes findings, and those that the person confirms are present. It is never asked by itself.
    """

    SINGLE = "single"
    MULTIPLE = "multiple"
    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Option:
    """A choice: its wording, and the findings that it sets. `value` is the quantity it stands for.

    In a MULTIPLE question a tick sets `present`; a box left empty sets `present` to absent. `speaks_of` says who the
    check is about once it is chosen: `you` or `they`. The question with such options is asked on the first page.
    An option that `opens` questions stands for a whole group: they are asked once it is ticked, or the person isn't
    sure; a box left empty says no to all that their boxes ask (docs/adr/0017).
    """

    id: str
    label: Lay
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    value: float | None = None
    heading: Lay = Lay()
    hint: Lay = Lay()
    speaks_of: Address | None = None
    opens: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """The questions that are answered by marks beside places: which is the `worst`, and where the pain `spread`s to.

    Both offer the same options as the places, and set no finding; neither is asked on a page of its own.
    """

    worst: str
    spread: str


@dataclass(frozen=True, slots=True)
class Question:
    """One page of the interview. `ask` speaks to the person, `ask_they` about somebody else.

    `order` places it (lower first) among equals; `emergency` marks the screen that comes before all else;
    `always` marks pages that every interview includes; `when` must be PRESENT for the question to make
    sense. `effort` is in pages: 1 for an ordinary one. A TEXT question gets an option for each
    finding that has phrases when the knowledge base is built. `beside` makes a tick list a map of the body.
    """

    id: str
    chapter: str
    kind: QuestionKind
    ask: Lay
    ask_they: Lay
    clinician: Clinical
    why: Lay
    order: int
    options: tuple[Option, ...] = ()
    none_label: Lay = Lay()
    not_sure_label: Lay = Lay("answers.not_sure")
    quantity: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    unit: str = ""
    hint: Lay = Lay()
    emergency: bool = False
    always: bool = False
    when: Expression | None = None
    effort: float = 1.0
    beside: Beside | None = None

    @property
    def is_gate(self) -> bool:
        """Does an option of it open other questions?"""
        return any(option.opens for option in self.options)

    @property
    def findings(self) -> frozenset[str]:
        """Every finding that an answer to this question settles through its options; none for a text."""
        if self.kind is QuestionKind.TEXT:
            return frozenset()
        return frozenset(id for option in self.options for id in (*option.present, *option.absent))

    @property
    def asked(self) -> frozenset[str]:
        """Every finding that an option makes present: what is asked for; none for a text."""
        if self.kind is QuestionKind.TEXT:
            return frozenset()
        return frozenset(id for option in self.options for id in option.present)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the interview, named for the person."""

    id: str
    label: Lay
    order: int


@dataclass(frozen=True, slots=True)
class Family:
    """Causes that belong together. `members_note` says when its members can't be told apart at the bedside."""

    id: str
    label: Clinical
    lay: Lay
    explain: Lay
    order: int
    sources: tuple[str, ...]
    review: Review
    members_note: Clinical = Clinical()

    @property
    def indistinct(self) -> bool:
        """Can nobody tell its members apart by asking and examining?"""
        return bool(self.members_note)


@dataclass(frozen=True, slots=True)
class Link:
    """How one finding bears on one condition: either P(finding given condition), or likelihood ratios.

    `given` is 0–1; `present` multiplies the odds when the finding is present, `absent` when it is absent.
    `interval` bounds the number that is given, where known.
    """

    finding: str
    kind: EvidenceKind
    sources: tuple[str, ...] = ()
    given: float | None = None
    present: float | None = None
    absent: float | None = None
    interval: tuple[float, float] | None = None
    confirmed: Confirmed = Confirmed.NONE
    note: Clinical = Clinical()


@dataclass(frozen=True, slots=True)
class Pretest:
    """How common a condition is among people with upper back pain, before any answer (shares 0–1).

    `by_age` and `by_sex` multiply the share for an age band or sex; what isn't listed counts 1.
    """

    community: float
    primary_care: float
    emergency: float
    kind: EvidenceKind
    basis: Clinical
    sources: tuple[str, ...] = ()
    by_age: Mapping[str, float] = field(default_factory=dict)
    by_sex: Mapping[Sex, float] = field(default_factory=dict)

    def share(self, setting: Setting) -> float:
        """The share for a setting, before age and sex."""
        return float(getattr(self, setting.value))


@dataclass(frozen=True, slots=True)
class Codes:
    """Codes in other people's systems. SNOMED CT is given only where it was verified."""

    icd10_who: tuple[str, ...] = ()
    icd10_cm: tuple[str, ...] = ()
    snomed: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """The probability (0–1) at which a suspected condition by itself raises the urgency to its level."""

    probability: float
    because: Clinical


@dataclass(frozen=True, slots=True)
class TypicalCase:
    """A person as the textbooks draw them; the condition's family must rank among the first three."""

    title: Clinical
    present: tuple[str, ...]
    absent: tuple[str, ...] = ()
    age: float | None = None
    sex: Sex | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """A possible cause. `urgency` is how soon it should be seen once suspected.

    `spare_spine`: while a red flag points to it, no exercise is offered, and moving as usual is asked about first.
    """

    id: str
    label: Clinical
    lay: Lay
    family: str
    codes: Codes
    pretest: Pretest
    findings: tuple[Link, ...]
    urgency: Urgency
    explain: Lay
    onset: Lay
    course: Lay
    recovery: Lay
    tell: Lay
    typical: TypicalCase
    sources: tuple[str, ...]
    review: Review
    action: Action | None = None
    home_care: tuple[str, ...] = ()
    avoid: tuple[Lay, ...] = ()
    look_alikes: tuple[str, ...] = ()
    note: Clinical = Clinical()
    spare_spine: bool = False


class Expected(StrEnum):
    """What a rule should answer for an example, in the words of content."""

    PRESENT = "present"
    ABSENT = "absent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Example:
    """A person for whom a rule's answer is known."""

    title: Clinical
    expect: Expected
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RedFlag:
    """A pattern that demands a minimum urgency. `because` is lay; `rationale` is for clinicians.

    `label` says what it is in 14 words at most, not every way to raise it: the findings stand beside it.
    `private` means that somebody near may be the danger: then no page asks to show it, read it out or unlock a door.
    `suspects` lists the condition ids it points to. `alone` lists the findings that raise it by themselves although the
    rule asks for more, since they imply the rest. `kind` is how the level was reached: most are the
    editors' judgement from the sources, and say estimate.
    """

    id: str
    label: Clinical
    when: Expression
    urgency: Urgency
    because: Lay
    rationale: Clinical
    kind: EvidenceKind
    examples: tuple[Example, ...]
    sources: tuple[str, ...]
    review: Review
    suspects: tuple[str, ...] = ()
    private: bool = False
    alone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Danger:
    """A situation that must never get less than an urgency, written from guidelines and not from the rules."""

    id: str
    situation: Clinical
    when: Expression
    minimum: Urgency
    sources: tuple[str, ...]
    review: Review
