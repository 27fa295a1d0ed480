"""Everything that a patient reads asks for a reading grade of 8 at most."""

from collections.abc import Iterator

import pytest
from tests.reading import grade

from midback.engine.wording import in_words_of
from midback.knowledge import KnowledgeBase, load_knowledge

MOST = 8.0
KNOWLEDGE: KnowledgeBase = in_words_of(load_knowledge(), "us")


def texts() -> Iterator[tuple[str, str]]:
    """Each piece as it is read together, by what it is."""
    yield from ((f"red flag {one.id}", one.because) for one in KNOWLEDGE.red_flags.values())
    for condition in KNOWLEDGE.conditions.values():
        told = (condition.explain, condition.onset, condition.course, condition.recovery, condition.tell)
        yield f"cause {condition.id}", " ".join(told)
    for care in KNOWLEDGE.home_care.values():
        yield f"care {care.id}", " ".join((*care.how, care.why, care.unless_because, care.ask_first, care.stop_when))
    for move in KNOWLEDGE.exercises.values():
        yield f"exercise {move.id}", " ".join((*move.steps, move.dose, move.easier, move.harder, move.stop_when))
    for net in KNOWLEDGE.safety_netting.values():
        watch = (f"{one.sign} {one.action}" for one in net.watch)
        yield f"net {net.id}", " ".join((net.may_be_wrong, net.expect, *net.meanwhile, *watch))
    for test in KNOWLEDGE.workup.values():
        reasons = (one.because for one in test.indications)
        yield f"test {test.id}", " ".join((test.shows, test.misses, test.what_happens, test.harms, *reasons))
    for question in KNOWLEDGE.questions.values():
        labels = (option.label for option in question.options)
        yield f"question {question.id}", ". ".join((question.ask, question.ask_they, question.why, *labels))


@pytest.mark.parametrize(("name", "text"), [pytest.param(*one, id=one[0]) for one in texts()])
def test_a_text_asks_for_no_more_than_grade_8(name: str, text: str) -> None:
    assert grade(text) <= MOST, f"{name}: {text}"


def test_hard_words_and_long_sentences_would_be_noticed() -> None:
    assert grade("Intermittent musculoskeletal exacerbations necessitate multidisciplinary reassessment.") > MOST
    assert grade("Sit up. Breathe in. Let your arms hang, and wait until it eases.") < 2
