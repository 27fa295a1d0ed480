"""The visit: begin, answer, correct, conclude, keep, delete. The only writer of records."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from midback.encounter.place import default_url, open_database
from midback.encounter.tokens import digest, new_token
from midback.encounter.trail import Act, noted
from midback.engine import Assessment, Case, Said, Step, Triage, ask_next, assess, case_from, triage
from midback.engine.case import response_faults
from midback.engine.fitting import Fitted, fitting
from midback.engine.gates import Opening, opening
from midback.errors import CaseError, UnknownId
from midback.knowledge import DEFAULT_PROFILE, KnowledgeBase, load_knowledge
from midback.knowledge.base import Question, QuestionKind
from midback.records import Answered, Database, Gone, Moved, Store, Stored, forget_in
from midback.terms import Setting, Urgency
from midback.words import say

KEPT = timedelta(days=1)
LONGEST = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Encounter:
    """One visit: what was answered so far, in the order first asked, and when it will be deleted (UTC).

    `left_out` names questions whose stored answers no longer fit this content, wholly or partly. `profile_is_gone` says
    that the place chosen is no more, and the default stands for it.
    """

    profile: str
    setting: Setting
    responses: Mapping[str, Said]
    content_version: str
    begun: datetime
    ends: datetime
    concluded: datetime | None
    kept: bool
    left_out: tuple[str, ...] = ()
    profile_is_gone: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """A new encounter and the token that finds it again; the token is kept nowhere else."""

    token: str
    encounter: Encounter


@dataclass(frozen=True)
class Visit:
    """One encounter, read once: what it says and comes to is worked out when it is asked for, and once.

    What is added gives another one. It isn't slotted, for it keeps what was worked out.
    """

    encounters: Encounters
    stored: Stored
    encounter: Encounter

    @cached_property
    def case(self) -> Case:
        """What the answers say."""
        return self.encounters.case(self.encounter)

    @cached_property
    def _triage(self) -> Triage:
        """How urgent it is by the answers so far, and what could still make it more urgent."""
        return triage(self.encounters.knowledge, self.case.findings)

    @property
    def urgency(self) -> Urgency:
        """How urgent it is by the answers so far."""
        return self._triage.urgency

    @property
    def is_settled(self) -> bool:
        """Could no answer make it more urgent any more?"""
        return self._triage.settled

    @cached_property
    def assessment(self) -> Assessment:
        """All that the answers come to."""
        return assess(self.encounters.knowledge, self.case)

    def next_step(self, *, beyond_emergency: bool) -> Step | None:
        """The question to ask next, or None when the interview is done."""
        knowledge, encounter = self.encounters.knowledge, self.encounter
        return ask_next(
            knowledge,
            encounter.responses,
            profile=encounter.profile,
            setting=encounter.setting,
            beyond_emergency=beyond_emergency,
        )

    def times_said(self, *questions: str) -> int:
        """How often these questions were answered or taken back: what a form of them was made from."""
        return sum(one.question in questions for one in self.stored.answers)

    def answer(self, question: str, response: Said) -> Visit:
        """Record an answer, or a correction of an earlier one; the same answer again adds nothing.

        Raises CaseError if it doesn't fit the question, Moved if something was added since the visit was read, and
        Gone and Full.
        """
        known = self.encounters.knowledge.questions
        if question not in known:
            raise UnknownId(say("visits.no_question", id=question))
        if faults := list(response_faults(known[question], response)):
            raise CaseError(faults)
        visit = self.encounters.add(self.stored, Answered(question, _written(response, known[question])))
        return visit._without_what_closed(self) if known[question].is_gate else visit

    def _without_what_closed(self, before: Visit) -> Visit:
        """Take back what was answered on pages that a gate has closed since: whoever corrects it means them, too."""
        visit = self
        for id in self.encounter.responses:
            if self._opening(id) is Opening.CLOSED is not before._opening(id):
                visit = visit.retract(id)
        return visit

    def _opening(self, question: str) -> Opening:
        return opening(self.encounters.knowledge.index, question, self.encounter.responses)

    def retract(self, question: str) -> Visit:
        """Take an answer back; the record keeps that it was given. Raises Moved and Gone."""
        return self.encounters.add(self.stored, Answered(question, None))

    def conclude(self) -> Visit:
        """Note that the conclusion is drawn, and when."""
        return self.encounters.note_conclusion(self.stored)


class Encounters:
    """Every way to read or change an encounter. `now` gives the time in UTC."""

    def __init__(
        self, store: Store, knowledge: KnowledgeBase, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._store = store
        self.knowledge = knowledge
        self.now = now

    @property
    def database(self) -> Database:
        """The database that the encounters are in, for what belongs to them."""
        return self._store.database

    def begin(self, *, profile: str = DEFAULT_PROFILE, setting: Setting = Setting.COMMUNITY) -> Opened:
        """Open an encounter that is deleted after a day unless it is kept."""
        if profile not in self.knowledge.places:
            raise UnknownId(say("visits.no_profile", id=profile, known=", ".join(sorted(self.knowledge.profiles))))
        token = new_token()
        begun = self.now()
        stored = Stored(digest(token), profile, setting.value, self.knowledge.version, begun, begun + KEPT, None)
        self._store.add(stored)
        return Opened(token, self._opened(stored))

    def find(self, token: str) -> Encounter:
        """The encounter a token leads to. Raises RecordError if there is none, or it has been deleted."""
        return self.found(digest(token))

    def open(self, token: str) -> Visit:
        """The same, read once for all that one request does with it. Raises RecordError as `find` does."""
        stored = self._stored(digest(token))
        return Visit(self, stored, self._opened(stored))

    def found(self, key: str) -> Encounter:
        """The encounter with this key, for what is kept beside it. Raises RecordError as `find` does."""
        return self._opened(self._stored(key))

    def answer(self, token: str, question: str, response: Said) -> Encounter:
        """Record an answer, or a correction of an earlier one; the same answer again adds nothing.

        Raises CaseError if it doesn't fit the question, and Full after 600 answers and corrections.
        """
        while True:
            with suppress(Moved):
                return self.open(token).answer(question, response).encounter

    def retract(self, token: str, question: str) -> Encounter:
        """Take an answer back; the record keeps that it was given."""
        while True:
            with suppress(Moved):
                return self.open(token).retract(question).encounter

    def case(self, encounter: Encounter) -> Case:
        """What the encounter's answers say."""
        return case_from(
            self.knowledge,
            responses=encounter.responses,
            setting=encounter.setting,
            profile=encounter.profile,
        )

    def conclude(self, token: str) -> Assessment:
        """Draw the conclusion from the answers so far, and note when."""
        return self.open(token).conclude().assessment

    def keep(self, token: str, time: timedelta) -> Encounter:
        """Keep the encounter for a time from now, but never longer than 90 days after it began."""
        stored = self._stored(digest(token))
        self._store.keep_until(stored.key, min(self.now() + min(time, LONGEST), stored.begun + LONGEST))
        return self.find(token)

    def delete(self, token: str) -> None:
        """Delete the encounter and all that belongs to it, now: answers, links, and what clinicians wrote."""
        self._store.delete(digest(token))

    def purge(self) -> int:
        """Delete every encounter, session and audit line whose time has ended; says how many encounters."""
        now = self.now()
        return self._store.purge(now, noted(Act.PURGED, now))

    def close(self) -> None:
        """Let go of the database."""
        self._store.close()

    def add(self, stored: Stored, answered: Answered) -> Visit:
        """Add an answer, or what takes one back, to a visit as it was read. Raises Moved, Gone and Full."""
        latest = {one.question: one.response for one in stored.answers}
        if latest.get(answered.question) != answered.response:
            self._store.answer(stored.key, answered, self.now(), after=len(stored.answers))
            stored = replace(stored, answers=(*stored.answers, answered), concluded=None)
        return Visit(self, stored, self._opened(stored))

    def note_conclusion(self, stored: Stored) -> Visit:
        """Note that a conclusion was drawn from a visit as it was read."""
        now = self.now()
        self._store.conclude(stored.key, now)
        stored = replace(stored, concluded=now)
        return Visit(self, stored, self._opened(stored))

    def _stored(self, key: str) -> Stored:
        stored = self._store.find(key, self.now())
        if stored is None:
            raise Gone
        return stored

    def _opened(self, stored: Stored) -> Encounter:
        fitted = _fitted(stored.answers, self.knowledge)
        profile_is_gone = stored.profile not in self.knowledge.places
        return Encounter(
            profile=DEFAULT_PROFILE if profile_is_gone else stored.profile,
            setting=Setting(stored.setting),
            responses=fitted.responses,
            content_version=stored.content_version,
            begun=stored.begun,
            ends=stored.ends,
            concluded=stored.concluded,
            kept=stored.ends - stored.begun > KEPT,
            left_out=fitted.left_out,
            profile_is_gone=profile_is_gone,
        )


