"""A rule as bits: its parts are laid together where that says the same, and what can't decide it isn't watched."""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest

from midback.logic import AtLeast, Expression, Has, Not, all_of, any_of, compiled, evaluate
from midback.logic.compiled import AllOf, AnyOf, Compiled, SomeOf
from midback.terms import Answer, Findings

Joined = Callable[[list[Expression]], Expression]
IDS = "abcd"
BIT = {id: 1 << 2 * place for place, id in enumerate(IDS)}
A, B, C, D = map(Has, IDS)


def has(ids: str) -> int:
    return sum(BIT[id] for id in ids)


def lacks(ids: str) -> int:
    return has(ids) << 1


def of(rule: Expression) -> Compiled:
    return compiled(rule, BIT)


def parts(rule: Compiled) -> tuple[type[Compiled], int, int, tuple[Compiled, ...]]:
    return type(rule), rule.yes, rule.no, rule.rules


def test_a_finding_is_one_sign_and_its_opposite() -> None:
    assert of(A) == AnyOf(has("a"), lacks("a"), (), has("a"), lacks("a"), has("a") | lacks("a"))
    assert of(Not(A)) == AnyOf(lacks("a"), has("a"), (), lacks("a"), has("a"), has("a") | lacks("a"))
    assert of(Not(Not(A))) == of(A)


def test_any_of_any_is_any_and_all_of_all_is_all() -> None:
    inner = any_of([B, all_of([C, D])])
    assert parts(of(any_of([A, inner]))) == (AnyOf, has("ab"), lacks("ab"), (of(all_of([C, D])),))
    inner = all_of([B, any_of([C, D])])
    assert parts(of(all_of([A, inner]))) == (AllOf, has("ab"), lacks("ab"), (of(any_of([C, D])),))


def test_any_within_all_stays_apart() -> None:
    assert parts(of(all_of([A, any_of([B, C])]))) == (AllOf, has("a"), lacks("a"), (of(any_of([B, C])),))
    assert parts(of(any_of([A, all_of([B, C])]))) == (AnyOf, has("a"), lacks("a"), (of(all_of([B, C])),))


def test_what_is_turned_round_needs_as_many_of_the_others() -> None:
    assert of(Not(any_of([A, B]))) == of(all_of([Not(A), Not(B)]))
    assert of(Not(all_of([A, B]))) == of(any_of([Not(A), Not(B)]))
    assert of(Not(AtLeast(2, (A, B, C, D)))) == of(AtLeast(3, (Not(A), Not(B), Not(C), Not(D))))


def test_where_parts_are_counted_single_findings_are_bits_and_a_repeat_counts_twice() -> None:
    both = all_of([C, D])
    rule = of(AtLeast(2, (A, B, A, both)))
    assert parts(rule) == (SomeOf, has("ab"), lacks("ab"), (of(A), of(both)))
    assert isinstance(rule, SomeOf)
    assert (rule.count, rule.size) == (2, 4)


@pytest.mark.parametrize(
    ("rule", "for_yes", "for_no"),
    [
        (any_of([A, B, C]), has("abc"), lacks("a")),
        (all_of([A, B, C]), has("a"), lacks("abc")),
        (AtLeast(2, (A, B, C, D)), has("abc"), lacks("ab")),
        (all_of([any_of([A, B]), C]), has("c"), lacks("ca")),
        (any_of([all_of([A, B]), Not(C)]), has("a") | lacks("c"), has("c")),
    ],
)
def test_no_more_is_watched_than_will_do(rule: Expression, for_yes: int, for_no: int) -> None:
    made = of(rule)
    assert (made.for_yes, made.for_no, made.watched) == (for_yes, for_no, for_yes | for_no)


def test_what_is_expected_of_nearly_everybody_is_watched_last() -> None:
    made = compiled(any_of([A, all_of([B, C])]), BIT, lacks("a"))
    assert made.for_no == lacks("bc")
    assert compiled(all_of([A, B]), BIT, has("a")).for_yes == has("b")
    assert compiled(all_of([A, B]), BIT, has("ab")).for_yes == has("a")


RULES = (
    any_of([A, all_of([B, C])]),
    all_of([any_of([A, B]), any_of([C, D])]),
    AtLeast(2, (A, any_of([B, C]), Not(D), A)),
    Not(AtLeast(3, (A, B, C, all_of([C, D])))),
    Not(all_of([A, AtLeast(2, (B, Not(C), D))])),
)


@pytest.mark.parametrize("expected", [0, lacks("ad"), has("bc")])
@pytest.mark.parametrize("rule", RULES)
def test_what_nothing_watched_speaks_of_is_unknown_and_only_what_is_true_holds(rule: Expression, expected: int) -> None:
    made = compiled(rule, BIT, expected)
    passed_over = 0
    for answers in product(Answer, repeat=len(IDS)):
        told = dict(zip(IDS, answers, strict=True))
        yes, no = ("".join(id for id in IDS if told[id] is one) for one in (Answer.PRESENT, Answer.ABSENT))
        signs, right = has(yes) | lacks(no), evaluate(rule, Findings(yes, no))
        assert made.answer(signs) is right
        assert made.holds(signs) is (right is Answer.PRESENT)
        assert right is Answer.UNKNOWN or signs & made.watched
        passed_over += not signs & made.watched
    assert passed_over > 1, "the person of whom nothing is known, and others"


@pytest.mark.parametrize(("outer", "inner"), [(all_of, any_of), (any_of, all_of)])
def test_a_part_that_can_no_longer_decide_is_not_looked_into(
    outer: Joined, inner: Joined, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = of(outer([A, inner([B, C])]))
    monkeypatch.setattr(type(made.rules[0]), "sign", lambda _rule, _signs: pytest.fail("looked into"))
    assert made.answer(has("")) is Answer.UNKNOWN
    assert not made.rules[0].holds(has("ad"))
    with pytest.raises(pytest.fail.Exception, match="looked into"):
        made.answer(has("bc") | lacks("bc"))


def test_a_finding_without_a_bit_and_a_fourth_shape_are_refused() -> None:
    with pytest.raises(KeyError, match="z"):
        of(any_of([A, Has("z")]))
    shape: Any = "a fourth shape"
    with pytest.raises(AssertionError, match="a fourth shape"):
        of(shape)
