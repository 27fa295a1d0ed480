"""Own words propose findings and conclude nothing."""

import gc
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from midback.engine import Said, ask_next, assess, case_from
from midback.exchange import denial, own_words, pattern, phrases_heard, said, vocabulary, whose
from midback.exchange.own_words import LONGEST, MOST, proposals
from midback.exchange.said import Word
from midback.knowledge import load_knowledge
from midback.terms import Urgency

KNOWLEDGE = load_knowledge()
MODULES = (own_words, said, phrases_heard, denial, pattern, vocabulary, whose)
SAID = {phrases.finding for phrases in KNOWLEDGE.phrases.values()}


def named(text: str) -> list[str]:
    return [one.finding for one in proposals(KNOWLEDGE, text)]


def test_an_ordinary_sentence_is_read_with_the_words_it_came_from() -> None:
    text = "It's a dull ache between my shoulder blades after sitting all day at my desk."
    found = {one.finding: one.words for one in proposals(KNOWLEDGE, text)}
    assert found["pain_medial_scapula"] == "between my shoulder blades"
    assert found["worse_sitting_posture"] == "after sitting all day"
    assert found["desk_or_driving_work"] == "at my desk"


DENIED = [
    "no fever",
    "I don't have a fever",
    "without any fever",
    "never had a fever",
    "denies fever",
    "Not had any sign of fever",
    "no longer have a fever",
    "ruled out fever",
    "neither chills nor fever",
    "no chills or fever",
    "no chills, cough, or fever",
    "no appetite or fever",
    "no chills and no fever",
    "fever: no",
    "Fever? None.",
    "fever - no\nnumb legs - yes",
]


@pytest.mark.parametrize("text", DENIED)
def test_what_is_denied_is_not_proposed(text: str) -> None:
    assert "fever" not in named(text)


@pytest.mark.parametrize("text", ["i don't smoke", "I have never smoked for years", "not a smoker"])
def test_a_denial_within_a_phrase_denies_it(text: str) -> None:
    assert "ever_smoker" not in named(text)


NOT_DENIED = [
    "not much pain, but a fever",
    "No rash. Fever since Monday",
    "no energy and fever",
    "no appetite, fever",
    "No, a fever",
    "not eating, cough or fever",
    "without warning I had a fever",
    "it doesn't go away and I have a fever",
    "I'm not sure if I have a fever",
    "not only fever",
    "no doubt it is a fever",
    "nothing helps the fever",
    "can't sleep, fever",
    "can't shake this fever",
    "never had a fever like this",
    "I've never had fever before",
    "Rash? No fever? Yes. Cough: no. Fever",
    "No injury\nfever",
    "No injury\r\nfever",
    "Never had this before\nfever now",
    "not sleeping\n- fever",
    "no\nfever",
    "no injury – fever",
    "no injury • fever",
    "no injury (fever)",
]


@pytest.mark.parametrize("text", NOT_DENIED)
def test_a_denial_does_not_reach_beyond_what_it_denies(text: str) -> None:
    assert "fever" in named(text)


@pytest.mark.parametrize(
    "words",
    [
        "can't pee",
        "cannot pee",
        "can not pee",
        "cant pee",
        "can’t pee",
        "CANNOT PEE",
        "unable to pee",
        "couldn't pee",
        "am not able to urinate",
        "haven't been able to pee",
    ],
)
def test_what_is_said_otherwise_is_the_same(words: str) -> None:
    assert "bladder_change" in named(f"I {words}")


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("I cough up blood", "haemoptysis"),
        ("I coughed up blood", "haemoptysis"),
        ("my legs are going numb", "leg_numbness"),
        ("it burned", "burning"),
        ("I vomit", "nausea_vomiting"),
        ("rashes on my back", "rash_strip"),
        ("it wakened me at night, waking me at night", "night_pain"),
    ],
)
def test_another_form_of_a_word_is_the_same_word(text: str, finding: str) -> None:
    assert finding in named(text)


@pytest.mark.parametrize("before", ["İstanbul'dan İzmir'e, İlk gün. ", "ﬁrst: ", "Straße. ", "👩‍⚕️ ", "ŉ İ ", "\u202e"])
def test_words_are_quoted_as_they_were_written_after_any_letter(before: str) -> None:
    found = {one.finding: one.words for one in proposals(KNOWLEDGE, f"{before}Chest pain and vomiting")}
    assert found["chest_pain"] == "Chest pain"
    assert found["nausea_vomiting"] == "vomiting"


def test_nothing_that_was_written_is_kept_in_memory() -> None:
    proposals(KNOWLEDGE, "zebracrossing chest pain zebracrosing")
    kept: list[object] = [
        one for one in gc.get_objects() if isinstance(one, tuple | list | dict) and "zebracrossing" in one
    ]
    kept += [one for one in gc.get_objects() if isinstance(one, Word) and one.text == "zebracrossing"]
    assert kept == []
    caches = [one for module in MODULES for one in vars(module).values()]
    sizes = {one.__name__: one.cache_info().maxsize for one in caches if hasattr(one, "cache_info")}
    assert sizes == {"_listener": 4}


def test_a_long_text_is_read_in_little_time() -> None:
    begun = process_time()
    for text in ["a " * 1000, "no " * 700, "fever, " * 300, "no fever or " * 200, "\n" * 2000, "pain" * 500]:
        proposals(KNOWLEDGE, text)
    assert process_time() - begun < 3


@pytest.mark.parametrize(
    ("text", "finding"),
    [("osteoporosys", "osteoporosis"), ("drenching nihgt sweats", "night_sweats"), ("a fevr", "fever")],
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
    written = Said(text="no fever, no weakness, nothing serious")
    with_words = case_from(KNOWLEDGE, responses={"own_words": written})
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


PHRASES = sorted(phrase for one in KNOWLEDGE.phrases.values() for phrase in one.say)
told = st.lists(st.sampled_from(PHRASES) | st.text(max_size=20), max_size=2 * MOST).map(", ".join)


def test_anything_can_be_read() -> None:
    proposed: set[int] = set()

    @given(told | st.text(max_size=3 * LONGEST))
    def whatever_it_is(text: str) -> None:
        found = proposals(KNOWLEDGE, text)
        proposed.add(len(found))
        assert len(found) <= MOST
        assert [one for one in found if one.finding not in SAID or one.words not in text] == []

    whatever_it_is()
    assert max(proposed) > 1, "nothing that was drawn proposes anything"
