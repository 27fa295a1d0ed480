"""How well Midback does on cases whose answer is known, with exact intervals and the reasons for every miss.

Published cases are chosen for rarity and neither rater is a clinician: no predictive value can be worked out.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from scipy.stats import binomtest

from midback.assurance.answering import interview
from midback.engine import Assessment, assess
from midback.exchange.case_file import CaseFile, load_case
from midback.knowledge import KnowledgeBase
from midback.terms import Urgency


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, with a 95 % Clopper–Pearson interval."""

    count: int
    of: int

    @property
    def value(self) -> float:
        """The share (0–1); 0 of 0 is 0."""
        return self.count / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The exact 95 % interval."""
        if not self.of:
            return 0.0, 1.0
        bounds = binomtest(self.count, self.of).proportion_ci(0.95, "exact")
        return float(bounds.low), float(bounds.high)


@dataclass(frozen=True, slots=True)
class Row:
    """One case: what was accepted, what came out, where the true cause ranked (1 is first), pages asked."""

    id: str
    title: str
    lowest: Urgency
    highest: Urgency
    urgency: Urgency
    settled: bool
    family_rank: int
    condition_rank: int
    pages: int
    because: tuple[str, ...]

    @property
    def below(self) -> bool:
        """Less urgent than either rater accepts."""
        return self.urgency < self.lowest

    @property
    def above(self) -> bool:
        """More urgent than either rater accepts."""
        return self.urgency > self.highest


@dataclass(frozen=True, slots=True)
class Validation:
    """All rows for one way of asking, and the figures over them."""

    mode: str
    rows: tuple[Row, ...]

    def share(self, holds: Callable[[Row], bool], among: Callable[[Row], bool] = lambda row: True) -> Share:
        """How many of the rows among those meant it holds for."""
        meant = [row for row in self.rows if among(row)]
        return Share(sum(holds(row) for row in meant), len(meant))

    @property
    def figures(self) -> dict[str, Share]:
        """Every figure by its name."""
        return {
            "below_accepted": self.share(lambda row: row.below),
            "above_accepted": self.share(lambda row: row.above),
            "emergency_sensitivity": self.share(lambda row: row.urgency >= Urgency.SAME_DAY, _is_urgent),
            "under_by_two": self.share(lambda row: row.lowest - row.urgency >= 2),
            "family_top1": self.share(lambda row: row.family_rank <= 1),
            "family_top3": self.share(lambda row: row.family_rank <= 3),
            "condition_top1": self.share(lambda row: row.condition_rank <= 1),
            "condition_top3": self.share(lambda row: row.condition_rank <= 3),
            "condition_top5": self.share(lambda row: row.condition_rank <= 5),
        }

    @property
    def pages(self) -> tuple[float, float]:
        """The median and the 90th percentile of pages asked."""
        counts = [row.pages for row in self.rows]
        return float(median(counts)), float(quantiles(counts, n=10, method="inclusive")[-1]) if len(counts) > 1 else 0.0


def _is_urgent(row: Row) -> bool:
    return row.lowest >= Urgency.SAME_DAY


def validate(knowledge: KnowledgeBase, files: Sequence[tuple[str, CaseFile]], *, history_only: bool) -> Validation:
    """Assess each case with what a patient can know, or with examination and vitals as well."""
    rows = tuple(_row(knowledge, id, file, history_only) for id, file in files)
    return Validation("history_only" if history_only else "with_examination", rows)


def _row(knowledge: KnowledgeBase, id: str, file: CaseFile, history_only: bool) -> Row:
    loaded = load_case(file.model_dump(exclude_unset=True, mode="json"), id, knowledge, history_only=history_only)
    assessment = assess(knowledge, loaded.case, examined=loaded.examined)
    lowest, highest = accepted(file, history_only)
    return Row(
        id=id,
        title=file.title,
        lowest=lowest,
        highest=highest,
        urgency=assessment.disposition.urgency,
        settled=assessment.disposition.settled,
        family_rank=_family_rank(knowledge, assessment, file),
        condition_rank=_condition_rank(assessment, file),
        pages=len(interview(knowledge, loaded.case)),
        because=tuple(_because(assessment)),
    )


def accepted(file: CaseFile, history_only: bool) -> tuple[Urgency, Urgency]:
    """The range of urgencies that the raters accept."""
    expect = file.expect
    lowest = (expect.urgency_min_history if history_only else None) or expect.urgency_min
    highest = (expect.urgency_max_history if history_only else None) or expect.urgency_max
    return Urgency.named(lowest or "self_care"), Urgency.named(highest or "emergency_now")


def _because(assessment: Assessment) -> Iterable[str]:
    yield from (reason.red_flag.id for reason in assessment.raised)
    yield from (f"suspected {rank.condition.id}" for rank in assessment.disposition.suspected)
    if not assessment.disposition.settled:
        yield f"not settled: {len(assessment.still_open)} flags open"


def _family_rank(knowledge: KnowledgeBase, assessment: Assessment, file: CaseFile) -> int:
    wanted = {knowledge.conditions[id].family for id in file.expect.conditions}
    return _place([rank.family.id for rank in assessment.families], wanted)


def _condition_rank(assessment: Assessment, file: CaseFile) -> int:
    return _place([rank.condition.id for rank in assessment.causes.conditions], set(file.expect.conditions))


def _place(ranked: Sequence[str], wanted: set[str]) -> int:
    """The place of the first that is wanted, counting from 1; one more than all if none is."""
    return next((place for place, id in enumerate(ranked, 1) if id in wanted), len(ranked) + 1)
