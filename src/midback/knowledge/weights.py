"""What each finding adds to each condition, as whole numbers fixed when the knowledge base is built.

A weight is a log-likelihood-ratio × 2^12, rounded once, so that one person and many millions get the same
answer to the last bit. Findings that share a group tell much the same: when a condition lists several of
one group, each is damped by DAMPING. No single finding moves the odds by more than CAP either way.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import product
from math import log
from struct import pack, unpack

from midback.knowledge.base import Condition, Family, Finding, Link
from midback.knowledge.numbers import Weight, Weights
from midback.terms import Setting, Sex

SCALE = 2**12
CAP = 50.0
DAMPING = 0.6
SOMETHING_ELSE = 0.05
MIMICS = 0.10
"""Of people who look like a listed cause, the share who have a cause that isn't listed, or was never found. estimate:
diagnosis goes wrong in some 5 to 15 of 100 visits, and a list of causes is never whole (docs/adr/0016)."""
MOST_OF_WIDER = 0.98
"""Of people with a wider finding, no more are taken to have the narrower one: shares are seldom known better."""
LANE = 64
"""Bits of one score where those of all conditions lie side by side in one whole number, which is added at once."""
Whom = tuple[Setting, str | None, Sex | None]
"""Where somebody asks, and the band of their age and their sex as far as they are known."""
AGE_BANDS = (
    ("under_18", 0.0, 18.0),
    ("18_to_39", 18.0, 40.0),
    ("40_to_49", 40.0, 50.0),
    ("50_to_64", 50.0, 65.0),
    ("65_to_74", 65.0, 75.0),
    ("75_over", 75.0, 200.0),
)


def weigh(
    conditions: Mapping[str, Condition],
    findings: Mapping[str, Finding],
    families: Mapping[str, Family],
    wider: Mapping[str, Collection[str]],
) -> Weights:
    """Turn shares and likelihood ratios into weights. `wider` lists all that follows from a finding."""
    order = sorted(conditions, key=lambda id: (families[conditions[id].family].order, id))
    return Weights(tuple(order), {id: dict(_weights(conditions[id], findings, wider)) for id in order})


def _weights(
    condition: Condition, findings: Mapping[str, Finding], wider: Mapping[str, Collection[str]]
) -> Iterator[tuple[str, Weight]]:
    groups = Counter(findings[link.finding].group for link in condition.findings)
    moves = _beside_wider(condition, findings, wider)
    for link in condition.findings:
        finding = findings[link.finding]
        damping = DAMPING if finding.group and groups[finding.group] > 1 else 1.0
        present, absent = moves[link.finding]
        yield link.finding, Weight(_whole(present, damping), _whole(absent, damping))


def _beside_wider(
    condition: Condition, findings: Mapping[str, Finding], wider: Mapping[str, Collection[str]]
) -> dict[str, tuple[float, float]]:
    """What each finding adds, present and absent, to what the wider ones that follow from it have added.

    High fever comes with fever: together they must tell as much as high fever alone. And who has no fever has no high
    fever either, which tells nothing more. Where two wider findings stand side by side, each takes its part of that.
    """
    links = {link.finding: link for link in condition.findings}
    whole = {id: ratios(link, findings[id]) for id, link in links.items()}
    among = {id: [one for one in wider.get(id, ()) if one in whole] for id in whole}
    wide_first = sorted(whole, key=lambda id: len(among[id]))
    nearest = {id: len(_nearest(among[id], among)) or 1 for id in whole}
    present: dict[str, float] = {}
    absent: dict[str, float] = {}
    for id in wide_first:
        present[id] = log(whole[id][0]) - sum(present[one] for one in among[id])
    for id in reversed(wide_first):
        alone = whole[id][1]
        if among[id] and links[id].given is not None:  # a ratio that the content gives is for whoever lacks it alone
            alone = _lacking(links[id], [links[one] for one in among[id]], findings)
        absent[id] = log(alone) - sum(absent[one] / nearest[one] for one in whole if id in among[one])
    return {id: (present[id], absent[id]) for id in whole}


def _nearest(wider: Collection[str], among: Mapping[str, Collection[str]]) -> list[str]:
    """Those that follow from no other of them."""
    return [one for one in wider if not any(one in among[other] for other in wider)]


def _lacking(narrow: Link, wider: list[Link], findings: Mapping[str, Finding]) -> float:
    """What lacking the narrow finding tells of somebody who has the wider ones, as a likelihood ratio."""
    given = _part(*(_given(link, findings[link.finding]) for link in (narrow, *wider)))
    background = _part(*(findings[link.finding].background for link in (narrow, *wider)))
    return (1 - given) / (1 - background)


def _part(narrow: float, *wider: float) -> float:
    """How many of those with the wider findings have the narrow one."""
    return min(narrow / min(wider), MOST_OF_WIDER)


def _given(link: Link, finding: Finding) -> float:
    """P(finding) given the condition."""
    return link.given if link.given is not None else finding.background * (link.present or 1.0)


def ratios(link: Link, finding: Finding) -> tuple[float, float]:
    """The likelihood ratios of a finding, present and absent, before capping and damping."""
    if link.given is None:
        return link.present or 1.0, link.absent or 1.0
    return link.given / finding.background, (1 - link.given) / (1 - finding.background)


def _whole(points: float, damping: float) -> int:
    return round(min(max(points, -log(CAP)), log(CAP)) * damping * SCALE)


def lane(points: int, place: int) -> int:
    """A score at its place, where all others are 0."""
    return points << LANE * place


def packed(points: Sequence[int]) -> int:
    """Scores side by side. Sums of packed numbers are the packed sums, of scores of less than 2^62 either way."""
    signs = _signs(len(points))
    return (int.from_bytes(pack(f"<{len(points)}q", *points), "little") ^ signs) - signs


def unpacked(total: int, size: int) -> tuple[int, ...]:
    """The scores again, in their order."""
    signs = _signs(size)  # lifted by half of what a lane holds no score borrows from the next; then signed again
    return unpack(f"<{size}q", ((total + signs) ^ signs).to_bytes(size * LANE // 8, "little"))


def _signs(size: int) -> int:
    """The sign bit of each lane."""
    return int.from_bytes((1 << LANE - 1).to_bytes(LANE // 8, "little") * size, "little")


def age_band(age: float | None) -> str | None:
    """The band of an age in years; none of an age that isn't known."""
    return None if age is None else next(band for band, low, high in AGE_BANDS if low <= age < high)


