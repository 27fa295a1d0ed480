"""What is encrypted can be read with its key, at its place, unchanged; and in no other way."""

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from midback.errors import RecordError
from midback.records import Cipher, Unreadable, new_key, read_keys

OLD, NEW, OTHER = (bytes([number]) * 32 for number in (1, 2, 3))
PLACE = ("answers", "an-encounter", "0")


def in_base64(*keys: bytes) -> str:
    return ", ".join(b64encode(key).decode() for key in keys)


@given(st.text().map(lambda text: text.rstrip(" ")))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    cipher = Cipher([NEW])
    assert cipher.open(cipher.seal(text, *PLACE), *PLACE) == text


def test_the_same_text_is_never_sealed_alike() -> None:
    cipher = Cipher([NEW])
    assert cipher.seal("fever", *PLACE) != cipher.seal("fever", *PLACE)


def test_the_length_does_not_tell_one_short_text_from_another() -> None:
    cipher = Cipher([NEW])
    assert len(cipher.seal("no", *PLACE)) == len(cipher.seal("where_it_hurts " * 12, *PLACE))


@pytest.mark.parametrize(
    "elsewhere",
    [("decisions", "an-encounter", "0"), ("answers", "another", "0"), ("answers", "an-encounter", "1"), ("answers",)],
)
def test_a_text_moved_elsewhere_is_refused(elsewhere: tuple[str, ...]) -> None:
    cipher = Cipher([NEW])
    with pytest.raises(Unreadable, match="changed or moved"):
        cipher.open(cipher.seal("fever", *PLACE), *elsewhere)


@pytest.mark.parametrize("byte", [4, 15, 16, 40, -1])
def test_a_changed_byte_is_refused(byte: int) -> None:
    cipher = Cipher([NEW])
    sealed = bytearray(cipher.seal("fever", *PLACE))
    sealed[byte] ^= 1
    with pytest.raises(Unreadable):
        cipher.open(bytes(sealed), *PLACE)


@pytest.mark.parametrize("length", [0, 3, 4, 10, 16, 31])
def test_a_text_cut_short_is_refused(length: int) -> None:
    cipher = Cipher([NEW])
    with pytest.raises(Unreadable):
        cipher.open(cipher.seal("fever", *PLACE)[:length], *PLACE)


def test_the_first_key_writes_and_every_key_reads() -> None:
    before, both = Cipher([OLD]), Cipher([NEW, OLD])
    earlier, later = before.seal("fever", *PLACE), both.seal("fever", *PLACE)
    assert both.open(earlier, *PLACE) == "fever"
    assert (both.current(earlier), both.current(later)) == (False, True)
    assert Cipher([NEW]).open(later, *PLACE) == "fever"


def test_another_key_reads_nothing_and_the_error_says_what_to_do() -> None:
    with pytest.raises(Unreadable, match=r"another key.*midback\.key.*MIDBACK_KEY"):
        Cipher([OTHER]).open(Cipher([NEW]).seal("fever", *PLACE), *PLACE)


def test_keys_are_read_from_base64_with_commas_between() -> None:
    sealed = Cipher([OLD]).seal("fever", *PLACE)
    assert read_keys(in_base64(NEW, OLD)).open(sealed, *PLACE) == "fever"
    assert read_keys(f"{new_key()}\n").seal("fever", *PLACE)


@pytest.mark.parametrize("text", ["", "short", "%%%", in_base64(b"31 bytes" * 3), in_base64(NEW) + ","])
def test_what_is_no_key_is_refused_without_being_shown(text: str) -> None:
    with pytest.raises(RecordError, match=r"MIDBACK_KEY.*openssl rand") as caught:
        read_keys(text)
    assert not text or text not in str(caught.value)


def test_there_must_be_a_key() -> None:
    with pytest.raises(RecordError):
        Cipher([])
