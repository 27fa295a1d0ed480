"""What is typed on a page is an answer, a wish, or unclear; it is never guessed."""

import pytest

from midback.cli.ask.answers import Unclear, Wish, keys, understand
from midback.engine import Said
from midback.knowledge import load_knowledge, load_words
from midback.knowledge.base import Option, Question, QuestionKind
from midback.words import Clinical, Lay


def page(kind: QuestionKind, unit: str = "") -> Question:
    options = tuple(Option(id, Lay(f"test.{id}")) for id in ("one", "two", "three"))
    return Question("q", "pain", kind, Lay(), Lay(), Clinical(), Lay(), 1, options, unit=unit)


WORDS = load_words().with_sentences(
    {"test.one": "One", "test.two": "Two", "test.three": "Three"}
    | {f"test.{level}": f"{level} · words" for level in range(11)}
)
SINGLE, MULTIPLE = page(QuestionKind.SINGLE), page(QuestionKind.MULTIPLE)
NUMBER = page(QuestionKind.NUMBER, unit="years")


@pytest.mark.parametrize(("typed", "wish"), [("b", Wish.BACK), (" B ", Wish.BACK), ("?", Wish.WHY), ("q", Wish.STOP)])
@pytest.mark.parametrize("question", [SINGLE, MULTIPLE, NUMBER])
def test_a_wish_is_heard_on_every_page(typed: str, wish: Wish, question: Question) -> None:
    assert understand(WORDS, typed, question) is wish


@pytest.mark.parametrize(
    ("typed", "response"),
    [
        ("1 3", Said(("one", "three"))),
        ("3,1", Said(("three", "one"))),
        ("2", Said(("two",))),
        ("2 2", Said(("two",))),
        ("1 s", Said(("one",), not_sure=True)),
        ("s", Said(not_sure=True)),
        ("n", Said()),
        ("N", Said()),
    ],
)
def test_several_options_are_typed_as_numbers(typed: str, response: Said) -> None:
    assert understand(WORDS, typed, MULTIPLE) == response


def test_one_option_is_typed_as_its_number() -> None:
    assert understand(WORDS, "2", SINGLE) == Said(("two",))


def test_not_sure_is_an_answer_to_everything() -> None:
    assert understand(WORDS, "s", SINGLE) == understand(WORDS, "s", NUMBER) == Said(not_sure=True)


@pytest.mark.parametrize(("typed", "number"), [("42", 42), ("37,5", 37.5), ("0", 0)])
def test_a_number_is_taken_as_one(typed: str, number: float) -> None:
    assert understand(WORDS, typed, NUMBER) == Said(number=number)


@pytest.mark.parametrize(
    ("typed", "question", "problem"),
    [
        ("", MULTIPLE, "Nothing was typed"),
        ("  ", SINGLE, "Nothing was typed"),
        ("4", MULTIPLE, "`4` is no choice here: the choices are 1 to 3"),
        ("0", SINGLE, "`0` is no choice"),
        ("-1", MULTIPLE, "`-1` is no choice"),
        ("yes", SINGLE, "`yes` is no choice"),
        ("²", SINGLE, "`²` is no choice"),
        ("1 2", SINGLE, "Choose one only"),
        ("n", SINGLE, "n (none) is for lists"),
        ("n 1", MULTIPLE, "can't both be true"),
        ("n s", MULTIPLE, "can't both be true"),
        ("old", NUMBER, "`old` is no number"),
        ("nan", NUMBER, "`nan` is no number"),
        ("n", NUMBER, "`n` is no number"),
    ],
)
def test_anything_else_is_unclear_and_says_what_would_be_right(typed: str, question: Question, problem: str) -> None:
    with pytest.raises(Unclear) as caught:
        understand(WORDS, typed, question)
    assert problem in str(caught.value)


def test_on_a_scale_a_typed_number_means_itself_and_not_a_place() -> None:
    options = tuple(Option(f"level_{level}", Lay(f"test.{level}"), value=level) for level in range(11))
    ask = (Lay(), Lay(), Clinical(), Lay())
    scale = Question("worst", "pain", QuestionKind.SINGLE, *ask, 1, options, quantity="pain_worst")
    assert understand(WORDS, "7", scale) == Said(("level_7",))
    assert understand(WORDS, "0", scale) == Said(("level_0",))
    with pytest.raises(Unclear, match="0 to 10"):
        understand(WORDS, "11", scale)


def test_the_scale_of_pain_is_typed_as_shown() -> None:
    scale = next(one for one in load_knowledge().interview if one.quantity == "pain_worst")
    for level in range(11):
        (chosen,) = [option for option in scale.options if option.value == level]
        assert understand(WORDS, str(level), scale) == Said((chosen.id,))


def test_the_keys_name_the_unit() -> None:
    assert "(years)" in keys(WORDS, NUMBER)
    assert "none" not in keys(WORDS, SINGLE)
