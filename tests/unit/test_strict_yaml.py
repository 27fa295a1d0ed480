"""YAML is read as it is written."""

import pytest

from midback.strict_yaml import read


@pytest.mark.parametrize("word", ["no", "yes", "1:30", "012", "1.10", "1e3", "null", "2026-11-25", "~"])
def test_every_scalar_stays_the_text_it_was(word: str) -> None:
    document = read(f"key: {word}", "x.yaml")
    assert document.data == {"key": word}
    assert document.faults == []


def test_a_key_that_stands_twice_is_a_fault_at_its_line() -> None:
    document = read("a: 1\nb: 2\na: 3\n", "x.yaml")
    assert [str(fault) for fault in document.faults] == ["x.yaml:3: `a` stands here twice; keep one"]


def test_a_value_left_empty_is_a_fault() -> None:
    assert read("a:\nb: 1\n", "x.yaml").faults[0].message.startswith("is empty")
    assert read("a: ''\n", "x.yaml").faults == []


def test_what_is_not_yaml_is_a_fault_and_not_an_exception() -> None:
    document = read("a: [1, 2\nb: 3", "x.yaml")
    assert document.faults[0].where == "x.yaml"
    assert "isn't YAML" in document.faults[0].message


@pytest.mark.parametrize("text", ["a: &x [1]\nb: [*x, *x]\n", "a: &x 1\n", "&x a: 1\n", "a: 1\n*x : 2\n"])
def test_anchors_are_refused_so_that_a_small_file_can_not_grow_huge(text: str) -> None:
    assert any("anchors" in fault.message for fault in read(text, "x.yaml").faults)


@pytest.mark.parametrize("text", ["a: !!python/object/apply:os.system [ls]\n", "a: !!int 1\n", "!x a: 1\n", "a: ! 1\n"])
def test_tags_are_refused_so_that_nothing_means_what_it_does_not_say(text: str) -> None:
    assert any("tags" in fault.message for fault in read(text, "x.yaml").faults)


@pytest.mark.parametrize(
    "text",
    ["[" * 60 + "]" * 60, "[" * 100_000, "{a: " * 100_000, "- " * 100_000, "? " + "[" * 100_000, "? " * 100_000],
    ids=["closed", "lists", "mappings", "dashes", "list as a key", "keys of keys"],
)
def test_depth_is_bounded_before_the_rest_is_read(text: str) -> None:
    document = read(text, "x.yaml")
    assert "nested deeper" in str(document.faults[-1]) or "must be a word" in str(document.faults[0])
    assert not document.data


def test_a_second_document_in_a_file_is_a_fault_so_that_no_line_is_left_unread() -> None:
    assert "second document" in str(read("a: 1\n---\nb: 2\n", "x.yaml").faults[0])


@pytest.mark.parametrize("text", ["a: \0\n", 'a: "\\0"\n', "a: \ud800\n", 'a: "\\x07"\n', '"\\x07": 1\n'])
def test_a_sign_that_cannot_be_kept_is_a_fault_and_not_an_exception(text: str) -> None:
    assert read(text, "x.yaml").faults


def test_a_path_knows_its_line_and_falls_back_to_the_nearest_above() -> None:
    document = read("a:\n  b:\n    - c\n    - d\n", "x.yaml")
    assert document.line(("a", "b", 1)) == 4
    assert document.line(("a", "b", 7)) == 3
