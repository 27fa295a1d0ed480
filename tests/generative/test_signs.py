"""Findings as bits mean what they mean by id: what follows, what numbers say, and what scores add up to."""

from hypothesis import given, settings
from hypothesis import strategies as st

from midback.engine.case import Case
from midback.engine.differential import pretest, score
from midback.knowledge import load_knowledge
from midback.knowledge.closure import complete
from midback.knowledge.numbers import Bounds, Threshold
from midback.knowledge.signs import ruler_of, sign_table
from midback.knowledge.weights import packed, unpacked
from midback.terms import Answer, Findings

KNOWLEDGE = load_knowledge()
SIGNS = KNOWLEDGE.index.signs
SOME = st.lists(st.sampled_from(sorted(KNOWLEDGE.findings)), max_size=30)
FOLLOWING = sorted({*KNOWLEDGE.wider, *(id for implied in KNOWLEDGE.wider.values() for id in implied)})
CHAINED = st.lists(st.sampled_from(FOLLOWING), max_size=8)
NUMBERS = st.integers(-4, 4).map(float)


@settings(max_examples=300)
@given(SOME, SOME, CHAINED, CHAINED)
def test_what_follows_is_the_same_by_bit_and_by_id(
    present: list[str], absent: list[str], also: list[str], neither: list[str]
) -> None:
    has, lacks = {*present, *also}, {*absent, *neither}
    by_bit = SIGNS.completed(SIGNS.present(has) | SIGNS.present(lacks) << 1)
    by_id = complete(Findings(has, lacks), KNOWLEDGE.wider)
    assert SIGNS.findings(by_bit) == by_id
    assert SIGNS.of(by_id.lookup) == by_bit
    assert SIGNS.known(by_bit) == SIGNS.present(by_id)


def test_something_follows_both_ways() -> None:
    narrow, wide = next((id, min(implied)) for id, implied in sorted(KNOWLEDGE.wider.items()))
    assert SIGNS.findings(SIGNS.completed(SIGNS.bit[narrow]))[wide] is Answer.PRESENT
    assert SIGNS.findings(SIGNS.completed(SIGNS.bit[wide] << 1))[narrow] is Answer.ABSENT


def ends(low: float | None, high: float | None) -> bool:
    return low is None or high is None or low < high


@given(st.lists(st.tuples(st.none() | NUMBERS, st.none() | NUMBERS), min_size=1, max_size=5), NUMBERS, NUMBERS)
def test_numbers_between_bounds_say_what_each_of_them_says(
    pairs: list[tuple[float | None, float | None]], one: float, other: float
) -> None:
    bounds = Bounds(min(one, other), max(one, other))
    found = {f"f{place}": Threshold("number", *pair) for place, pair in enumerate(pairs) if ends(*pair)}
    table = sign_table(found, {})
    read = table.findings(ruler_of(found.items(), table.bit).signs(bounds))
    within = [bounds.low + half / 2 for half in range(int(2 * (bounds.high - bounds.low)) + 1)]
    for id, threshold in found.items():
        held = {threshold.holds(number) for number in within}
        agreed = Answer.PRESENT if all(held) else Answer.UNKNOWN if any(held) else Answer.ABSENT
        assert read[id] is agreed


@given(st.lists(st.lists(st.integers(-(2**40), 2**40), min_size=7, max_size=7), min_size=1, max_size=50))
def test_packed_scores_add_up_like_single_ones(scores: list[list[int]]) -> None:
    assert unpacked(sum(packed(one) for one in scores), 7) == tuple(sum(column) for column in zip(*scores, strict=True))


@settings(max_examples=50)
@given(SOME, SOME)
def test_a_score_is_what_the_weights_of_the_known_findings_add_up_to(present: list[str], absent: list[str]) -> None:
    case = Case(Findings(present, absent))
    sums = dict(pretest(KNOWLEDGE, case.setting, case.age, case.sex))
    for condition, weights in KNOWLEDGE.weights.of.items():
        for id, weight in weights.items():
            sums[condition] += {Answer.PRESENT: weight.present, Answer.ABSENT: weight.absent}.get(case.findings[id], 0)
    assert score(KNOWLEDGE, case) == sums
