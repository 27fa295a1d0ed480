"""How well Midback does on cases whose answer is known, with exact intervals and the reasons for every miss.

The urgency judged is the one that the known facts demand; what is told, with the floor for a case that isn't
settled, stands beside it (docs/adr/0009). Published cases are chosen for rarity and neither rater is a clinician:
no predictive value can be worked out.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from midback.assurance.answering import interview
from midback.assurance.assessed import assessed
from midback.assurance.crossing import families_of, is_shown
from midback.assurance.misses import Ground, Miss, misses, raised
from midback.assurance.proportion import Proportion, middle, percentile_90
from midback.engine import Assessment
from midback.errors import CaseError, Fault
from midback.exchange.case_file import CaseFile
from midback.knowledge import KnowledgeBase
from midback.terms import Urgency


@dataclass(frozen=True, slots=True)
class Row:
    """One case: what is accepted, what the facts demand and what is told, where the true cause ranks, pages asked.

    Shown is what stands in the first three lines of what is likely or of what must be ruled out. Ranks count from 1;
    0 means that the file names no cause, and one more than there are that none is known.
    """

    id: str
    title: str
    lowest: Urgency
    highest: Urgency
    urgency: Urgency
    told: Urgency
    settled: bool
    causes: tuple[str, ...]
    family_rank: int
    condition_rank: int
    family_shown: bool
    cause_shown: bool
    pages: int
    because: tuple[Ground, ...]
    misses: tuple[Miss, ...]

    @property
    def urgent(self) -> bool:
        """Must this person be seen today or now?"""
        return self.lowest >= Urgency.SAME_DAY

    @property
    def named(self) -> bool:
        """Does the file name the true cause?"""
        return self.condition_rank > 0


@dataclass(frozen=True, slots=True)
class Validation:
    """All rows for one way of asking, and the figures over them."""

    mode: str
    rows: tuple[Row, ...]
    content_version: str

    def share(self, holds: Callable[[Row], bool], among: Callable[[Row], bool] = lambda row: True) -> Proportion:
        """How many of the rows among those meant it holds for."""
        meant = [row for row in self.rows if among(row)]
        return Proportion(sum(holds(row) for row in meant), len(meant))

    @property
    def figures(self) -> dict[str, Proportion]:
        """Every share by its name."""
        return {**self._urgencies(), **self._ranks()}

    def _urgencies(self) -> dict[str, Proportion]:
        return {
            "within_accepted": self.share(lambda row: row.lowest <= row.urgency <= row.highest),
            "below_accepted": self.share(lambda row: row.urgency < row.lowest),
            "above_accepted": self.share(lambda row: row.urgency > row.highest),
            "below_with_floor": self.share(lambda row: row.told < row.lowest),
            "above_with_floor": self.share(lambda row: row.told > row.highest),
            "emergency_sensitivity": self.share(lambda row: row.urgency >= Urgency.SAME_DAY, lambda row: row.urgent),
            "under_by_two": self.share(lambda row: row.lowest - row.urgency >= 2),
        }

    def _ranks(self) -> dict[str, Proportion]:
        return {
            "family_top1": self.share(lambda row: row.family_rank <= 1, lambda row: row.named),
            "family_top3": self.share(lambda row: row.family_rank <= 3, lambda row: row.named),
            "condition_top1": self.share(lambda row: row.condition_rank <= 1, lambda row: row.named),
            "condition_top3": self.share(lambda row: row.condition_rank <= 3, lambda row: row.named),
            "family_shown": self.share(lambda row: row.family_shown, lambda row: row.named),
            "cause_shown": self.share(lambda row: row.cause_shown, lambda row: row.named),
            "condition_top5": self.share(lambda row: row.condition_rank <= 5, lambda row: row.named),
        }

    @property
    def questions_median(self) -> float:
        """The median of pages asked."""
        return middle([row.pages for row in self.rows])

    @property
    def questions_p90(self) -> float:
        """The 90th percentile of pages asked."""
        return percentile_90([row.pages for row in self.rows])


def validate(knowledge: KnowledgeBase, files: Sequence[tuple[str, CaseFile]], *, history_only: bool) -> Validation:
    """Assess each case with what a patient can know, or with examination and vitals as well.

    Raises CaseError for every level that is no urgency.
    """
    ranges = _ranges(files, history_only)
    rows = tuple(_row(knowledge, id, file, ranges[id], history_only) for id, file in files)
    return Validation("history_only" if history_only else "with_examination", rows, knowledge.version)


def _ranges(files: Sequence[tuple[str, CaseFile]], history_only: bool) -> dict[str, tuple[Urgency, Urgency]]:
    ranges: dict[str, tuple[Urgency, Urgency]] = {}
    faults: list[Fault] = []
    for id, file in files:
        try:
            ranges[id] = accepted(file, history_only)
        except ValueError as error:
            faults.append(Fault(id, 0, f"expect: {error}"))
    if faults:
        raise CaseError(faults)
    return ranges


def accepted(file: CaseFile, history_only: bool) -> tuple[Urgency, Urgency]:
    """The range of urgencies that the raters accept; where none is given, any. Raises ValueError for no urgency."""
    expect = file.expect
    lowest = (expect.urgency_min_history if history_only else None) or expect.urgency_min
    highest = (expect.urgency_max_history if history_only else None) or expect.urgency_max
    return Urgency.named(lowest or "self_care"), Urgency.named(highest or "emergency_now")


def _row(knowledge: KnowledgeBase, id: str, file: CaseFile, span: tuple[Urgency, Urgency], history_only: bool) -> Row:
    result = assessed(knowledge, id, file, history_only=history_only)
    causes, shown = file.expect.conditions, is_shown(knowledge, result)
    ranks = (_family_rank(knowledge, result, causes), _condition_rank(result, causes))
    return Row(
        id=id,
        title=file.title,
        lowest=span[0],
        highest=span[1],
        urgency=result.disposition.demanded,
        told=result.disposition.urgency,
        settled=result.disposition.settled,
        causes=causes,
        family_rank=ranks[0],
        condition_rank=ranks[1],
        family_shown=not families_of(knowledge, shown).isdisjoint(families_of(knowledge, causes)),
        cause_shown=not shown.isdisjoint(causes),
        pages=len(interview(knowledge, result.case)),
        because=raised(result),
        misses=tuple(misses(result, span, causes, ranks)),
    )


def _family_rank(knowledge: KnowledgeBase, result: Assessment, causes: tuple[str, ...]) -> int:
    wanted = {knowledge.conditions[id].family for id in causes if id in knowledge.conditions}
    return _place([rank.family.id for rank in result.families], wanted) if causes else 0


def _condition_rank(result: Assessment, causes: tuple[str, ...]) -> int:
    return _place([rank.condition.id for rank in result.causes.conditions], set(causes)) if causes else 0


def _place(ranked: Sequence[str], wanted: set[str]) -> int:
    """The place of the first that is wanted, counting from 1; one more than all if none is."""
    return next((place for place, id in enumerate(ranked, 1) if id in wanted), len(ranked) + 1)


def as_data(validation: Validation) -> dict[str, object]:
    """One way of asking as plain data: figures by name as numbers (0–1), with counts and exact intervals beside."""
    figures = validation.figures
    return {
        "cases": len(validation.rows),
        **{name: share.value for name, share in figures.items()},
        "questions_median": validation.questions_median,
        "questions_p90": validation.questions_p90,
        "counts": {name: {"count": share.count, "of": share.of} for name, share in figures.items()},
        "intervals": {name: list(share.interval) for name, share in figures.items()},
        "rows": [_row_data(row) for row in validation.rows],
    }


def _row_data(row: Row) -> dict[str, object]:
    levels = {name: getattr(row, name).id for name in ("lowest", "highest", "urgency", "told")}
    return {**asdict(row), **levels}
