"""Words are judged in pairs, and a pair whose words, option or rule have changed is judged anew."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.contents import SHIPPED

from midback.assurance.judged import (
    Judged,
    Judgement,
    Verdict,
    accepted,
    is_accepted,
    read_judged,
    write_judged,
)
from midback.assurance.pairs import PairKind, pairs_of
from midback.errors import ContentError
from midback.knowledge import Content, shipped
from midback.logic import Has, any_of

CONTENT = shipped()
PAIRS = {pair.key: pair for pair in pairs_of(CONTENT)}
FAINTED = PAIRS["emergency_chest/fainted/fainted"]


def said_otherwise(key: str, text: str) -> Content:
    return replace(CONTENT, words=replace(CONTENT.words, sentences={**CONTENT.words.sentences, key: text}))


def changed_by(content: Content) -> set[str]:
    """The keys of the pairs that a judgement of today doesn't fit in other content."""
    judged = Judged({key: pair.digest for key, pair in PAIRS.items()}, frozenset())
    return {pair.key for pair in pairs_of(content) if not judged.fits(pair)}


def test_each_finding_that_an_option_sets_is_a_pair_with_what_follows_from_it() -> None:
    for question in CONTENT.knowledge.interview:
        for option in question.options if question.kind.value != "text" else ():
            for id in option.present:
                wanted = {id, *CONTENT.knowledge.wider.get(id, ())}
                assert {f"{question.id}/{option.id}/{one}" for one in wanted} <= PAIRS.keys()
            assert {f"{question.id}/{option.id}/not/{id}" for id in option.absent} <= PAIRS.keys()


def test_an_option_that_stands_for_a_number_is_paired_with_every_threshold_that_it_reaches() -> None:
    assert {"pain_worst/8/severe_7plus", "pain_worst/0/mild_to_3"} <= PAIRS.keys()
    assert "pain_worst/0/severe_7plus" not in PAIRS


def test_each_way_to_raise_a_red_flag_is_a_pair() -> None:
    for flag in CONTENT.knowledge.red_flags.values():
        assert f"{flag.id}/1" in PAIRS
    assert PAIRS["injury_to_check/3"].texts["raised_by"]["all"][0] == CONTENT.words.text(
        CONTENT.knowledge.lay("minor_trauma")
    )


@pytest.mark.parametrize(
    "key",
    [
        "questions.emergency_chest.ask",
        "questions.emergency_chest.ask_they",
        "findings.fainted.lay",
        "findings.fainted.label",
    ],
)
def test_another_word_on_either_side_is_judged_anew(key: str) -> None:
    assert FAINTED.key in changed_by(said_otherwise(key, "Something else"))


def test_another_option_label_is_judged_anew_and_no_other_page() -> None:
    line = next(one.label for one in CONTENT.knowledge.questions["emergency_chest"].options if one.id == "fainted")
    changed = changed_by(said_otherwise(line.key, "Fainting, ever"))
    assert changed == {key for key in PAIRS if key.startswith("emergency_chest/fainted/")}


def test_another_reason_is_judged_anew_for_every_way_to_it() -> None:
    changed = changed_by(said_otherwise("red_flags.injury_to_check.because", "Bones break."))
    assert changed == {key for key in PAIRS if key.startswith("injury_to_check/")}


def test_another_way_to_raise_a_rule_is_judged_anew() -> None:
    flag = CONTENT.knowledge.red_flags["injury_to_check"]
    rules = {**CONTENT.knowledge.red_flags, flag.id: replace(flag, when=any_of([flag.when, Has("fever")]))}
    knowledge = replace(CONTENT.knowledge, red_flags=rules)
    ways = sum(key.startswith("injury_to_check/") for key in PAIRS)
    assert changed_by(replace(CONTENT, knowledge=knowledge)) == {f"injury_to_check/{ways + 1}"}


def test_a_pair_that_nobody_judged_is_named_with_both_texts() -> None:
    (fault,) = Judged({}, frozenset()).faults([FAINTED])
    assert FAINTED.key in fault.message
    assert FAINTED.texts["chosen"] in fault.message
    assert "judge it anew" in fault.message.lower()


def test_a_pair_in_other_words_is_named() -> None:
    (fault,) = Judged({FAINTED.key: "0123456789"}, frozenset()).faults([FAINTED])
    assert "other words" in fault.message


def test_a_row_without_a_pair_and_a_judged_pair_that_waits_are_faults() -> None:
    judged = Judged({FAINTED.key: FAINTED.digest, "gone/1": "0123456789"}, frozenset({FAINTED.key}))
    assert len(list(judged.faults([FAINTED]))) == 2


def test_a_verdict_on_other_words_or_on_faulty_ones_is_not_taken() -> None:
    assert is_accepted(FAINTED, Judgement(FAINTED.key, FAINTED.digest, Verdict.OK))
    assert not is_accepted(FAINTED, Judgement(FAINTED.key, "0123456789", Verdict.OK))
    assert not is_accepted(FAINTED, Judgement(FAINTED.key, FAINTED.digest, Verdict.ADDS))


def test_a_pair_that_is_found_faulty_later_is_judged_no_more() -> None:
    before = Judged({FAINTED.key: FAINTED.digest}, frozenset())
    after = accepted(before, {FAINTED.key: FAINTED}, [Judgement(FAINTED.key, FAINTED.digest, Verdict.ADDS)])
    assert not after.fits(FAINTED)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    reason = next(pair for pair in PAIRS.values() if pair.kind is PairKind.REASON)
    write_judged(tmp_path, [FAINTED, reason], Judged({FAINTED.key: FAINTED.digest}, frozenset()), wait=True)
    table = read_judged(tmp_path)
    assert table == Judged({FAINTED.key: FAINTED.digest}, frozenset({reason.key}))
    assert not list(table.faults([FAINTED, reason]))


def test_nothing_waits_unless_that_is_asked_for(tmp_path: Path) -> None:
    write_judged(tmp_path, [FAINTED], Judged({}, frozenset()), wait=False)
    assert read_judged(tmp_path) == Judged({}, frozenset())


def test_a_row_without_a_digest_is_a_fault_at_its_line(tmp_path: Path) -> None:
    write_judged(tmp_path, [FAINTED], Judged({}, frozenset()), wait=False)
    (tmp_path / "judged" / "options.yaml").write_text(f"{FAINTED.key}: [a]\n", encoding="utf-8")
    with pytest.raises(ContentError, match=r"options\.yaml:1"):
        read_judged(tmp_path)


def test_a_table_means_nothing_to_the_knowledge() -> None:
    assert "judged" not in {name.split("/")[0] for name in CONTENT.knowledge.red_flags}
    assert (SHIPPED / "judged").is_dir()


def test_every_pair_of_the_content_is_judged_or_waits_for_it() -> None:
    faults = list(read_judged(SHIPPED).faults(PAIRS.values()))
    assert not faults, "\n".join(map(str, faults))
