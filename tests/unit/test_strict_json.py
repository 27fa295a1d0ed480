"""JSON is read in one way only."""

import json
from typing import Any
from unicodedata import is_normalized

import pytest
from hypothesis import given
from hypothesis import strategies as st

from midback.document import DEEPEST
from midback.errors import CaseError
from midback.strict_json import read

plain = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=20).filter(
    lambda text: is_normalized("NFC", text)
)
documents = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.floats(-1e9, 1e9) | plain,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(plain, inner, max_size=4),
)


@given(documents)
def test_what_has_one_meaning_is_read_as_it_was_written(document: Any) -> None:
    assert read(json.dumps(document).encode()) == document
    assert read(json.dumps(document, ensure_ascii=False)) == document


@pytest.mark.parametrize(
    "text",
    [
        '{"present": ["fever"], "present": []}',
        '{"a": {"b": 1, "c": 2, "b": 1}}',
        '[{"a": 1, "\\u0061": 2}]',
        '{"caf\\u00e9": 1, "cafe\\u0301": 2}',
    ],
    ids=["doubled", "within", "escaped", "composed"],
)
def test_a_key_that_stands_twice_is_refused(text: str) -> None:
    with pytest.raises(CaseError, match="twice"):
        read(text)


@pytest.mark.parametrize(
    "text", ["NaN", "[Infinity]", '{"a": -Infinity}', "1e999", "-1e999", "9" * 41, "0." + "1" * 40]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(CaseError, match="number"):
        read(text)


@pytest.mark.parametrize("text", ['"\\ud800"', '["\\udc00\\ud800"]', '{"\\ud800": 1}', '{"a": ["\\u0000"]}'])
def test_a_text_that_cannot_be_written_is_refused(text: str) -> None:
    with pytest.raises(CaseError, match="can't be kept"):
        read(text.encode())


@pytest.mark.parametrize("data", [b"", b"{", b'{"a": "', b"{'a': 1}", b'{"a": 1}}', b"\xff\xfe{\x00}\x00", b"{} {}"])
def test_what_is_cut_off_or_not_json_is_refused(data: bytes) -> None:
    with pytest.raises(CaseError):
        read(data)


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_depth_is_bounded_before_anything_is_built(opening: str) -> None:
    with pytest.raises(CaseError, match="deeper"):
        read(opening * 60_000)
    assert read("[" * DEEPEST + "]" * DEEPEST)


def test_brackets_in_a_text_are_no_depth() -> None:
    assert read(json.dumps(["[" * 1000, '\\"' + "{" * 1000])) == ["[" * 1000, '\\"' + "{" * 1000]


def test_an_open_text_of_backslashes_costs_no_time() -> None:
    with pytest.raises(CaseError):
        read('"' + "\\" * 60_001)
    with pytest.raises(CaseError):
        read('"\\' * 30_000)


def test_what_was_sent_is_not_repeated() -> None:
    with pytest.raises(CaseError) as refused:
        read('{"Zebra crossing": 1, "Zebra crossing": 2}', "case")
    assert "Zebra" not in str(refused.value)
