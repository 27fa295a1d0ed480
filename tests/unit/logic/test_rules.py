"""What rules mean, how they are written, how they read."""

from itertools import product

import pytest

from midback.logic import AtLeast, Finding, Not, RuleFault, all_of, any_of, evaluate, findings_in, parse, prose
from midback.terms import Answer, Findings

A, B, C = Finding("a"), Finding("b"), Finding("c")
NO, UNKNOWN, YES = Answer.ABSENT, Answer.UNKNOWN, Answer.PRESENT


def people(*answers: Answer) -> Findings:
    named = dict(zip("abc", answers, strict=False))
    return Findings([id for id, one in named.items() if one is YES], [id for id, one in named.items() if one is NO])


def completions(answers: tuple[Answer, ...]) -> list[tuple[Answer, ...]]:
    """Every way in which the unknown answers could turn out."""
    return list(product(*[(one,) if one is not UNKNOWN else (NO, YES) for one in answers]))


@pytest.mark.parametrize("count", [1, 2, 3])
def test_at_least_is_known_exactly_when_every_completion_agrees(count: int) -> None:
    rule = AtLeast(count, (A, B, C))
    for answers in product(Answer, repeat=3):
        possible = {YES if sum(one is YES for one in whole) >= count else NO for whole in completions(answers)}
        expected = possible.pop() if len(possible) == 1 else UNKNOWN
        assert evaluate(rule, people(*answers)) is expected


@pytest.mark.parametrize(("given", "expected"), [(NO, YES), (UNKNOWN, UNKNOWN), (YES, NO)])
def test_not_turns_yes_and_no_round_and_leaves_unknown(given: Answer, expected: Answer) -> None:
    assert evaluate(Not(A), people(given)) is expected


def test_all_needs_every_part_and_any_needs_one() -> None:
    assert evaluate(all_of([A, B]), people(YES, UNKNOWN)) is UNKNOWN
    assert evaluate(all_of([A, B]), people(NO, UNKNOWN)) is NO
    assert evaluate(any_of([A, B]), people(NO, UNKNOWN)) is UNKNOWN
    assert evaluate(any_of([A, B]), people(YES, UNKNOWN)) is YES


@pytest.mark.parametrize("count", [0, -1, 3])
def test_a_count_that_can_not_be_met_or_always_is_can_not_be_built(count: int) -> None:
    with pytest.raises(ValueError, match="can't be built"):
        AtLeast(count, (A, B))


def test_every_shape_is_read_from_yaml() -> None:
    raw = {"all": ["a", {"not": "b"}, {"at_least": "2", "of": ["a", "b", {"any": ["c"]}]}]}
    assert parse(raw) == all_of([A, Not(B), AtLeast(2, (A, B, any_of([C])))])


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        ("", ()),
        ({"all": []}, ("all",)),
        ({"all": ["a"], "any": ["b"]}, ()),
        ({"some": ["a"]}, ()),
        ({"at_least": "3", "of": ["a", "b"]}, ("at_least",)),
        ({"at_least": "0", "of": ["a", "b"]}, ("at_least",)),
        ({"at_least": "two", "of": ["a", "b"]}, ("at_least",)),
        ({"all": ["a", {"not": ["b"]}]}, ("all", 1, "not")),
        (None, ()),
    ],
)
def test_a_rule_that_can_not_be_read_says_where(raw: object, place: tuple[str | int, ...]) -> None:
    with pytest.raises(RuleFault) as caught:
        parse(raw)
    assert caught.value.path == place


def test_a_rule_names_its_findings_in_reading_order() -> None:
    assert list(findings_in(parse({"any": ["b", {"not": "a"}, {"all": ["c", "b"]}]}))) == ["b", "a", "c", "b"]


def test_a_rule_reads_as_a_sentence() -> None:
    rule = parse({"all": ["a", {"at_least": "2", "of": ["a", "b", "c"]}, {"any": ["b", {"not": "c"}]}]})
    assert prose(rule, str.upper) == "A and (at least 2 of: A; B; C) and (B or not C)"


def test_a_part_alone_needs_no_brackets() -> None:
    assert prose(parse({"all": ["a", {"any": ["b"]}]}), str) == "a and b"
