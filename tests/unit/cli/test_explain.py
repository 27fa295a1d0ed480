"""`midback explain`: whatever has an id can be explained, with its numbers and its sources."""

import pytest
from typer.testing import CliRunner

from midback.cli import app
from midback.cli.explain.records import KINDS, explanations, shelf
from midback.knowledge import load_knowledge, load_words
from midback.words import say

KNOWLEDGE = load_knowledge()
WORDS = load_words()
runner = CliRunner(env={"COLUMNS": "80", "NO_COLOR": "1", "TERM": "dumb"})


def told(*arguments: str) -> str:
    result = runner.invoke(app, ["explain", *arguments])
    assert result.exit_code == 0, result.stderr
    return result.stdout


def test_without_an_id_the_kinds_are_listed_with_their_counts() -> None:
    lines = told().splitlines()
    for kind in KINDS:
        assert any(line.split() == [kind, str(len(shelf(KNOWLEDGE, kind)))] for line in lines)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_lists_its_ids(kind: str) -> None:
    text = told(kind)
    assert all(id in text for id in list(shelf(KNOWLEDGE, kind))[:3] if len(id) < 30)


@pytest.mark.parametrize("kind", KINDS)
def test_one_of_each_kind_is_printed_within_80_columns(kind: str) -> None:
    id = next(iter(shelf(KNOWLEDGE, kind)))
    text = told(id)
    assert f"{say(f'explain.{KINDS[kind]}')} · {id}" in text
    assert max(len(line.rstrip()) for line in text.splitlines()) <= 80


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("findings", "sources")])
def test_everything_can_be_explained(kind: str) -> None:
    for id in shelf(KNOWLEDGE, kind):
        assert len(list(explanations(WORDS, KNOWLEDGE, id))) >= 4


def test_a_condition_shows_the_kind_and_source_of_its_numbers() -> None:
    text = told("thoracic_nonspecific_mechanical_pain")
    assert say("explain.links") in text
    assert "estimate" in text
    assert "[read:" in text


def test_a_rule_is_read_as_a_sentence() -> None:
    flag = next(flag for flag in KNOWLEDGE.red_flags.values() if flag.id == "leg_weakness")
    text = " ".join(told(flag.id).split())
    assert f"“{WORDS.text(KNOWLEDGE.findings['leg_weakness'].label)}”" in text


def test_an_id_on_two_shelves_is_explained_twice() -> None:
    text = told("leg_weakness")
    assert "Finding · leg_weakness" in text
    assert "Red flag · leg_weakness" in text


def test_an_unknown_id_gets_the_nearest_ones_and_exit_code_2() -> None:
    result = runner.invoke(app, ["explain", "feverr"])
    assert result.exit_code == 2
    assert "nothing is called `feverr`; near it: fever" in result.stderr


def test_an_id_like_no_other_leads_to_the_list() -> None:
    result = runner.invoke(app, ["explain", "zzzzzzzz"])
    assert result.exit_code == 2
    assert "`midback explain` lists the kinds" in result.stderr
