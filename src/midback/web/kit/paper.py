"""What is told, laid out on pages: what a person takes along, and what a clinician sees at the desk."""

from dataclasses import dataclass, replace

from midback.encounter import Encounter, Encounters
from midback.engine import Assessment
from midback.exchange.about import visit_of
from midback.exchange.told import Told, View, tell
from midback.exchange.told.cuts import IN_A_BROWSER, WHOLE_PAGES, Room, for_clinicians_page, for_persons_pages
from midback.web.kit.local_time import local
from midback.words import Words


@dataclass(frozen=True, slots=True)
class Paper:
    """What is told, its day in words, and the room on its pages."""

    told: Told
    day: str
    room: Room = WHOLE_PAGES

    @property
    def clinician(self) -> View:
        """What fits on the clinician's page."""
        return for_clinicians_page(self.told.clinician, self.room)

    @property
    def person(self) -> View:
        """What fits on the person's pages."""
        return for_persons_pages(self.told.person, self.room)

    def shorter(self, part: str) -> "Paper":
        """The same with less in one part."""
        return replace(self, room=self.room.less(part))


def printed(paper: Paper) -> Paper:
    """What a browser prints with the result. It can't be laid out here first, so it holds what fits in any case."""
    return replace(paper, room=IN_A_BROWSER)


def paper_of(words: Words, encounters: Encounters, encounter: Encounter, assessment: Assessment) -> Paper:
    """What is told of an encounter, dated when it was concluded, by the clocks of whoever asked."""
    on = local(encounter.concluded or encounter.begun).date()
    visit = visit_of(encounters.knowledge, assessment.case, encounter.responses, on)
    return Paper(tell(assessment, encounters.knowledge, words, visit), words.day(on))
