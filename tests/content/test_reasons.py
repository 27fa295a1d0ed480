"""Every reason of an emergency says what to do."""

import re

import pytest

from midback.knowledge import load_knowledge, load_words
from midback.knowledge.base import RedFlag
from midback.terms import Urgency

KNOWLEDGE = load_knowledge()
WORDS = load_words()
TO_DO = re.compile(r"\b[Cc]all\b|\bGo to\b")
EMERGENCIES = [flag for flag in KNOWLEDGE.red_flags.values() if flag.urgency is Urgency.EMERGENCY_NOW]


@pytest.mark.parametrize("flag", EMERGENCIES, ids=lambda flag: flag.id)
def test_the_reason_of_an_emergency_says_what_to_do(flag: RedFlag) -> None:
    assert TO_DO.search(WORDS.text(flag.because)), WORDS.text(flag.because)