def open_encounters(url: str | None = None, knowledge: KnowledgeBase | None = None, *, new: bool = False) -> Encounters:
    """Encounters in the database at a URL; by default a SQLite file in the user's own data folder.

    `new` begins a database although there is a key already. Raises RecordError if it can't be opened.
    """
    return Encounters(Store(open_database(url, new=new)), knowledge or load_knowledge())


def delete_unopened(token: str) -> None:
    """Delete an encounter in the default database, which needs no key for it. Raises StoreError."""
    forget_in(default_url(), digest(token))


def _fitted(answers: tuple[Answered, ...], knowledge: KnowledgeBase) -> Fitted:
    """The last answer to each question as far as it fits this content, in the order first given."""
    latest = {answered.question: answered.response for answered in answers}
    raw = {id: json.loads(text) for id, text in latest.items() if text is not None}
    offered = {id: one["offered"] for id, one in raw.items() if "offered" in one}
    return fitting(knowledge, {id: _read(one) for id, one in raw.items()}, offered)


def _written(response: Said, question: Question) -> str:
    """An answer as it is stored; for a list with what stood on it, so that what is added later isn't taken for a no."""
    offered = [option.id for option in question.options]
    return json.dumps({**asdict(response), **({"offered": offered} if question.kind is QuestionKind.MULTIPLE else {})})


def _read(raw: Mapping[str, Any]) -> Said:
    return Said(tuple(raw["chosen"]), raw["number"], raw["not_sure"], raw.get("text", ""))
