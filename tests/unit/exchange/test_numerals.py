"""One reader of numbers: every script and both decimal signs, and nothing that could mean two things."""

import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from midback.exchange.numerals import LONGEST, NumberRefused, read_number, written

UNCLEAR = ("1,200", "1.200", "2,500", "-1,200", "１，２００", "١٫٢٠٠", "001,200", " 999.999 ")
GROUPED = ("1 200", "1\u00a0200", "1\u202f200", "1’200", "1'200", "1,200,000", "1.200,5", "1٬200")
NONE = ("", " ", "nan", "inf", "-inf", "Infinity", "1e5", "1_000", "0x10", "+5", ".5", "5.", "4+", "T6", "400 ml")
NEITHER = ("38·5", "½", "1²", "--5", "1,2,3", "12.05.2026", "38.5.1", "five", "1٠5", "\u202e123", "9" * (LONGEST + 1))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("42", 42),
        ("37,5", 37.5),
        ("37.5", 37.5),
        (" 400 ", 400),
        ("３８．５", 38.5),
        ("٣٨٫٥", 38.5),
        ("\u200f٣٨", 38),
        ("३८", 38),
        ("−5", -5),
        ("0", 0),
        ("0,125", 0.125),
        ("0000000000400", 400),
        ("1200", 1200),
        ("1200,125", 1200.125),
        ("38.1250", 38.125),
    ],
)
def test_a_number_is_read_whatever_its_digits_and_its_decimal_sign(text: str, number: float) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize("text", UNCLEAR)
def test_what_could_mean_two_numbers_is_refused(text: str) -> None:
    with pytest.raises(NumberRefused) as refused:
        read_number(text)
    assert refused.value.key == "numbers.two_meanings"


def test_the_refusal_says_both_ways_to_write_it() -> None:
    with pytest.raises(NumberRefused, match=r"1200 or 1\.2\b"):
        read_number("1,200")


@given(st.from_regex(r"[1-9][0-9]{0,2}[.,][0-9]{3}", fullmatch=True))
def test_either_way_to_write_it_is_then_read(text: str) -> None:
    with pytest.raises(NumberRefused) as refused:
        read_number(text)
    large, small = read_number(refused.value.parts["large"]), read_number(refused.value.parts["small"])
    assert large == pytest.approx(1000 * small)


@pytest.mark.parametrize("text", GROUPED)
def test_digits_in_groups_are_told_to_stand_together(text: str) -> None:
    with pytest.raises(NumberRefused, match="together"):
        read_number(text)


@pytest.mark.parametrize("text", [*NONE, *NEITHER])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(NumberRefused) as refused:
        read_number(text)
    assert refused.value.key == "numbers.none"


def test_any_text_is_a_finite_number_or_refused() -> None:
    came_to: Counter[str] = Counter()

    @given(st.text(st.sampled_from("0123456789٠٣８.,٫-−e "), min_size=1, max_size=60) | st.text(max_size=60))
    def whatever_it_is(text: str) -> None:
        try:
            number = read_number(text)
        except NumberRefused:
            came_to["refused"] += 1
        else:
            assert math.isfinite(number)
            came_to["number"] += 1

    whatever_it_is()
    assert min(came_to["refused"], came_to["number"]) > 0, came_to


@given(st.floats(min_value=-40_000, max_value=40_000))
def test_a_number_is_written_as_it_is_read(number: float) -> None:
    text = written(number)
    assert "e" not in text
    if len(text) <= LONGEST:
        assert read_number(text) == number


@pytest.mark.parametrize(("number", "text"), [(40, "40"), (38.5, "38.5"), (36500.25, "36500.25"), (1e6, "1000000")])
def test_no_digit_is_lost_in_writing(number: float, text: str) -> None:
    assert written(number) == text
