"""Own words propose findings and conclude nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from midback.engine import Said, ask_next, assess, case_from
from midback.exchange.own_words import LONGEST, MOST, proposals
from midback.knowledge import load_knowledge
from midback.terms import Urgency

KNOWLEDGE = load_knowledge()


def named(text: str) -> list[str]:
    return [one.finding for one in proposals(KNOWLEDGE, text)]


@pytest.mark.parametrize("finding", sorted(KNOWLEDGE.phrases))
def test_every_phrase_proposes_its_finding(finding: str) -> None:
    for phrase in KNOWLEDGE.phrases[finding].say:
        assert finding in named(phrase), phrase


def test_an_ordinary_sentence_is_read_with_the_words_it_came_from() -> None:
    text = "It's a dull ache between my shoulder blades after sitting all day at my desk."
    found = {one.finding: one.words for one in proposals(KNOWLEDGE, text)}
    assert found["pain_medial_scapula"] == "between my shoulder blades"
    assert found["worse_sitting_posture"] == "sitting all day"
    assert found["desk_or_driving_work"] == "at my desk"


@pytest.mark.parametrize("text", ["no fever", "I don't have a fever", "without any fever", "never had a fever"])
def test_what_is_denied_is_not_proposed(text: str) -> None:
    assert "fever" not in named(text)


@pytest.mark.parametrize("text", ["not much pain, but a fever", "No rash. Fever since Monday"])
def test_a_denial_does_not_reach_beyond_its_clause(text: str) -> None:
    assert "fever" in named(text)


@pytest.mark.parametrize(
    ("text", "finding"), [("osteoporosys", "osteoporosis"), ("nihgt sweats", "night_sweats"), ("a fevr", "fever")]
)
def test_a_small_slip_is_forgiven(text: str, finding: str) -> None:
    assert finding in named(text)


def test_a_short_word_has_no_slip() -> None:
    assert "itch" not in named("an inch")


def test_the_longer_phrase_goes_before_the_one_within_it() -> None:
    assert "numbness" not in named("both legs are numb")
    assert "leg_numbness_both" in named("both legs are numb")
    assert "history_cancer" not in named("cancer in my bones")


def test_words_alone_say_nothing_and_clear_nothing() -> None:
    said = Said(text="no fever, no weakness, nothing serious")
    with_words = case_from(KNOWLEDGE, responses={"own_words": said})
    assert with_words.findings == case_from(KNOWLEDGE).findings
    assert not assess(KNOWLEDGE, with_words).disposition.settled


def test_what_is_confirmed_is_present_and_what_is_not_stays_unknown() -> None:
    case = case_from(KNOWLEDGE, responses={"own_words": Said(("leg_weakness",), text="weak legs and a fever")})
    assert set(case.findings.present) >= {"leg_weakness"}
    assert "fever" not in set(case.findings)
    assert assess(KNOWLEDGE, case).disposition.urgency is Urgency.EMERGENCY_NOW


def test_it_is_never_asked_by_itself() -> None:
    asked: set[str] = set()
    responses: dict[str, Said] = {}
    while (step := ask_next(KNOWLEDGE, responses)) is not None:
        asked.add(step.question.id)
        responses[step.question.id] = Said(not_sure=True)
    assert "own_words" not in asked


@given(st.text(max_size=3 * LONGEST))
def test_anything_can_be_read(text: str) -> None:
    found = proposals(KNOWLEDGE, text)
    assert len(found) <= MOST
    assert all(one.finding in KNOWLEDGE.phrases for one in found)
    assert all(one.words.lower() in text.lower().replace("’", "'") for one in found)
