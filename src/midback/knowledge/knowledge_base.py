"""Everything that Midback knows, linked and checked, with what follows from it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from midback.knowledge.advice import Country, Exercise, HomeCare, Investigation, Profile, SafetyNet, Structure
from midback.knowledge.base import (
    Chapter,
    Condition,
    Danger,
    Family,
    Finding,
    Question,
    RedFlag,
    Topic,
)
from midback.knowledge.index import Index, RuleOf, index_of
from midback.knowledge.numbers import Quantity, Weights
from midback.knowledge.places import places_of
from midback.knowledge.sources import Source
from midback.knowledge.speech import Phrases, Speech
from midback.knowledge.stories import Calm, Ladder
from midback.logic import Expression
from midback.terms import Urgency
from midback.words import Lay


@dataclass(frozen=True, slots=True, eq=False)
class KnowledgeBase:
    """What the content folder means, linked and checked; no sentence. `version` is a digest of that meaning.

    `weights`, `wider` (what each finding implies), `clinician_only` (the findings that nobody can report of
    themselves), `index` and `places` (every profile, and one for each country) follow from the rest and are worked out
    once. A knowledge base equals itself alone: a changed copy keeps the version of what it was made from.
    """

    version: str
    sources: Mapping[str, Source]
    quantities: Mapping[str, Quantity]
    chapters: Mapping[str, Chapter]
    topics: Mapping[str, Topic]
    findings: Mapping[str, Finding]
    phrases: Mapping[str, Phrases]
    speech: Mapping[str, Speech]
    questions: Mapping[str, Question]
    families: Mapping[str, Family]
    conditions: Mapping[str, Condition]
    red_flags: Mapping[str, RedFlag]
    dangers: Mapping[str, Danger]
    calms: Mapping[str, Calm]
    ladders: Mapping[str, Ladder]
    workup: Mapping[str, Investigation]
    home_care: Mapping[str, HomeCare]
    exercises: Mapping[str, Exercise]
    safety_netting: Mapping[Urgency, SafetyNet]
    anatomy: Mapping[str, Structure]
    profiles: Mapping[str, Profile]
    countries: Mapping[str, Country]
    weights: Weights
    wider: Mapping[str, frozenset[str]]
    clinician_only: frozenset[str]
    index: Index = field(init=False, repr=False)
    places: Mapping[str, Profile] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Work out the index anew, for a changed copy too: what follows must never be of another content."""
        shelves = (self.findings, self.quantities, self.questions, self.conditions, self.red_flags)
        made = index_of(*shelves, self.weights, self.wider, self._rules(), self.workup)
        object.__setattr__(self, "index", made)
        object.__setattr__(self, "places", places_of(self.profiles, self.countries))

    def _rules(self) -> Iterator[tuple[RuleOf, Expression]]:
        """Every rule that isn't a red flag's or a danger's, with its place."""
        for shelf in ("questions", "home_care", "exercises"):
            for id, record in getattr(self, shelf).items():
                for name in ("when", "unless", "suits"):
                    if (rule := getattr(record, name, None)) is not None:
                        yield (shelf, id, name), rule

    def lay(self, finding: str) -> Lay:
        """The lay phrase for a finding."""
        return self.findings[finding].lay

    @property
    def emergency_screen(self) -> Question:
        """The first question that is asked before all else. Content without one isn't sound."""
        return next(question for question in self.interview if question.emergency)

    @property
    def interview(self) -> tuple[Question, ...]:
        """Every question in its written order."""
        return self.index.interview
