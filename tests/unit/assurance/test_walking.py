"""What an interview asks of written and drawn people."""

from pathlib import Path

import pytest

from midback.assurance.walking import Burden, Walks, burden_of, walk_drawn, walk_people
from midback.engine import Said
from midback.exchange.case_file import CaseFile
from midback.knowledge import load_knowledge, load_words
from midback.strict_yaml import read
from midback.terms import Setting, Urgency

KNOWLEDGE = load_knowledge()
WORDS = load_words()
PEOPLE = sorted((Path(__file__).parents[2] / "people").glob("*.yaml"))


def walked(*files: Path) -> Walks:
    cases = [(file.stem, CaseFile.model_validate(read(file.read_text("utf-8"), file.name).data)) for file in files]
    return walk_people(KNOWLEDGE, WORDS, cases)


def test_twelve_people_are_told_as_soon_as_by_an_answer_to_every_page() -> None:
    walks = walked(*PEOPLE)
    assert len(walks.walks) == 12
    assert [one.who for one in walks.walks if one.demanded is not one.demanded_by_all] == []


def test_an_emergency_takes_two_pages_and_a_plain_ache_nine() -> None:
    found = {one.who: one for one in walked(*PEOPLE).walks}
    assert found["09_heart_58"].settled.pages == found["11_legs_37"].settled.pages == 2
    assert found["01_desk_ache_29"].settled.pages <= 9
    assert found["01_desk_ache_29"].demanded is Urgency.SELF_CARE


def test_the_way_to_what_to_do_is_no_longer_than_the_whole() -> None:
    for one in walked(*PEOPLE).walks:
        assert one.settled.pages <= one.whole.pages
        assert one.settled.minutes <= one.whole.minutes


@pytest.mark.slow
def test_no_drawn_person_is_told_less_urgent_than_by_an_answer_to_every_page() -> None:
    figures = walk_drawn(KNOWLEDGE, WORDS, 150, 3, Setting.PRIMARY_CARE).figures
    assert figures["urgency_lower"] == 0
    assert figures["urgency_equal"] >= 0.99


def test_ways_out_are_read_and_no_options() -> None:
    page = KNOWLEDGE.questions["emergency_head"]
    none, one = burden_of(WORDS, page, Said()), burden_of(WORDS, page, Said((page.options[0].id,)))
    assert (none.options, none.none, one.none) == (len(page.options), 1, 0)
    assert none.words > sum(len(WORDS.text(option.label).split()) for option in page.options)


def test_minutes_are_words_choices_and_pages() -> None:
    assert Burden(pages=40, options=0, words=238, choices=30, none=0).minutes == pytest.approx(1 + 1 + 1)
