"""What each finding adds to each condition, as whole numbers fixed when the knowledge base is built.

A weight is a log-likelihood-ratio × 2^12, rounded once, so that one person and many millions get the same
answer to the last bit. Findings that share a group tell much the same: when a condition lists several of
one group, each is damped by DAMPING. No single finding moves the odds by more than CAP either way.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from math import log
from struct import unpack

from midback.knowledge.base import Condition, Family, Finding, Link
from midback.knowledge.numbers import Weight, Weights
from midback.terms import Setting, Sex

SCALE = 2**12
CAP = 50.0
DAMPING = 0.6
SOMETHING_ELSE = 0.05
LANE = 64
"""Bits of one score where those of all conditions lie side by side in one whole number, which is added at once."""
AGE_BANDS = (
    ("under_18", 0.0, 18.0),
    ("18_to_39", 18.0, 40.0),
    ("40_to_49", 40.0, 50.0),
    ("50_to_64", 50.0, 65.0),
    ("65_to_74", 65.0, 75.0),
    ("75_over", 75.0, 200.0),
)


def weigh(
    conditions: Mapping[str, Condition], findings: Mapping[str, Finding], families: Mapping[str, Family]
) -> Weights:
    """Turn shares and likelihood ratios into weights."""
    order = sorted(conditions, key=lambda id: (families[conditions[id].family].order, id))
    return Weights(tuple(order), {id: dict(_weights(conditions[id], findings)) for id in order})


def _weights(condition: Condition, findings: Mapping[str, Finding]) -> Iterator[tuple[str, Weight]]:
    groups = Counter(findings[link.finding].group for link in condition.findings)
    for link in condition.findings:
        finding = findings[link.finding]
        damping = DAMPING if finding.group and groups[finding.group] > 1 else 1.0
        present, absent = ratios(link, finding)
        yield link.finding, Weight(_whole(present, damping), _whole(absent, damping))


def ratios(link: Link, finding: Finding) -> tuple[float, float]:
    """The likelihood ratios of a finding, present and absent, before capping and damping."""
    if link.given is None:
        return link.present or 1.0, link.absent or 1.0
    return link.given / finding.background, (1 - link.given) / (1 - finding.background)


def _whole(ratio: float, damping: float) -> int:
    return round(log(min(max(ratio, 1 / CAP), CAP)) * damping * SCALE)


def lane(points: int, place: int) -> int:
    """A score at its place, where all others are 0."""
    return points << LANE * place


def packed(points: Iterable[int]) -> int:
    """Scores side by side. Sums of packed numbers are the packed sums, of scores of less than 2^62 either way."""
    return sum(lane(one, place) for place, one in enumerate(points))


def unpacked(total: int, size: int) -> list[int]:
    """The scores again, in their order."""
    middle = 1 << LANE - 1
    ones = ((1 << size * LANE) - 1) // ((1 << LANE) - 1)
    lifted = (total + middle * ones).to_bytes(size * LANE // 8, "little")
    return [one - middle for one in unpack(f"<{size}Q", lifted)]


def age_band(age: float) -> str:
    """The band of an age in years."""
    return next(band for band, low, high in AGE_BANDS if low <= age < high)


def pretest_shares(
    conditions: Mapping[str, Condition], setting: Setting, age: float | None, sex: Sex | None
) -> dict[str, float]:
    """Each condition's share (0–1) before any answer; with "something else" they make 1."""
    shares = {id: _share(condition, setting, age, sex) for id, condition in conditions.items()}
    total = sum(shares.values()) / (1 - SOMETHING_ELSE)
    return {id: share / total for id, share in shares.items()}


def _share(condition: Condition, setting: Setting, age: float | None, sex: Sex | None) -> float:
    pretest = condition.pretest
    by_age = 1.0 if age is None else pretest.by_age.get(age_band(age), 1.0)
    by_sex = 1.0 if sex is None else pretest.by_sex.get(sex, 1.0)
    return pretest.share(setting) * by_age * by_sex
