"""What is known of a person, sorted for a clinician. Said yes, said no and never asked are three things here."""

from collections.abc import Iterable
from dataclasses import dataclass

from midback.exchange.told.telling import Telling
from midback.knowledge.base import Finding, TopicSection
from midback.knowledge.known_ids import FEMALE
from midback.terms import Answer, Urgency
from midback.words import unit

ELSEWHERE = (TopicSection.SITE, TopicSection.ONSET, TopicSection.BACKGROUND)
"""Told under headings of their own, as sex is with the age."""


@dataclass(frozen=True, slots=True)
class Known:
    """Findings by answer and chapter. What follows from something said isn't said again."""

    telling: Telling

    def present(self, section: TopicSection) -> tuple[Finding, ...]:
        """What was reported of the topics in a section, in the written order."""
        return tuple(one for one in self._reported(Answer.PRESENT) if self._section(one) is section)

    def symptoms(self) -> tuple[Finding, ...]:
        """What was reported beside site, onset and background; what red flags ask about first."""
        reported = self._reported(Answer.PRESENT)
        return self._ranked(one for one in reported if self._section(one) not in ELSEWHERE)

    def denied(self, *, asked_by_flags: bool) -> tuple[Finding, ...]:
        """What was said no to in so many words: what red flags ask about, the most urgent first; or the rest.

        A place is only pointed at.
        """
        asked, unsaid = self.telling.knowledge.index.asked_by_flags, self.telling.assessment.case.unsaid
        said = [one for one in self._reported(Answer.ABSENT) if one.id not in unsaid]
        denied = [one for one in said if self._section(one) is not TopicSection.SITE]
        return self._ranked(one for one in denied if (one.id in asked) is asked_by_flags)

    def signs(self, answer: Answer) -> tuple[Finding, ...]:
        """What an examination or a test showed to be there, or not."""
        return tuple(one for one in self._said(answer) if not one.reportable)

    def measured(self) -> dict[str, str]:
        """What was measured, with its unit, by the quantity's id."""
        knowledge, numbers = self.telling.knowledge, self.telling.assessment.case.quantities
        records = [knowledge.quantities[id] for id in numbers if not knowledge.quantities[id].reportable]
        words = self.telling.words
        return {one.id: f"{words.text(one.label)} {numbers[one.id]:g} {unit(words, one.unit)}" for one in records}

    def _reported(self, answer: Answer) -> list[Finding]:
        return [one for one in self._said(answer) if one.reportable and one.id != FEMALE]

    def _section(self, finding: Finding) -> TopicSection:
        return self.telling.knowledge.topics[finding.topic].section

    def _said(self, answer: Answer) -> list[Finding]:
        """Findings with this answer, apart from those that only repeat a number or follow from another."""
        knowledge, case = self.telling.knowledge, self.telling.assessment.case
        known = case.findings.lookup
        ids = [id for id in knowledge.findings if id in known and known[id] is answer]
        follows = self._following(ids, answer)
        records = [knowledge.findings[id] for id in ids if id not in follows]
        return [one for one in records if not (one.threshold and one.threshold.quantity in case.quantities)]

    def _following(self, ids: list[str], answer: Answer) -> set[str]:
        """Whoever has the narrower has the wider; whoever lacks the wider lacks the narrower."""
        wider = self.telling.knowledge.wider
        if answer is Answer.PRESENT:
            return {wide for id in ids for wide in wider.get(id, ())}
        return {id for id in ids if not wider.get(id, frozenset()).isdisjoint(ids)}

    def _ranked(self, records: Iterable[Finding]) -> tuple[Finding, ...]:
        urgency = self.telling.knowledge.index.asked_by_flags
        return tuple(sorted(records, key=lambda one: -urgency.get(one.id, Urgency.SELF_CARE)))
