"""Why a case came out as it did: what raised the urgency, what was still open, and what ranked before the truth."""

from collections.abc import Iterator
from dataclasses import dataclass

from midback.engine import Assessment
from midback.engine.differential import ConditionRank
from midback.terms import Urgency

FIRST = 3
REASONS = 4


@dataclass(frozen=True, slots=True)
class Ground:
    """One reason: its kind, the red flag or condition it is about, and the findings behind it.

    Kinds: `raised` a red flag · `suspected` a condition likely enough to act on · `open` a red flag that would have
    been urgent enough · `ahead` a cause that ranked before the true one · `truth` the true cause with what speaks
    against it · `not_known` a true cause that Midback doesn't know.
    """

    kind: str
    id: str
    findings: tuple[str, ...] = ()
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class Miss:
    """A figure that a case counts against, and why."""

    figure: str
    because: tuple[Ground, ...]


def misses(
    result: Assessment, accepted: tuple[Urgency, Urgency], causes: tuple[str, ...], ranks: tuple[int, int]
) -> Iterator[Miss]:
    """Every miss of a case. `ranks` are the places of the true family and condition; 1 is first, 0 is not judged."""
    lowest, highest = accepted
    family, condition = ranks
    if result.disposition.demanded < lowest:
        yield Miss("below_accepted", tuple(_too_low(result, lowest)))
    if result.disposition.demanded > highest:
        yield Miss("above_accepted", tuple(_raising(result, at_least=highest + 1)))
    if family > 1:
        yield Miss("family_top3" if family > FIRST else "family_top1", tuple(_families_ahead(result, family)))
    if condition > 1:
        figure = "condition_top5" if condition > 5 else "condition_top3" if condition > FIRST else "condition_top1"
        yield Miss(figure, (*_ahead(result, condition), *_truth(result, causes)))


def raised(result: Assessment) -> tuple[Ground, ...]:
    """Everything that by itself makes the case as urgent as it is."""
    return tuple(_raising(result, at_least=result.disposition.demanded))


def _raising(result: Assessment, at_least: int) -> Iterator[Ground]:
    for reason in result.raised:
        if reason.red_flag.urgency >= at_least:
            yield Ground("raised", reason.red_flag.id, tuple(finding.id for finding in reason.findings))
    for rank in result.disposition.suspected:
        if rank.condition.urgency >= at_least:
            yield Ground("suspected", rank.condition.id, _for(rank), rank.probability)


def _too_low(result: Assessment, lowest: Urgency) -> Iterator[Ground]:
    """What was raised, and the flags that would have been urgent enough, with what isn't known of them."""
    yield from raised(result)
    for reason in result.still_open:
        if reason.red_flag.urgency >= lowest:
            yield Ground("open", reason.red_flag.id, tuple(finding.id for finding in reason.findings)[:REASONS])


def _families_ahead(result: Assessment, place: int) -> Iterator[Ground]:
    for rank in result.families[: min(place - 1, FIRST)]:
        yield Ground("ahead", rank.family.id, _for(rank.conditions[0]), rank.probability)


def _ahead(result: Assessment, place: int) -> Iterator[Ground]:
    for rank in result.causes.conditions[: min(place - 1, FIRST)]:
        yield Ground("ahead", rank.condition.id, _for(rank), rank.probability)


def _truth(result: Assessment, causes: tuple[str, ...]) -> Iterator[Ground]:
    ranks = {rank.condition.id: rank for rank in result.causes.conditions}
    for id in causes:
        if id not in ranks:
            yield Ground("not_known", id)
        else:
            against = tuple(reason.finding.id for reason in ranks[id].reasons_against[:REASONS])
            yield Ground("truth", id, against, ranks[id].probability)


def _for(rank: ConditionRank) -> tuple[str, ...]:
    return tuple(reason.finding.id for reason in rank.reasons_for[:REASONS])
