"""A link's code is read however it reaches the box."""

import pytest

from midback.encounter.link_codes import code_in, code_of, new_code

CODE = "7K2QF-9XW3M-T6RBN-D4HP1"


@pytest.mark.parametrize(
    "text",
    [
        CODE,
        CODE.lower(),
        f"  {CODE}\n",
        CODE.replace("-", ""),
        CODE.replace("-", " "),
        CODE.replace("1", "l"),
        CODE.replace("1", "I"),
        f"https://midback.example/s#{CODE}",
        f"https://midback.example/s#{CODE}/",
        f"#{CODE}",
    ],
)
def test_a_code_is_found_however_it_was_typed_or_pasted(text: str) -> None:
    assert code_in(text) == CODE


def test_nought_may_be_typed_as_a_letter() -> None:
    assert code_in("oO0oO-00000-OOOOO-ooooo") == "00000-00000-00000-00000"


@pytest.mark.parametrize("old", ["aB3_-" * 8 + "xyz", "https://midback.example/s/" + "aB3_-" * 8 + "xyz"])
def test_a_link_of_before_stays_as_it_is(old: str) -> None:
    assert code_in(old) == "aB3_-" * 8 + "xyz"


@pytest.mark.parametrize("text", ["", "#", "/", "U" * 20, "\u0130" * 20])
def test_what_is_no_code_leads_nowhere_and_breaks_nothing(text: str) -> None:
    assert code_in(text) in ("", text)


def test_codes_differ_and_are_read_back() -> None:
    codes = {new_code() for _ in range(1000)}
    assert len(codes) == 1000
    assert {code_in(code.lower()) for code in codes} == codes


def test_a_press_makes_one_code_and_another_press_or_person_another() -> None:
    codes = {code_of(token, press) for token in ("a" * 43, "b" * 43) for press in ("1", "2")}
    assert len(codes) == 4
    assert code_of("a" * 43, "1") == code_of("a" * 43, "1") == code_in(code_of("a" * 43, "1").lower())
    assert {len(code) for code in codes} == {len(new_code())}
