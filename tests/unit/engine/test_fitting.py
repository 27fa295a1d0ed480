"""Answers given under other content: what no longer fits is left out, nothing becomes a "no", nothing fails."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from midback.engine import Said, case_from
from midback.engine.case import response_faults
from midback.engine.fitting import fitting
from midback.knowledge import KnowledgeBase, load_knowledge
from midback.knowledge.base import Question, QuestionKind
from midback.terms import Answer

KNOWLEDGE = load_knowledge()


def with_question(question: Question) -> KnowledgeBase:
    return replace(KNOWLEDGE, questions={**KNOWLEDGE.questions, question.id: question}, version="changed")


def without_options(question: str, gone: Iterable[str]) -> KnowledgeBase:
    kept = tuple(one for one in KNOWLEDGE.questions[question].options if one.id not in set(gone))
    return with_question(replace(KNOWLEDGE.questions[question], options=kept))


def first(kind: QuestionKind, options: int = 3) -> Question:
    pages = (one for one in KNOWLEDGE.interview if one.kind is kind and not one.is_gate)
    return next(one for one in pages if len(one.options) >= options)


CHOICE = first(QuestionKind.SINGLE)
LIST = first(QuestionKind.MULTIPLE)
ONE, TWO = (option.id for option in LIST.options[:2])
ALL = [option.id for option in LIST.options]


def test_what_fits_is_kept_as_it_is() -> None:
    responses = {CHOICE.id: Said((CHOICE.options[0].id,)), LIST.id: Said((ONE,)), "age": Said(number=40)}
    fitted = fitting(KNOWLEDGE, responses, {LIST.id: ALL})
    assert fitted.responses == responses
    assert fitted.left_out == ()


def test_a_question_that_is_gone_is_left_out() -> None:
    fitted = fitting(KNOWLEDGE, {"no_such_question": Said(("x",))})
    assert fitted.responses == {}
    assert fitted.left_out == ("no_such_question",)


def test_a_choice_that_is_gone_is_left_out() -> None:
    changed = without_options(CHOICE.id, [CHOICE.options[0].id])
    fitted = fitting(changed, {CHOICE.id: Said((CHOICE.options[0].id,)), "age": Said(number=40)})
    assert fitted.responses == {"age": Said(number=40)}
    assert fitted.left_out == (CHOICE.id,)


def test_a_list_keeps_its_other_ticks_and_says_no_to_nothing() -> None:
    changed = without_options(LIST.id, [TWO])
    fitted = fitting(changed, {LIST.id: Said((ONE, TWO))})
    assert fitted.responses == {LIST.id: Said((ONE,), not_sure=True)}
    assert fitted.left_out == (LIST.id,)
    findings = case_from(changed, responses=fitted.responses).findings
    assert findings[LIST.options[0].present[0]] is Answer.PRESENT
    assert findings[LIST.options[2].present[0]] is not Answer.ABSENT


def test_a_list_whose_only_tick_is_gone_is_asked_again() -> None:
    fitted = fitting(without_options(LIST.id, [ONE]), {LIST.id: Said((ONE,))})
    assert fitted.responses == {}
    assert fitted.left_out == (LIST.id,)


def test_none_of_these_is_not_said_of_what_was_added_since() -> None:
    fitted = fitting(KNOWLEDGE, {LIST.id: Said()}, {LIST.id: [id for id in ALL if id != TWO]})
    assert fitted.responses == {}
    assert fitted.left_out == (LIST.id,)


def test_a_tick_stays_when_the_list_has_grown_and_what_was_added_is_unknown() -> None:
    fitted = fitting(KNOWLEDGE, {LIST.id: Said((ONE,))}, {LIST.id: [id for id in ALL if id != TWO]})
    assert fitted.responses == {LIST.id: Said((ONE,), not_sure=True)}
    assert case_from(KNOWLEDGE, responses=fitted.responses).findings[LIST.options[1].present[0]] is Answer.UNKNOWN


def test_a_number_that_is_out_of_range_now_is_left_out() -> None:
    narrowed = with_question(replace(KNOWLEDGE.questions["age"], maximum=110.0))
    assert fitting(narrowed, {"age": Said(number=115)}).left_out == ("age",)
    assert fitting(narrowed, {"age": Said(number=105)}).left_out == ()


def test_a_phrase_that_is_gone_is_left_out_and_the_words_stay() -> None:
    said = Said(("fever", "cough"), text="a fever and a cough")
    fitted = fitting(without_options("own_words", ["cough"]), {"own_words": said})
    assert fitted.responses == {"own_words": Said(("fever",), text=said.text)}
    assert fitted.left_out == ("own_words",)


@pytest.mark.parametrize("kind", [QuestionKind.SINGLE, QuestionKind.MULTIPLE])
def test_a_number_never_becomes_none_of_these(kind: QuestionKind) -> None:
    changed = with_question(replace(KNOWLEDGE.questions["age"], kind=kind, options=LIST.options))
    assert fitting(changed, {"age": Said(number=40)}).responses == {}


def test_what_was_written_never_becomes_none_of_these() -> None:
    changed = with_question(replace(KNOWLEDGE.questions["own_words"], kind=QuestionKind.MULTIPLE))
    assert fitting(changed, {"own_words": Said(text="nothing much")}).responses == {}


def test_a_choice_stays_when_the_question_becomes_a_list() -> None:
    changed = with_question(replace(CHOICE, kind=QuestionKind.MULTIPLE))
    said = Said((CHOICE.options[0].id,))
    assert fitting(changed, {CHOICE.id: said}).responses == {CHOICE.id: said}


@pytest.mark.parametrize("ticks", [(), (ONE, TWO)])
def test_a_list_that_becomes_a_choice_needs_one_tick(ticks: tuple[str, ...]) -> None:
    assert fitting(with_question(replace(LIST, kind=QuestionKind.SINGLE)), {LIST.id: Said(ticks)}).responses == {}


ids = st.sampled_from(sorted(KNOWLEDGE.questions))
options = st.sampled_from(sorted({one.id for question in KNOWLEDGE.questions.values() for one in question.options}))
answers = st.builds(
    Said,
    st.lists(options | st.text(max_size=5), max_size=4, unique=True).map(tuple),
    st.none() | st.floats(allow_nan=True),
    st.booleans(),
    st.sampled_from(["", "a fever"]),
)


@given(st.dictionaries(ids | st.text(max_size=5), answers, max_size=5), st.dictionaries(ids, st.lists(options)))
def test_whatever_was_stored_the_rest_can_be_read(stored: dict[str, Said], offered: dict[str, list[str]]) -> None:
    fitted = fitting(KNOWLEDGE, stored, offered)
    case_from(KNOWLEDGE, responses=fitted.responses)
    for id, said in fitted.responses.items():
        assert not list(response_faults(KNOWLEDGE.questions[id], said))
    changed = {id for id in stored if fitted.responses.get(id) != stored[id]}
    assert set(fitted.left_out) == changed
