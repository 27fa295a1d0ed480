"""A case is read by one strict reader of JSON and one of YAML, within bounds, and never with two meanings."""

import json

import pytest

from midback.errors import CaseError
from midback.exchange.case_document import LARGEST, case_document
from midback.exchange.case_file import read_case
from midback.knowledge import load_knowledge

KNOWLEDGE = load_knowledge()
CASE = {
    "title": "Woman, \N{WOMAN}\u200d\N{STAFF OF AESCULAPIUS}\ufe0f, café",
    "age": 42,
    "sex": None,
    "duration_days": 10.5,
    "vitals": {"temperature": 38.4},
    "present": ["constant_pain"],
    "answers": {"age": 42, "ill": "not_sure"},
    "expect": {"urgency_min": None, "conditions": []},
}


@pytest.mark.parametrize("is_ascii", [True, False])
@pytest.mark.parametrize("where", ["case.json", "case.JSON", "case.yaml", "-"])
@pytest.mark.parametrize("indent", [None, 2])
def test_json_as_any_program_writes_it_is_read_with_its_types(is_ascii: bool, where: str, indent: int | None) -> None:
    text = json.dumps(CASE, ensure_ascii=is_ascii, indent=indent)
    assert case_document(text, where).data == CASE
    assert case_document(b"\xef\xbb\xbf" + text.encode(), where).data == CASE
    file = read_case(text, where, KNOWLEDGE).file
    assert (file.title, file.age, file.sex) == (CASE["title"], 42, None)


def test_what_begins_with_a_brace_and_is_yaml_is_read_as_yaml() -> None:
    assert case_document("{age: 42, present: [fever]} # said\n", "-").data == {"age": "42", "present": ["fever"]}


def test_what_is_named_json_is_never_read_as_yaml() -> None:
    with pytest.raises(CaseError, match=r"case\.json:1: this isn't JSON"):
        case_document("{age: 42}", "case.json")
    with pytest.raises(CaseError, match="this isn't JSON"):
        case_document("age: 42", "case.json")


def test_a_slip_in_json_is_told_as_one() -> None:
    with pytest.raises(CaseError, match="-:2: this isn't JSON"):
        case_document('{"age": 42,\n "present" ["fever"]}', "-")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"age": 40,\n "age": 41}', ":2: `age` stands here twice"),
        ('{"vitals": {"temperature": 37,\n\n "temperature": 39}}', ":3: `temperature` stands here twice"),
        ('{"age": NaN}', "NaN is no number"),
        ('{"age": 1e400}', "too many digits"),
        ('{"age":\n -Infinity}', ":2: -Infinity is no number"),
        ('{"title": "a\\u0000b"}', "U\\+0000"),
        ('{"title": "\\ud800"}', "U\\+D800"),
        ('{"title": "\x7f"}', "U\\+007F"),
        ("age: 40\nage: 41\n", ":2: `age` stands here twice"),
        ("title: &a x\nnote: *a\n", "anchors"),
        ("age: !!int 40\n", "tags"),
        ("age: 40\n---\nage: 41\n", "second document"),
        ('title: "a\\0b"\n', "U\\+0000"),
        ("[" * 50_000, "deeper than 40"),
        ('{"a":' * 9_000, "deeper than 40"),
        ("{a: " * 9_000, "deeper than 40"),
        ("x: " + "1" * LARGEST, "larger than 100,000 bytes"),
        (b"\xff\xfe{\x00}\x00", "isn't UTF-8"),
        (b'{"title": "\xed\xa0\x80"}', "isn't UTF-8"),
    ],
    ids=lambda one: str(one[:24]),
)
def test_what_has_two_meanings_or_no_bounds_is_refused(text: str | bytes, told: str) -> None:
    with pytest.raises(CaseError, match=told):
        case_document(text, "case")


@pytest.mark.parametrize("text", ["", "# nothing\n", "[]", "42", "null", '"fever"', "- fever\n"])
def test_what_is_no_mapping_is_told_what_a_case_is(text: str) -> None:
    with pytest.raises(CaseError, match="must be a mapping"):
        read_case(text, "case", KNOWLEDGE)


FAULTY = """{
  "agee": 3,
  "sex": "x",
  "vitals": {"temperature": true},
  "present": ["no_such_thing"],
  "unknown": ["nor_this"],
  "profile": "mars",
  "answers": {
    "age": "1,200",
    "ill": {"a": 1},
    "no_question": "yes",
    "course": null
  }
}"""


def test_every_fault_is_told_in_one_round_with_its_line() -> None:
    with pytest.raises(CaseError) as refused:
        read_case(FAULTY, "case.json", KNOWLEDGE)
    told = "\n".join(str(fault) for fault in refused.value.faults)
    assert [fault.line for fault in refused.value.faults] == list(range(2, 8)) + list(range(9, 13)), told
    assert "case.json:2: `agee` is not a field of a case" in told
    assert "case.json:5: `no_such_thing` is no finding" in told
    assert "1200 or 1.2" in told
