"""Every phrase is tried in sentences that mean its finding and in sentences that don't."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from rapidfuzz.distance import OSA
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from midback.exchange.own_words import MOST, _listener, phrases_in, proposals
from midback.exchange.tried import misheard
from midback.exchange.vocabulary import FIRM, SURE
from midback.knowledge import KnowledgeBase, load_knowledge

KNOWLEDGE = load_knowledge()
FEVER = KNOWLEDGE.phrases["en/fever"]
SLIPS = (
    "abdomina accidently anesthesia anesthetic anesthetics anythin anythng aroun becuase centimeter "
    "centimeters deficient deliriously delirium depressive eigth electrically everthing excercise excruciatingly "
    "fourty happend hittin infact infectious infective insanely kidnet labor labored lethargy lissen liter motherf "
    "mouvement pajamas paralysis permanently problemo progressive progressives pulmonate realy recieved "
    "recurrence rheumatic sentance somethng staggeringly strangler unbearably unconsciously uncontrollable "
    "vertebrate"
)
"""Words of the lists that are slips all the same, or mean what the phrase means."""


def test_every_sentence_is_understood_as_the_content_says_and_every_phrase_is_tried() -> None:
    assert misheard(KNOWLEDGE) == []


def with_fever(field: str, more: str) -> KnowledgeBase:
    said = {"say": FEVER.say, "means": FEVER.means, "means_not": FEVER.means_not}
    said[field] += (more,)
    changed = replace(FEVER, say=said["say"], means=said["means"], means_not=said["means_not"])
    return replace(KNOWLEDGE, phrases={"en/fever": changed})


@pytest.mark.parametrize(
    ("field", "more", "fault"),
    [
        ("means", "My cat is black.", "isn't heard in “My cat is black.”"),
        ("means_not", "I have a fever.", "is heard in “I have a fever.”"),
        ("say", "boiling all over", "no sentence of `means` tries “boiling all over”"),
    ],
)
def test_a_phrase_that_is_misheard_is_told(field: str, more: str, fault: str) -> None:
    faults = [str(one) for one in misheard(with_fever(field, more))]
    assert len(faults) == 1
    assert fault in faults[0]


STEMS = {
    "I have a fever and I can't feel my legs": "leg_numbness",
    "My legs gave way on the stairs": "leg_weakness",
    "I lost control of my bladder": "bladder_change",
    "He lost control of his bowels": "bowel_change",
    "My partner hit me": "hurt_or_unsafe",
    "He strangled me": "hurt_or_unsafe",
    "My chest feels tight": "chest_pain",
    "I have a tightness in my chest": "chest_pressure_now",
    "My speech is slurred": "numbness_one_sided_sudden",
    "I'm coughing up blood": "haemoptysis",
    "I vomited blood": "haematemesis_or_melaena",
    "My stool is black and tarry": "haematemesis_or_melaena",
    "I can't breathe": "breathless_new",
    "It was the worst pain of my life": "thunderclap_pain",
    "A tearing pain": "pain_tearing_ripping",
    "I fainted": "fainted",
    "There is a lump in my tummy": "pulsing_tummy_lump",
    "I was stabbed": "hurt_or_unsafe",
    "I'm pregnant and bleeding": "vaginal_bleeding",
    "I want to kill myself": "suicidal_thoughts",
    "I don't want to live any more": "suicidal_thoughts",
    "I took an overdose": "suicide_plan_or_act",
    "My boyfriend strangled me": "strangled_recently",
    "I was stabbed in the back": "stab_or_shot",
    "There's a lump on my back": "lump_on_back",
    "I nearly passed out": "near_faint",
}


@pytest.mark.parametrize(("said", "finding"), STEMS.items())
def test_what_may_be_an_emergency_is_recognised(said: str, finding: str) -> None:
    assert finding in {one.finding for one in phrases_in(KNOWLEDGE, said, of_them=True)}


def test_what_may_be_urgent_is_kept_where_more_is_said_than_fits() -> None:
    harmless = (
        "I sit at my desk, it aches, it's itchy, tight muscles, a sharp pain, a burning pain, my neck hurts, it's on "
    )
    harmless += (
        "the left, heat helps, I smoke, I was digging, it's the same as ever, worse with movement, an upper back ache"
    )
    found = [one.finding for one in proposals(KNOWLEDGE, f"{harmless}, and I can't pee. My legs are weak.")]
    assert len(found) == MOST
    assert {"bladder_change", "leg_weakness"} <= set(found)


def near(word: str, phrase_words: Iterable[str]) -> bool:
    slips = {one: 1 if len(one) < SURE else 2 for one in phrase_words}
    return any(abs(len(one) - len(word)) <= most and OSA.distance(one, word) <= most for one, most in slips.items())


@pytest.mark.slow
def test_no_common_word_is_taken_for_a_slip_of_another() -> None:
    listener = _listener(KNOWLEDGE)
    vocabulary = listener.index.vocabulary
    by_letter: dict[str, set[str]] = {}
    for (letter, _), words in vocabulary.by_size.items():
        by_letter.setdefault(letter, set()).update(words)
    common = {*FREQUENCY_LISTS["us_tv_and_film"], *FREQUENCY_LISTS["english_wikipedia"]}
    taken = {
        word
        for word in common - vocabulary.real - {*SLIPS.split()}
        if len(word) >= FIRM - 1 and word.isalpha() and listener.reader.stem(word) not in vocabulary.by_stem
        if not (word.endswith("in") and listener.reader.stem(word + "g") in vocabulary.by_stem)
        if near(word, by_letter.get(word[0], ()))
    }
    assert taken == set()
