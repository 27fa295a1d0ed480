"""The words that every other module uses: answers, urgencies, findings and where a number comes from."""

from collections.abc import Iterable, Iterator, Mapping
from enum import IntEnum, StrEnum


class Answer(IntEnum):
    """What is known of one finding. UNKNOWN stands between no and yes and is never taken for no.

    The order ABSENT < UNKNOWN < PRESENT lets "all" be the smallest answer, "any" the largest and
    "not" the negative (strong Kleene logic).
    """

    ABSENT = -1
    UNKNOWN = 0
    PRESENT = 1


class Urgency(IntEnum):
    """How soon to be seen, from looking after it at home to calling an ambulance now."""

    SELF_CARE = 0
    ROUTINE = 1
    WITHIN_DAYS = 2
    SAME_DAY = 3
    EMERGENCY_NOW = 4

    @property
    def id(self) -> str:
        """The name used in content, case files and interfaces, such as `same_day`."""
        return self.name.lower()

    @classmethod
    def named(cls, id: str) -> "Urgency":
        """The urgency with this name. Raises ValueError for any other word."""
        if id.upper() not in cls.__members__:
            raise ValueError(f"`{id}` is no urgency; they are {', '.join(one.id for one in cls)}")
        return cls[id.upper()]

    @classmethod
    def _missing_(cls, value: object) -> "Urgency | None":
        return cls.__members__.get(str(value).upper()) if isinstance(value, str) else None


class Sex(StrEnum):
    """Sex at birth; used only where evidence for a cause differs by it."""

    FEMALE = "female"
    MALE = "male"


class Address(StrEnum):
    """Is somebody spoken to, or spoken about?"""

    YOU = "you"
    THEY = "they"


class Setting(StrEnum):
    """Where the person asks: at home, at a general practice, in an emergency department."""

    COMMUNITY = "community"
    PRIMARY_CARE = "primary_care"
    EMERGENCY = "emergency"


class EvidenceKind(StrEnum):
    """Where a number comes from: one study, a review or guideline, or an editor's judgement."""

    MEASURED = "measured"
    REVIEW = "review"
    ESTIMATE = "estimate"


class Confirmed(StrEnum):
    """How far a number or statement was checked against its source, from whole text to not at all."""

    FULL = "full"
    PAGE = "page"
    ABSTRACT = "abstract"
    PARTIAL = "partial"
    SECONDARY = "secondary"
    MEMORY = "memory"
    NONE = "none"


class _UnknownElsewhere(dict[str, Answer]):
    """A dictionary that answers UNKNOWN for whatever it doesn't hold."""

    def __missing__(self, _finding: str) -> Answer:
        return Answer.UNKNOWN


class Findings(Mapping[str, Answer]):
    """What is known of one person: finding id → PRESENT or ABSENT; every other id answers UNKNOWN.

    Iterating yields the known findings in the order of their ids, so that equal people compare,
    hash and print alike.
    """

    __slots__ = ("_answers",)

    def __init__(self, present: Iterable[str] = (), absent: Iterable[str] = ()) -> None:
        """Take the more serious reading, PRESENT, of an id that is given as both."""
        answers = dict.fromkeys(absent, Answer.ABSENT) | dict.fromkeys(present, Answer.PRESENT)
        self._answers = _UnknownElsewhere(sorted(answers.items()))

    @property
    def lookup(self) -> Mapping[str, Answer]:
        """The same answers as a plain dictionary, for code that reads many."""
        return self._answers

    def __getitem__(self, finding: str) -> Answer:
        return self._answers[finding]

    def __contains__(self, finding: object) -> bool:
        return finding in self._answers

    def __iter__(self) -> Iterator[str]:
        return iter(self._answers)

    def __len__(self) -> int:
        return len(self._answers)

    def __hash__(self) -> int:
        return hash(tuple(self._answers.items()))

    def __repr__(self) -> str:
        return f"Findings(present={sorted(self.present)}, absent={sorted(self.absent)})"

    @property
    def present(self) -> frozenset[str]:
        """The ids known to be present."""
        return frozenset(id for id, answer in self._answers.items() if answer is Answer.PRESENT)

    @property
    def absent(self) -> frozenset[str]:
        """The ids known to be absent."""
        return frozenset(id for id, answer in self._answers.items() if answer is Answer.ABSENT)

    def assuming_absent(self, ids: Iterable[str]) -> "Findings":
        """Read the unknown ones among `ids` as absent: for asking "what if an examination finds nothing?"."""
        return Findings(self.present, self.absent | (frozenset(ids) - self.present))
