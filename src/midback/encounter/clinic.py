"""The clinic: whose desk a session opens, and each act of a clinician at it.

A case stays in the list of each clinician who opened its link until its encounter ends or the person deletes it; then
examination and decisions go with it. The trail of who opened, examined and decided stays for a year, without content.
"""

from collections.abc import Mapping
from contextlib import suppress
from types import MappingProxyType

from midback.encounter.accounts import Accounts
from midback.encounter.case_list import LISTED, listed
from midback.encounter.conclusions import conclusion, known, left_out
from midback.encounter.desk import Audited, Desk
from midback.encounter.desk_case import DeskCase
from midback.encounter.held import HeldForm, seal, unseal
from midback.encounter.link_codes import code_in
from midback.encounter.sharing import NotShared
from midback.encounter.standing import Listing
from midback.encounter.tokens import digest
from midback.encounter.trail import Act, noted
from midback.encounter.visit import Encounters
from midback.engine import Assessment, Case
from midback.records import ClinicStore, Moved
from midback.terms import Answer, Urgency

NOTHING_FOUND: Mapping[str, Answer] = MappingProxyType({})
NOTHING_MEASURED: Mapping[str, float | None] = MappingProxyType({})


class Clinic:
    """Everything that a clinician does. `session` is a session's token; without a good one, SignedOut is raised.

    What is read here is the case as it stands now; a page that was made earlier is held against it by `Desk`.
    """

    def __init__(self, encounters: Encounters, accounts: Accounts) -> None:
        self._encounters = encounters
        self._accounts = accounts
        self._store = ClinicStore(encounters.database)

    def at(self, session: str) -> Desk:
        """The desk of whoever this session belongs to: opened once, for all that one request does."""
        who = self._accounts.who(session)
        return Desk(who, self._accounts, self._encounters, self._store)

    def open_share(self, session: str, share: str) -> DeskCase:
        """Open a link that a person gave, and put the case in this clinician's list. Raises NotShared."""
        desk = self.at(session)
        line = noted(Act.OPENED, self._encounters.now(), account=desk.account.id)
        key = self._store.take(digest(code_in(share)), line)
        if key is None:
            raise NotShared
        return desk.case(key)

    def cases(self, session: str) -> tuple[DeskCase, ...]:
        """The cases in this clinician's list, the last opened first. Raises Unreadable where one can't be read."""
        desk = self.at(session)
        return tuple(desk.filled(stored) for stored in self._store.cases(desk.account.id, self._encounters.now()))

    def listed(self, session: str, first: int = 0, most: int = LISTED) -> Listing:
        """Some lines of this clinician's list, the most urgent first: see `listed` of case_list."""
        return listed(self.at(session), first, most)

    def case(self, session: str, key: str) -> DeskCase:
        """One case of this clinician's list. Raises RecordError if it isn't there, or not any more."""
        return self.at(session).case(key)

    def view(self, session: str, key: str) -> DeskCase:
        """One case, looked at: as `case`, with a line in the trail."""
        desk = self.at(session)
        case = desk.case(key)
        desk.note_view(case)
        return case

    def known(self, case: DeskCase) -> Case:
        """What answers and examination say together: see `known` of conclusions."""
        return known(self._encounters.knowledge, case)

    def left_out(self, case: DeskCase) -> tuple[str, ...]:
        """The ids of findings and quantities in the examination that this content no longer takes."""
        return left_out(self._encounters.knowledge, case)

    def assess(self, case: DeskCase) -> Assessment:
        """The conclusion from answers and examination."""
        return conclusion(self._encounters.knowledge, case)

    def examine(
        self,
        session: str,
        key: str,
        findings: Mapping[str, Answer] = NOTHING_FOUND,
        numbers: Mapping[str, float | None] = NOTHING_MEASURED,
    ) -> DeskCase:
        """Add an entry to the examination as it stands now. Raises CaseError and RecordError as `Desk.examine` does."""
        desk = self.at(session)
        while True:
            with suppress(Moved):
                return desk.examine(desk.case(key), findings, numbers)

    def decide(self, session: str, key: str, urgency: Urgency, reason: str = "") -> DeskCase:
        """Record how soon the person should be seen, by the advice as it stands now. Raises as `Desk.decide` does."""
        desk = self.at(session)
        while True:
            with suppress(Moved):
                case = desk.case(key)
                return desk.decide(case, self.assess(case).disposition.urgency, urgency, reason)

    def audit(self, session: str, key: str) -> tuple[Audited, ...]:
        """Who opened, viewed, examined and decided a case of this clinician's list, and when, oldest first."""
        desk = self.at(session)
        return desk.audit(desk.case(key), desk.names())

    def seal(self, held: HeldForm) -> str:
        """A form as text that waits in a page until somebody signs in, and says nothing without the database's key."""
        return seal(self._encounters.database, held)

    def unseal(self, text: str) -> HeldForm | None:
        """The form that was sealed; None for any other text."""
        return unseal(self._encounters.database, text)
