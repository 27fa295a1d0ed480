"""A desk, opened once for a request: cases are read once, and what is added is written if nobody moved it meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from midback.encounter.accounts import Account, Accounts
from midback.encounter.desk_case import (
    Decision,
    DeskCase,
    Entry,
    Examination,
    decision_of,
    decision_text,
    entry_of,
    entry_text,
)
from midback.encounter.trail import Act, noted
from midback.encounter.visit import Encounters
from midback.engine import case_from
from midback.errors import CaseError, Fault
from midback.knowledge import KnowledgeBase
from midback.records import ClinicStore, Gone, Noted, StoredCase
from midback.terms import Answer, Urgency
from midback.text_gate import admit
from midback.words import say

LONGEST_REASON = 2000
Findings = Mapping[str, Answer]
Numbers = Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Audited:
    """One line of the trail. `name` is empty once the account was removed. Times are UTC."""

    account: str
    name: str
    act: Act
    at: datetime


@dataclass(frozen=True, slots=True)
class Desk:
    """What one clinician does."""

    account: Account
    accounts: Accounts
    encounters: Encounters
    store: ClinicStore

    @property
    def knowledge(self) -> KnowledgeBase:
        """What cases are assessed by."""
        return self.encounters.knowledge

    def case(self, key: str) -> DeskCase:
        """One case of this clinician's list. Raises Gone if it isn't there, or not any more, and Unreadable."""
        stored = self.store.case(self.account.id, key, self.encounters.now())
        if stored is None:
            raise Gone
        return self.filled(stored)

    def filled(self, stored: StoredCase) -> DeskCase:
        """A case of the list with all that belongs to it."""
        key = stored.encounter
        return DeskCase(
            key=key,
            opened=stored.opened,
            encounter=self.encounters.found(key),
            examination=Examination(tuple(entry_of(row) for row in self.store.examinations(key))),
            decisions=tuple(decision_of(row) for row in self.store.decisions(key)),
        )

    def with_entry(self, case: DeskCase, findings: Findings, numbers: Numbers) -> DeskCase:
        """The case as it would be with one more entry by this clinician; nothing is kept."""
        entry = Entry(self.account.id, self.encounters.now(), findings, numbers)
        return replace(case, examination=case.examination.with_entry(entry)) if findings or numbers else case

    def examine(self, case: DeskCase, findings: Findings, numbers: Numbers) -> DeskCase:
        """Add an entry to the examination: findings by id, numbers by quantity; UNKNOWN or None takes one back.

        Raises CaseError listing each unknown id and each number out of range, Moved if somebody else added an entry
        since the case was read, and Gone.
        """
        check_entry(self.knowledge, findings, numbers)
        after = self.with_entry(case, findings, numbers)
        if after is not case:
            entry = after.examination.entries[-1]
            noted = self._noted(Act.EXAMINED, entry.at)
            self.store.examine(case.key, entry_text(entry), noted, after=len(case.examination.entries))
        return after

    def decide(self, case: DeskCase, advised: Urgency, urgency: Urgency, reason: str = "") -> DeskCase:
        """Record how soon the person should be seen. What differs from the advice needs a reason.

        Raises CaseError if the reason is missing, over 2000 characters or holds a sign that can't be kept, Moved if
        somebody else decided since the case was read, and Gone.
        """
        decision = Decision(self.account.id, self.encounters.now(), urgency, advised, checked(urgency, advised, reason))
        noted = self._noted(Act.DECIDED, decision.at)
        self.store.decide(case.key, decision_text(decision), noted, after=len(case.decisions))
        return replace(case, decisions=(*case.decisions, decision))

    def names(self) -> Mapping[str, str]:
        """The names of all clinicians by the id of their account; one that was removed is not among them."""
        return {account.id: account.name for account in self.accounts.listed()}

    def audit(self, case: DeskCase, names: Mapping[str, str]) -> tuple[Audited, ...]:
        """Who opened, viewed, examined and decided the case, and when, oldest first."""
        lines = self.store.audit(case.key)
        return tuple(Audited(one.account, names.get(one.account, ""), Act(one.act), one.at) for one in lines)

    def note_view(self, case: DeskCase) -> None:
        """Add to the trail that the case was looked at."""
        self.store.note(replace(self._noted(Act.VIEWED, self.encounters.now()), encounter=case.key))

    def mark(self, key: str) -> str:
        """A mark for forms of a case that this clinician's pages carry, in whichever session they were made."""
        return self.encounters.database.house.digest("desk_form", self.account.id, key)[:40]

    def _noted(self, act: Act, at: datetime) -> Noted:
        return noted(act, at, account=self.account.id)


def checked(urgency: Urgency, advised: Urgency, reason: str) -> str:
    """The reason as it is kept. Raises CaseError where it is missing, too long, or can't be kept."""
    reason = admit(reason, "reason").strip()
    if urgency is not advised and not reason:
        raise CaseError([Fault("reason", 0, say("desk.needs_reason", advised=say(f"urgency.{advised.id}")))])
    if len(reason) > LONGEST_REASON:
        raise CaseError([Fault("reason", 0, say("desk.long_reason", most=LONGEST_REASON))])
    return reason


def check_entry(knowledge: KnowledgeBase, findings: Mapping[str, Answer], numbers: Mapping[str, float | None]) -> None:
    """Raises CaseError listing each unknown id and each number out of range."""
    measured = {id: number for id, number in numbers.items() if number is not None}
    taken_back = [id for id in numbers.keys() - measured if id not in knowledge.quantities]
    if taken_back:
        raise CaseError([Fault(id, 0, say("desk.no_quantity")) for id in taken_back])
    case_from(knowledge, present=findings, quantities=measured)