def pretest_shares(
    conditions: Mapping[str, Condition], setting: Setting, age: float | None, sex: Sex | None
) -> dict[str, float]:
    """Each condition's share (0–1) before any answer; with "something else" they make 1."""
    return _shares(conditions, (setting, age_band(age), sex))


def pretests(conditions: Mapping[str, Condition], order: Iterable[str]) -> dict[Whom, int]:
    """By whom it is of: the scores of conditions before any answer, packed in this order, something else's last."""
    order, bands = tuple(order), (None, *(band for band, _, _ in AGE_BANDS))
    return {whom: _points(_shares(conditions, whom), order) for whom in product(Setting, bands, (None, *Sex))}


def _points(shares: Mapping[str, float], order: Iterable[str]) -> int:
    return packed([round(log(share) * SCALE) for share in (*(shares[id] for id in order), SOMETHING_ELSE)])


def _shares(conditions: Mapping[str, Condition], whom: Whom) -> dict[str, float]:
    shares = {id: _share(condition, *whom) for id, condition in conditions.items()}
    total = sum(shares.values()) / (1 - SOMETHING_ELSE)
    return {id: share / total for id, share in shares.items()}


def _share(condition: Condition, setting: Setting, band: str | None, sex: Sex | None) -> float:
    pretest = condition.pretest
    by_age = 1.0 if band is None else pretest.by_age.get(band, 1.0)
    by_sex = 1.0 if sex is None else pretest.by_sex.get(sex, 1.0)
    return pretest.share(setting) * by_age * by_sex
