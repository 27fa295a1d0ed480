"""A summary laid out on pages: what a person takes along, and what a clinician sees at the desk."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from midback.encounter import Encounter, Encounters
from midback.encounter.about import not_sure_of, speaks_of_them, worst_place
from midback.engine import Assessment, Responses
from midback.exchange.summary import Summary, advice, situation, summarise
from midback.knowledge import KnowledgeBase
from midback.knowledge.known_ids import WHERE_MOST
from midback.web.kit.local_time import local
from midback.words import say

WHOLE = 1000


@dataclass(frozen=True, slots=True)
class Paper:
    """A summary laid out on pages: how many entries of a list the paper shows, the rest being on screen.

    `room` is for the clinician's page; `reasons` and `signs` for the person's first; `home` for the second.
    """

    summary: Summary
    labels: Mapping[str, str]
    room: int = 9
    reasons: int = 3
    signs: int = 15
    home: int = 4

    def situation(self, on_screen: bool) -> tuple[str, ...]:
        """Who, how long, how bad, how it began and where; on screen whole."""
        return tuple(situation(self.summary, self.labels, WHOLE if on_screen else self.room))

    @property
    def advice(self) -> tuple[str, ...]:
        """How urgent, why, and whether it is settled."""
        return tuple(advice(self.summary, self.labels))

    def shorter(self, part: str) -> "Paper":
        """The same with less in one part. Signs to watch for are cut last, the least urgent first."""
        match part:
            case "for-clinician":
                return replace(self, room=max(self.room - 2, 1))
            case "at-home":
                return replace(self, home=max(self.home - 1, 1))
            case _ if self.reasons > 1:
                return replace(self, reasons=self.reasons - 1)
            case _:
                return replace(self, signs=max(self.signs - 1, 1))


def printed(paper: Paper) -> Paper:
    """What a browser prints with the result. It can't be laid out here first, so it holds what fits in any case."""
    return replace(paper, room=5, reasons=1, home=2)


class Labels(dict[str, str]):
    """The words of the summary by name, looked up when asked for; {count} stays to be filled."""

    def __missing__(self, name: str) -> str:
        return say(f"summary.{name}")


def paper_of(encounters: Encounters, encounter: Encounter, assessment: Assessment) -> Paper:
    """The summary of an encounter, dated when it was concluded, by the clocks of whoever asked."""
    on = local(encounter.concluded or encounter.begun).date()
    summary = summarise(
        encounters.knowledge,
        assessment,
        on,
        unsure=not_sure_of(encounters.knowledge, assessment.case, encounter.responses),
        worst_region=_worst_region(encounters.knowledge, encounter.responses),
        answered_by="for_somebody" if speaks_of_them(encounter.responses) else "",
    )
    return Paper(summary, Labels())


def _worst_region(knowledge: KnowledgeBase, responses: Responses) -> str:
    marked = worst_place(responses)
    options = knowledge.questions[WHERE_MOST].options
    return next((option.label for option in options if option.id == marked), "")
