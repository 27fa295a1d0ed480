"""Every text that comes in passes one gate."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from midback.errors import CaseError
from midback.text_gate import admit, decode

KEPT = ["", "It hurts.", "naïve", "Rückenschmerz", "כאב", "👩‍⚕️", "a\tb\nc", "٣٧", "x\u200dy"]


@pytest.mark.parametrize("text", KEPT)
def test_what_people_write_is_kept_as_it_is(text: str) -> None:
    assert admit(text) == text


@pytest.mark.parametrize("sign", ["\ud800", "\x00", "\x07", "\x1b", "\x7f", "\x80", "\x9b"])
def test_a_sign_that_cannot_be_written_or_seen_is_refused_without_repeating_the_text(sign: str) -> None:
    with pytest.raises(CaseError, match=f"U\\+{ord(sign):04X}") as refused:
        admit(f"zebra{sign}crossing", "reason")
    assert "zebra" not in str(refused.value)


@pytest.mark.parametrize("sign", ["\r\n", "\r", "\v", "\f", "\x1c", "\x85", "\u2028", "\u2029"])
def test_every_line_break_becomes_one(sign: str) -> None:
    assert admit(f"one{sign}two") == "one\ntwo"


def test_the_same_letter_is_the_same_text_however_it_was_typed() -> None:
    assert admit("cafe\u0301") == admit("caf\u00e9") == "caf\u00e9"


@pytest.mark.parametrize("data", [b"\xff", b"\xed\xa0\x80", b"\xc0\xaf", "ä".encode("latin-1"), "a".encode("utf-16")])
def test_bytes_that_are_not_utf_8_are_refused(data: bytes) -> None:
    with pytest.raises(CaseError):
        decode(data)


def test_a_mark_of_byte_order_says_nothing() -> None:
    assert decode(b"\xef\xbb\xbfage: 40") == "age: 40"


@given(st.text(st.characters(), max_size=200))
def test_whatever_is_admitted_can_be_written_and_is_admitted_again(text: str) -> None:
    try:
        kept = admit(text)
    except CaseError:
        return
    assert kept.encode().decode() == kept
    assert admit(kept) == kept
