"""A finding that implies another adds only what the wider one hasn't told."""

from dataclasses import replace
from math import log

import pytest

from midback.knowledge import load_knowledge
from midback.knowledge.base import Link
from midback.knowledge.weights import SCALE, weigh
from midback.terms import EvidenceKind

KNOWLEDGE = load_knowledge()
ID = next(iter(KNOWLEDGE.conditions))
WIDE, NARROW = "fever", "fever_over_39"
BEFORE: dict[str, float] = {WIDE: 0.1, NARROW: 0.02}


def weights(**given: float) -> dict[str, tuple[float, float]]:
    """What each finding adds to a cause that has it so often, present and absent, in natural logarithms."""
    links = tuple(Link(id, EvidenceKind.ESTIMATE, given=share) for id, share in given.items())
    conditions = {ID: replace(KNOWLEDGE.conditions[ID], findings=links)}
    findings = {id: replace(KNOWLEDGE.findings[WIDE], id=id, background=BEFORE[id], group=None) for id in BEFORE}
    made = weigh(conditions, findings, KNOWLEDGE.families, {NARROW: frozenset({WIDE})})
    return {id: (one.present / SCALE, one.absent / SCALE) for id, one in made.of[ID].items()}


def test_both_together_tell_as_much_as_the_narrow_one_alone() -> None:
    made = weights(fever=0.6, fever_over_39=0.4)
    assert made[WIDE][0] + made[NARROW][0] == pytest.approx(log(0.4 / 0.02), abs=0.001)


def test_lacking_the_wide_one_tells_no_more_by_lacking_the_narrow_one_too() -> None:
    made = weights(fever=0.6, fever_over_39=0.4)
    assert made[WIDE][1] + made[NARROW][1] == pytest.approx(log(0.4 / 0.9), abs=0.001)


def test_the_wide_one_without_the_narrow_one_tells_what_that_is() -> None:
    made = weights(fever=0.6, fever_over_39=0.4)
    assert made[WIDE][0] + made[NARROW][1] == pytest.approx(log(0.2 / 0.08), abs=0.001)


def test_one_alone_is_weighed_as_it_is() -> None:
    assert weights(fever=0.6)[WIDE] == pytest.approx((log(6), log(0.4 / 0.9)), abs=0.001)


def test_a_ratio_that_the_content_gives_for_lacking_the_narrow_one_is_kept() -> None:
    links = (
        Link(WIDE, EvidenceKind.ESTIMATE, given=0.6),
        Link(NARROW, EvidenceKind.MEASURED, present=8.0, absent=1.0),
    )
    findings = {id: replace(KNOWLEDGE.findings[WIDE], id=id, background=BEFORE[id], group=None) for id in BEFORE}
    conditions = {ID: replace(KNOWLEDGE.conditions[ID], findings=links)}
    made = weigh(conditions, findings, KNOWLEDGE.families, {NARROW: frozenset({WIDE})}).of[ID]
    assert made[NARROW].absent == 0
    assert made[WIDE].absent / SCALE == pytest.approx(log(0.4 / 0.9), abs=0.001)


def test_lacking_two_wide_ones_counts_what_both_imply_once() -> None:
    links = tuple(Link(id, EvidenceKind.ESTIMATE, given=share) for id, share in (("a", 0.6), ("b", 0.5), ("ab", 0.3)))
    findings = {id: replace(KNOWLEDGE.findings[WIDE], id=id, background=0.2, group=None) for id in ("a", "b")}
    findings["ab"] = replace(findings["a"], id="ab", background=0.05)
    conditions = {ID: replace(KNOWLEDGE.conditions[ID], findings=links)}
    made = weigh(conditions, findings, KNOWLEDGE.families, {"ab": frozenset({"a", "b"})}).of[ID]
    both = sum(made[id].absent for id in ("a", "b", "ab")) / SCALE
    assert both == pytest.approx(log(0.4 / 0.8) + log(0.5 / 0.8), abs=0.001)
