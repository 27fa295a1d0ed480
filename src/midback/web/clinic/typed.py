"""What a clinician's form of one case holds, and what it had shown when it was filled in."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from starlette.datastructures import FormData

from midback.encounter import DeskCase, Examination
from midback.encounter.merging import Merged, merged
from midback.errors import Fault
from midback.knowledge import KnowledgeBase
from midback.terms import Urgency
from midback.web.clinic import examination
from midback.web.kit.form import END
from midback.words import Words, say

SEEN, ADVISED, OWNER, URGENCY, REASON = "seen", "advised", "owner", "urgency", "reason"
OF_THE_PAGE = ("csrf", END)


@dataclass(frozen=True, slots=True)
class Typed:
    """A form as it was sent. `entries` and `decisions` are how many there were when the form was shown.

    `advised` is the advice that stood beside it, "" where the form didn't say.
    """

    form: FormData
    filled: examination.Filled
    faults: tuple[Fault, ...]
    entries: int
    decisions: int
    advised: str
    urgency: Urgency | None
    reason: str

    @property
    def owner(self) -> str:
        """The mark of whom the form was made for."""
        return str(self.form.get(OWNER, ""))

    @property
    def has_draft(self) -> bool:
        """Is there something of a decision in it?"""
        return self.urgency is not None or bool(self.reason.strip())

    def seen(self, case: DeskCase) -> Examination:
        """The examination as the form showed it."""
        return case.examination.first(self.entries)

    def merged(self, case: DeskCase) -> Merged:
        """What it changes in the case as it stands."""
        return merged(self.filled.findings, self.filled.numbers, self.seen(case), case.examination)

    def decision_alone(self, case: DeskCase) -> "Typed":
        """What is left of it once its examination was saved: the beginning of a decision."""
        kept = [(name, value) for name, value in self.form.multi_items() if name in (URGENCY, REASON)]
        nothing = examination.Filled({}, {})
        entries, decisions = len(case.examination.entries), len(case.decisions)
        return replace(self, form=FormData(kept), filled=nothing, entries=entries, decisions=decisions)

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """All that it holds but what belongs to the session of its page."""
        return tuple((name, str(value)) for name, value in self.form.multi_items() if name not in OF_THE_PAGE)

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """What somebody typed or chose, by the name of its field: nothing that is empty."""
        return tuple((name, value) for name, value in self.fields if value and name not in (SEEN, ADVISED, OWNER))


def read(words: Words, knowledge: KnowledgeBase, form: FormData) -> Typed:
    """The form of a case that was sent."""
    filled, faults = examination.read(words, knowledge, form)
    entries, decisions = _seen(str(form.get(SEEN, "")))
    return Typed(
        form,
        filled,
        faults,
        entries,
        decisions,
        str(form.get(ADVISED, "")),
        _urgency(str(form.get(URGENCY, ""))),
        str(form.get(REASON, "")),
    )


def seen_of(case: DeskCase) -> str:
    """What a form of this case has to say that it showed."""
    return f"{len(case.examination.entries)}.{len(case.decisions)}"


def no_urgency(typed: Typed) -> Iterator[Fault]:
    """What is missing of a decision."""
    if typed.urgency is None:
        yield Fault(URGENCY, 0, say("clinic.no_urgency"))


def _seen(text: str) -> tuple[int, int]:
    """A form that doesn't say what it showed has shown nothing."""
    parts = [int(part) if part.isascii() and part.isdecimal() and len(part) < 7 else 0 for part in text.split(".")]
    return (parts[0], parts[1]) if len(parts) == 2 else (0, 0)


def _urgency(id: str) -> Urgency | None:
    try:
        return Urgency.named(id)
    except ValueError:
        return None
