"""What rules mean, how they are written, how they read."""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest

from midback.logic import AtLeast, Has, Not, RuleFault, all_of, any_of, evaluate, findings_in, parse, prose
from midback.terms import Answer, Findings

A, B, C = Has("a"), Has("b"), Has("c")
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


@pytest.mark.parametrize(("count", "rule"), [("1", any_of([A, B])), ("2", all_of([A, B]))])
def test_any_number_of_parts_from_one_to_all_may_be_asked_for(count: str, rule: AtLeast) -> None:
    assert parse({"at_least": count, "of": ["a", "b"]}) == rule


UNREADABLE = "a rule can't be read here; write a finding's id, or one of: all, any, not, at_least with of"
EMPTY = "needs a list with at least one part"
MISCOUNTED = "at_least must be a whole number from 1 to 2, the number of parts in of"


@pytest.mark.parametrize(
    ("raw", "place", "message"),
    [
        ("", (), UNREADABLE),
        ({"all": []}, ("all",), EMPTY),
        ({"any": "a"}, ("any",), EMPTY),
        ({"at_least": "1", "of": []}, ("of",), EMPTY),
        ({"all": ["a"], "any": ["b"]}, (), UNREADABLE),
        ({"some": ["a"]}, (), UNREADABLE),
        ({"at_least": "3", "of": ["a", "b"]}, ("at_least",), MISCOUNTED),
        ({"at_least": "0", "of": ["a", "b"]}, ("at_least",), MISCOUNTED),
        ({"at_least": "two", "of": ["a", "b"]}, ("at_least",), MISCOUNTED),
        ({"all": ["a", {"not": ["b"]}]}, ("all", 1, "not"), UNREADABLE),
        ({"any": [{"at_least": "1", "of": ["a", None]}]}, ("any", 0, "of", 1), UNREADABLE),
        (None, (), UNREADABLE),
    ],
)
def test_a_rule_that_can_not_be_read_says_where_and_what_would_be_right(
    raw: object, place: tuple[str | int, ...], message: str
) -> None:
    with pytest.raises(RuleFault) as caught:
        parse(raw)
    assert caught.value.path == place
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "reader",
    [lambda rule: evaluate(rule, Findings()), lambda rule: list(findings_in(rule)), lambda rule: prose(rule, str)],
    ids=["evaluate", "findings_in", "prose"],
)
def test_what_is_none_of_the_three_shapes_is_never_read_as_anything(reader: Callable[[Any], object]) -> None:
    with pytest.raises(AssertionError, match="a fourth shape"):
        reader("a fourth shape")
    with pytest.raises(AssertionError, match="a fourth shape"):
        reader(Not("a fourth shape"))  # type: ignore[arg-type]  # what the types forbid is what is tried


def test_a_rule_names_its_findings_in_reading_order() -> None:
    assert list(findings_in(parse({"any": ["b", {"not": "a"}, {"all": ["c", "b"]}]}))) == ["b", "a", "c", "b"]


def test_a_rule_reads_as_a_sentence() -> None:
    rule = parse({"all": ["a", {"at_least": "2", "of": ["a", "b", "c"]}, {"any": ["b", {"not": "c"}]}]})
    assert prose(rule, str.upper) == "A and (at least 2 of: A; B; C) and (B or not C)"


def test_a_part_alone_needs_no_brackets() -> None:
    assert prose(parse({"all": ["a", {"any": ["b"]}]}), str) == "a and b"
    assert prose(parse({"any": [{"all": ["a", "b"]}]}), str) == "a and b"


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ({"not": {"any": ["a", "b"]}}, "not (a or b)"),
        ({"all": ["a", {"any": [{"any": ["b", "c"]}]}]}, "a and (b or c)"),
        ({"not": {"not": {"all": ["a", "b"]}}}, "not not (a and b)"),
    ],
)
def test_several_parts_within_another_stand_in_brackets(rule: object, sentence: str) -> None:
    assert prose(parse(rule), str) == sentence
