"""The clinician's desk: cases that were shared, what an examination found, what was decided, and who did what when.

A case stays in the list of each clinician who opened its link until its encounter ends or the person deletes it; then
examination and decisions go with it. The trail of who opened, examined and decided stays for a year, without content.
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from midback.encounter.accounts import Account, Accounts
from midback.encounter.link_codes import code_in
from midback.encounter.sharing import NotShared
from midback.encounter.standing import Listed, Listing, Standing, as_text, from_text, standing_of
from midback.encounter.tokens import digest
from midback.encounter.trail import Act, noted
from midback.encounter.visit import Encounter, Encounters
from midback.engine import Assessment, Case, assess, case_from
from midback.errors import CaseError, Fault
from midback.knowledge import KnowledgeBase
from midback.records import (
    ClinicStore,
    Gone,
    NewStanding,
    Noted,
    Row,
    StandingStore,
    StoredCase,
    StoredStanding,
    StoreError,
    Unreadable,
)
from midback.terms import Answer, Urgency

LONGEST_REASON = 2000
LISTED = 20
"""Lines of a list that are given at a time, unless asked otherwise."""
NOTHING_FOUND: Mapping[str, Answer] = MappingProxyType({})
NOTHING_MEASURED: Mapping[str, float | None] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Entry:
    """What one clinician wrote at one time. UNKNOWN and None take back what was entered before."""

    account: str
    at: datetime
    findings: Mapping[str, Answer]
    numbers: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Examination:
    """All entries, oldest first. The last word on each finding and number counts, whoever entered it."""

    entries: tuple[Entry, ...] = ()

    @property
    def findings(self) -> Mapping[str, Answer]:
        """Every finding entered as present or absent, by id."""
        last = {id: answer for entry in self.entries for id, answer in entry.findings.items()}
        return {id: answer for id, answer in last.items() if answer is not Answer.UNKNOWN}

    @property
    def numbers(self) -> Mapping[str, float]:
        """Every number measured, by the id of its quantity, in the units of content/quantities.yaml."""
        last = {id: number for entry in self.entries for id, number in entry.numbers.items()}
        return {id: number for id, number in last.items() if number is not None}


@dataclass(frozen=True, slots=True)
class Decision:
    """How soon to be seen, as a clinician decided; what the advice was then; and why it differs, if it does."""

    account: str
    at: datetime
    urgency: Urgency
    advised: Urgency
    reason: str


@dataclass(frozen=True, slots=True)
class DeskCase:
    """A case at a clinician's desk: the encounter as it stands, and what clinicians added to it.

    `opened` is when this clinician first did. `key` names the case in the clinic; it opens nothing without a session.
    `decisions` are oldest first; the last one counts.
    """

    key: str
    opened: datetime
    encounter: Encounter
    examination: Examination
    decisions: tuple[Decision, ...]

    @property
    def decision(self) -> Decision | None:
        """The decision that stands."""
        return self.decisions[-1] if self.decisions else None


@dataclass(frozen=True, slots=True)
class Audited:
    """One line of the trail. `name` is empty once the account was removed. Times are UTC."""

    account: str
    name: str
    act: Act
    at: datetime


class Clinic:
    """Everything that a clinician does. `session` is a session's token; without a good one, SignedOut is raised."""

    def __init__(self, encounters: Encounters, accounts: Accounts) -> None:
        self._encounters = encounters
        self._accounts = accounts
        self._store = ClinicStore(encounters.database)
        self._standings = StandingStore(encounters.database)

    def open_share(self, session: str, share: str) -> DeskCase:
        """Open a link that a person gave, and put the case in this clinician's list. Raises NotShared."""
        who = self._accounts.who(session)
        key = self._store.take(digest(code_in(share)), self._noted(who, Act.OPENED))
        if key is None:
            raise NotShared
        return self._case(who, key)

    def cases(self, session: str) -> tuple[DeskCase, ...]:
        """The cases in this clinician's list, the last opened first."""
        who = self._accounts.who(session)
        return tuple(self._filled(stored) for stored in self._store.cases(who.id, self._encounters.now()))

    def listed(self, session: str, first: int = 0, most: int = LISTED) -> Listing:
        """Some lines of this clinician's list, the last opened first; `first` counts from 0.

        What nobody added to since it was last listed is neither opened nor assessed again. A case that can't be read
        is in the list without a standing.
        """
        who, now = self._accounts.who(session), self._encounters.now()
        stored = self._standings.listed(who.id, now, first, most)
        content = self._encounters.knowledge.version
        kept = {one.encounter: from_text(one.text, content) for one in stored}
        made = {one.encounter: self._standing(one, who) for one in stored if kept[one.encounter] is None}
        self._keep([(one, made[one.encounter]) for one in stored if one.encounter in made])
        lines = tuple(Listed(one.encounter, one.opened, one.ends, (kept | made)[one.encounter]) for one in stored)
        return Listing(lines, self._standings.count(who.id, now))

    def case(self, session: str, key: str) -> DeskCase:
        """One case of this clinician's list. Raises RecordError if it isn't there, or not any more."""
        return self._case(self._accounts.who(session), key)

    def view(self, session: str, key: str) -> DeskCase:
        """One case, looked at: as `case`, with a line in the trail."""
        case = self.case(session, key)
        who = self._accounts.who(session)
        self._store.note(replace(self._noted(who, Act.VIEWED), encounter=key))
        return case

    def known(self, case: DeskCase) -> Case:
        """What the person's answers and the examination say together. What they say both ways counts as present.

        A number that was measured goes before one that was told. What this content no longer takes is left out.
        """
        knowledge, found, encounter = self._encounters.knowledge, case.examination, case.encounter
        return case_from(
            knowledge,
            responses=encounter.responses,
            present=_those(found, Answer.PRESENT) & knowledge.findings.keys(),
            absent=_those(found, Answer.ABSENT) & knowledge.findings.keys(),
            quantities={id: number for id, number in found.numbers.items() if _fits(knowledge, id, number)},
            setting=encounter.setting,
            profile=encounter.profile,
        )

    def left_out(self, case: DeskCase) -> tuple[str, ...]:
        """The ids of findings and quantities in the examination that this content no longer takes."""
        knowledge, found = self._encounters.knowledge, case.examination
        findings = (id for id in found.findings if id not in knowledge.findings)
        return (*findings, *(id for id, number in found.numbers.items() if not _fits(knowledge, id, number)))

    def assess(self, case: DeskCase) -> Assessment:
        """The conclusion from answers and examination. Once a sign was looked for, every open red flag counts."""
        clinicians, found = self._encounters.knowledge.clinician_only, case.examination
        examined = bool(found.numbers) or not clinicians.isdisjoint(found.findings)
        return assess(self._encounters.knowledge, self.known(case), examined=examined)

    def examine(
        self,
        session: str,
        key: str,
        findings: Mapping[str, Answer] = NOTHING_FOUND,
        numbers: Mapping[str, float | None] = NOTHING_MEASURED,
    ) -> DeskCase:
        """Add an entry to the examination: findings by id, numbers by quantity; UNKNOWN or None takes one back.

        Raises CaseError listing each unknown id and each number out of range, and RecordError as `case` does.
        """
        who = self._accounts.who(session)
        self._case(who, key)
        _check_entry(self._encounters.knowledge, findings, numbers)
        if findings or numbers:
            self._store.examine(key, _entry_text(findings, numbers), self._noted(who, Act.EXAMINED))
        return self._case(who, key)

    def decide(self, session: str, key: str, urgency: Urgency, reason: str = "") -> DeskCase:
        """Record how soon the person should be seen. What differs from the advice needs a reason.

        Raises CaseError if the reason is missing or over 2000 characters, and RecordError as `case` does.
        """
        who = self._accounts.who(session)
        case = self._case(who, key)
        advised, reason = self.assess(case).disposition.urgency, reason.strip()
        _check_reason(urgency, advised, reason)
        text = json.dumps({"urgency": urgency.id, "advised": advised.id, "reason": reason})
        self._store.decide(key, text, self._noted(who, Act.DECIDED))
        return self._case(who, key)

    def audit(self, session: str, key: str) -> tuple[Audited, ...]:
        """Who opened, examined and decided a case of this clinician's list, and when, oldest first."""
        self.case(session, key)
        names = {account.id: account.name for account in self._accounts.listed()}
        lines = self._store.audit(key)
        return tuple(Audited(line.account, names.get(line.account, ""), Act(line.act), line.at) for line in lines)

    def _case(self, who: Account, key: str) -> DeskCase:
        stored = self._store.case(who.id, key, self._encounters.now())
        if stored is None:
            raise Gone
        return self._filled(stored)

    def _filled(self, stored: StoredCase) -> DeskCase:
        key = stored.encounter
        return DeskCase(
            key=key,
            opened=stored.opened,
            encounter=self._encounters.found(key),
            examination=Examination(tuple(_entry(row) for row in self._store.examinations(key))),
            decisions=tuple(_decision(row) for row in self._store.decisions(key)),
        )

    def _standing(self, stored: StoredStanding, who: Account) -> Standing | None:
        try:
            case = self._case(who, stored.encounter)
        except (Unreadable, Gone):
            return None
        return standing_of(self.assess(case), case.decision.urgency if case.decision else None)

    def _keep(self, made: Sequence[tuple[StoredStanding, Standing | None]]) -> None:
        """A wish, never a condition: where nothing can be written, the list is only slower the next time."""
        content = self._encounters.knowledge.version
        new = [NewStanding(one.encounter, one.seen, as_text(standing, content)) for one, standing in made if standing]
        if new:
            with suppress(StoreError):
                self._standings.note(new)

    def _noted(self, who: Account, act: Act) -> Noted:
        return noted(act, self._encounters.now(), account=who.id)


