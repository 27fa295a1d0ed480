"""How much is told: one place for each cut-off, with its reason. None of them touches an urgency."""

from dataclasses import dataclass

from midback.engine.differential import LIKELY
from midback.engine.ruling_out import MOST

EVERYTHING = 10_000


@dataclass(frozen=True, slots=True)
class Limits:
    """How many of each are told. Lists come ranked, the weightiest first, and say how many are left out."""

    likely: int = LIKELY
    """Lines of what is likely; the families of the others are named in one line each."""
    to_rule_out: int = MOST
    """Dangers with a paragraph each; those behind less urgent red flags are named."""
    reasons_for: int = 5
    reasons_against: int = 3
    """The strongest reasons decide; what comes after them moves a cause by less than the numbers are good for."""
    would_tell: int = 3
    """As many as one visit would look at for a cause."""
    open_urgent: int = 12
    """What could make it more urgent: long enough for every screen that somebody may have skipped."""
    open_others: int = 8
    """What could tell more about the cause matters less."""
    sources: int = 3
    """Sources behind one sentence; the shelf has them all."""
    avoid: int = 6
    """Advice against something is kept only if it is short."""
    steps: int = EVERYTHING
    """Steps of a piece of care."""
    exercise_steps: int = EVERYTHING
    explained: bool = True
    """Is it said why a piece of care helps, and how to make a movement easier or harder?"""
    works: int = EVERYTHING
    """Works listed at the end."""
    tests: int = 3
    """Tests that a visit may talk about; the others are in the clinician's page."""
    unfit_tests: bool = False
    """Are tests named that don't fit as things stand?"""
    first_care: int = 3
    """Pieces of care to start with: as many as somebody begins on one day."""
    first_signs: int = 6
    """Signs in the first card of what to get help for: as many as somebody in pain keeps in mind."""
    changers: int = 0
    """What would make a test worth doing sooner is for who asks for everything."""
    stop_findings: int = 3
    stop_reasons: int = 2
    """Somebody who calls for an ambulance reads aloud, and reads little."""
    clinician_members: int = 3
    clinician_reasons: int = 3
    clinician_findings: int = 4
    cited: int = 5
    """A clinician's page is one page; every source stands with what it is for."""
    desk_flags: int = 6
    desk_causes: int = 3
    """What stays beside an examination has to be seen at a glance."""
    report_conditions: int = 12
    report_least_share: float = 0.001
    report_reasons: int = 6
    """What the JSON report holds of each family: enough to compare with, small enough to store."""


USUAL = Limits()
SHORT = Limits(steps=1, exercise_steps=0, explained=False, would_tell=0, works=8)
"""For a terminal: the rest is one command away."""
WHOLE = Limits(
    likely=EVERYTHING,
    to_rule_out=EVERYTHING,
    reasons_for=EVERYTHING,
    reasons_against=EVERYTHING,
    would_tell=EVERYTHING,
    open_urgent=EVERYTHING,
    open_others=EVERYTHING,
    sources=EVERYTHING,
    avoid=EVERYTHING,
    tests=EVERYTHING,
    unfit_tests=True,
    changers=EVERYTHING,
)
"""Nothing is left out, for who asks for everything."""
