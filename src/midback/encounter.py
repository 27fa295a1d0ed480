"""The visit: begin, answer, correct, conclude, keep, delete. The only writer of records."""

import json
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from midback.engine import Assessment, Case, Response, assess, case_from
from midback.engine.case import response_faults
from midback.errors import CaseError, RecordError, UnknownId
from midback.knowledge import KnowledgeBase, load_knowledge
from midback.records import Answered, Store, Stored
from midback.terms import Setting

KEPT = timedelta(days=1)
LONGEST = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Encounter:
    """One visit: what was answered so far, in the order first asked, and when it will be deleted (UTC)."""

    profile: str
    setting: Setting
    responses: Mapping[str, Response]
    content_version: str
    begun: datetime
    ends: datetime
    concluded: datetime | None
    kept: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """A new encounter and the token that finds it again; the token is kept nowhere else."""

    token: str
    encounter: Encounter


class Encounters:
    """Every way to read or change an encounter. `now` gives the time in UTC."""

    def __init__(
        self, store: Store, knowledge: KnowledgeBase, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._store = store
        self.knowledge = knowledge
        self._now = now

    def begin(self, *, profile: str = "international", setting: Setting = Setting.COMMUNITY) -> Opened:
        """Open an encounter that is deleted after a day unless it is kept."""
        if profile not in self.knowledge.profiles:
            raise UnknownId(f"`{profile}` is no profile; there are {', '.join(sorted(self.knowledge.profiles))}")
        token = secrets.token_urlsafe(32)
        begun = self._now()
        stored = Stored(_key(token), profile, setting.value, self.knowledge.version, begun, begun + KEPT, None)
        self._store.add(stored)
        return Opened(token, self._opened(stored))

    def find(self, token: str) -> Encounter:
        """The encounter a token leads to. Raises RecordError if there is none, or it has been deleted."""
        return self._opened(self._stored(token))

    def answer(self, token: str, question: str, response: Response) -> Encounter:
        """Record an answer, or a correction of an earlier one. Raises CaseError if it doesn't fit the question."""
        self._stored(token)
        if question not in self.knowledge.questions:
            raise UnknownId(f"`{question}` is no question")
        if faults := list(response_faults(self.knowledge.questions[question], response)):
            raise CaseError(faults)
        self._store.answer(_key(token), Answered(question, _written(response)), self._now())
        return self.find(token)

    def retract(self, token: str, question: str) -> Encounter:
        """Take an answer back; the record keeps that it was given."""
        self._stored(token)
        self._store.answer(_key(token), Answered(question, None), self._now())
        return self.find(token)

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
        encounter = self.find(token)
        self._store.conclude(_key(token), self._now())
        return assess(self.knowledge, self.case(encounter))

    def keep(self, token: str, time: timedelta) -> Encounter:
        """Keep the encounter for a time from now, 90 days at most."""
        self._stored(token)
        self._store.keep_until(_key(token), self._now() + min(time, LONGEST))
        return self.find(token)

    def delete(self, token: str) -> None:
        """Delete the encounter and all its answers, now."""
        self._store.delete(_key(token))

    def purge(self) -> int:
        """Delete every encounter whose time has ended; says how many."""
        return self._store.purge(self._now())

    def close(self) -> None:
        """Let go of the database."""
        self._store.close()

    def _stored(self, token: str) -> Stored:
        stored = self._store.find(_key(token), self._now())
        if stored is None:
            raise RecordError(
                "these answers are no longer here: they were deleted, or their time has ended. Begin again."
            )
        return stored

    def _opened(self, stored: Stored) -> Encounter:
        return Encounter(
            profile=stored.profile,
            setting=Setting(stored.setting),
            responses=_latest(stored.answers, self.knowledge),
            content_version=stored.content_version,
            begun=stored.begun,
            ends=stored.ends,
            concluded=stored.concluded,
            kept=stored.ends - stored.begun > KEPT,
        )


def open_encounters(url: str | None = None, knowledge: KnowledgeBase | None = None) -> Encounters:
    """Encounters in the database at a URL; by default a SQLite file in the user's own data folder."""
    return Encounters(Store(url or default_url()), knowledge or load_knowledge())


def default_url() -> str:
    """MIDBACK_DATABASE if set, else a SQLite file in the user's data folder, which only the user can read."""
    if configured := os.environ.get("MIDBACK_DATABASE"):
        return configured
    folder = data_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return f"sqlite:///{folder / 'midback.db'}"


def data_folder() -> Path:
    """Where Midback keeps this user's data."""
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "midback"


def _key(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _latest(answers: tuple[Answered, ...], knowledge: KnowledgeBase) -> dict[str, Response]:
    """The last answer to each question that this content still has, in the order first given."""
    latest: dict[str, str | None] = {}
    for answered in answers:
        latest[answered.question] = answered.response
    return {id: _read(text) for id, text in latest.items() if text is not None and id in knowledge.questions}


def _written(response: Response) -> str:
    return json.dumps(asdict(response))


def _read(text: str) -> Response:
    raw = json.loads(text)
    return Response(**{**raw, "chosen": tuple(raw["chosen"])})