def _fits(knowledge: KnowledgeBase, id: str, number: float) -> bool:
    """Does this content still take the number?"""
    quantity = knowledge.quantities.get(id)
    return quantity is not None and quantity.minimum <= number <= quantity.maximum


def _those(found: Examination, wanted: Answer) -> set[str]:
    return {id for id, answer in found.findings.items() if answer is wanted}


def _check_entry(knowledge: KnowledgeBase, findings: Mapping[str, Answer], numbers: Mapping[str, float | None]) -> None:
    measured = {id: number for id, number in numbers.items() if number is not None}
    taken_back = [id for id in numbers.keys() - measured if id not in knowledge.quantities]
    if taken_back:
        raise CaseError([Fault(id, 0, "is no quantity") for id in taken_back])
    case_from(knowledge, present=findings, quantities=measured)


def _check_reason(urgency: Urgency, advised: Urgency, reason: str) -> None:
    if urgency is not advised and not reason:
        raise CaseError([Fault("reason", 0, f"is needed, for the advice was `{advised.id}`; say why it differs")])
    if len(reason) > LONGEST_REASON:
        raise CaseError([Fault("reason", 0, f"has over {LONGEST_REASON} characters; shorten it")])


def _entry_text(findings: Mapping[str, Answer], numbers: Mapping[str, float | None]) -> str:
    return json.dumps({"findings": {id: answer.name for id, answer in findings.items()}, "numbers": dict(numbers)})


def _entry(row: Row) -> Entry:
    raw = json.loads(row.text)
    findings = {id: Answer[name] for id, name in raw["findings"].items()}
    return Entry(row.account, row.at, findings, raw["numbers"])


def _decision(row: Row) -> Decision:
    raw = json.loads(row.text)
    return Decision(row.account, row.at, Urgency.named(raw["urgency"]), Urgency.named(raw["advised"]), raw["reason"])
