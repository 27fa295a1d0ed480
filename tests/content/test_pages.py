"""How long a page of the interview is: what a person in pain can take in at once."""

import pytest

from midback.assurance.walking import burden_of
from midback.engine import Said
from midback.knowledge import load_knowledge, load_words
from midback.knowledge.base import Question, QuestionKind

KNOWLEDGE = load_knowledge()
WORDS = load_words()
MOST_OPTIONS = 7
MOST_WORDS, MOST_OF_A_GATE = 90, 115
"""With the question, the hint and the ways out. A gate is worded by what strangers missed (docs/adr/0017)."""
LONG = {"small_child", "pregnancy_signs", "recent_treatment", "heart_detail"}
"""Asked of few; longer than they should be. None may be added."""
ASKED = [one for one in KNOWLEDGE.interview if one.kind is QuestionKind.MULTIPLE and not one.beside and one.chapter]
BY_MARKS = {id for one in KNOWLEDGE.interview if one.beside for id in (one.beside.worst, one.beside.spread)}


@pytest.mark.parametrize("page", [one for one in ASKED if one.id not in BY_MARKS], ids=lambda one: one.id)
def test_a_page_is_short(page: Question) -> None:
    burden = burden_of(WORDS, page, Said())
    is_short = burden.words <= (MOST_OF_A_GATE if page.is_gate else MOST_WORDS) and burden.options <= MOST_OPTIONS
    assert is_short is (page.id not in LONG), burden
