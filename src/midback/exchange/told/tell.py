"""From a conclusion to what is told: the one place that decides what is shown, in what order and how much."""

from dataclasses import dataclass, field
from functools import cached_property

from midback.engine.assessment import Assessment
from midback.exchange.told.care import again, plan, sources, start, tests
from midback.exchange.told.causes import causes, unknown
from midback.exchange.told.clinician import clinician, desk
from midback.exchange.told.first import now, sooner, verdict, why
from midback.exchange.told.limits import USUAL, Limits
from midback.exchange.told.stop import stop
from midback.exchange.told.telling import Circumstances, Telling
from midback.exchange.told.tree import View
from midback.knowledge import KnowledgeBase
from midback.terms import Address, Urgency
from midback.words import Words

IN_ORDER = (verdict, now, sooner, why, causes, unknown, tests, plan, again, sources)
"""What to do, with the first reason, comes first; what it may be comes after what to watch for, lest a name end it."""
AT_HOME = (verdict, start, sooner, now, plan, why, causes, unknown, tests, again, sources)
"""Who looks after it at home has come for the plan: its first things come before what to watch for."""
NOBODY = Circumstances()


@dataclass(frozen=True)
class Told:
    """Everything that is told about one case; each view is worked out when it is first drawn.

    `stop` is empty unless it is an emergency.
    """

    telling: Telling = field(repr=False)

    @property
    def urgency(self) -> Urgency:
        """How soon to be seen."""
        return self.telling.assessment.disposition.urgency

    @property
    def settled(self) -> bool:
        """Could nothing that isn't known make it more urgent?"""
        return self.telling.assessment.disposition.settled

    @property
    def address(self) -> Address:
        """Whom the person's views speak to."""
        return self.telling.visit.address

    @property
    def language(self) -> str:
        """The language of the words."""
        return self.telling.words.language

    @property
    def profile(self) -> str:
        """The place whose words and ways they are."""
        return self.telling.assessment.profile.id

    @property
    def content_version(self) -> str:
        """The content that it was concluded from."""
        return self.telling.assessment.content_version

    @cached_property
    def person(self) -> View:
        """What the person is told."""
        order = AT_HOME if self.urgency is Urgency.SELF_CARE else IN_ORDER
        return View(tuple(filter(None, (section(self.telling) for section in order))))

    @cached_property
    def clinician(self) -> View:
        """What a clinician is told who reads one page."""
        return clinician(self.telling)

    @cached_property
    def desk(self) -> View:
        """What a clinician is told who examines the person."""
        return desk(self.telling)

    @cached_property
    def stop(self) -> View:
        """What the person is told in an emergency, and nothing else."""
        return stop(self.telling)


def tell(
    assessment: Assessment,
    knowledge: KnowledgeBase,
    words: Words,
    visit: Circumstances = NOBODY,
    limits: Limits = USUAL,
) -> Told:
    """What is told about a case, to the person and to a clinician, in the words of a language and a place."""
    return Told(Telling(assessment, knowledge, words, visit, limits))
