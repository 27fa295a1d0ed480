"""From a conclusion to what is told: the one place that decides what is shown, in what order and how much."""

from midback.engine.assessment import Assessment
from midback.exchange.told.care import again, plan, sources, tests
from midback.exchange.told.causes import causes, unknown
from midback.exchange.told.clinician import clinician, desk
from midback.exchange.told.first import now, sooner, verdict, why
from midback.exchange.told.limits import USUAL, Limits
from midback.exchange.told.stop import stop
from midback.exchange.told.telling import Telling, Visit
from midback.exchange.told.tree import Told, View
from midback.knowledge import KnowledgeBase
from midback.words import Words

IN_ORDER = (verdict, why, now, sooner, causes, unknown, tests, plan, again, sources)
"""What to do and why come first; what it may be comes after what to watch for, so that nobody stops at a name."""
NOBODY = Visit()


def tell(
    assessment: Assessment,
    knowledge: KnowledgeBase,
    words: Words,
    visit: Visit = NOBODY,
    limits: Limits = USUAL,
) -> Told:
    """What is told about a case, to the person and to a clinician, in the words of a language and a place."""
    telling = Telling(assessment, knowledge, words, visit, limits)
    return Told(
        urgency=assessment.disposition.urgency,
        settled=assessment.disposition.settled,
        address=visit.address,
        language=words.language,
        profile=assessment.profile.id,
        content_version=assessment.content_version,
        person=View(tuple(filter(None, (section(telling) for section in IN_ORDER)))),
        clinician=clinician(telling),
        desk=desk(telling),
        stop=stop(telling),
    )
