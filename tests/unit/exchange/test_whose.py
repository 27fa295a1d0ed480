"""What is somebody else's, or of long ago, isn't proposed."""

import pytest

from midback.exchange.own_words import proposals
from midback.knowledge import load_knowledge

KNOWLEDGE = load_knowledge()


def named(text: str, *, of_them: bool = False) -> list[str]:
    return [one.finding for one in proposals(KNOWLEDGE, text, of_them=of_them)]


@pytest.mark.parametrize(
    "text",
    [
        "My mother had osteoporosis",
        "My mother, who is 80, has osteoporosis",
        "My father and his sister both had osteoporosis",
        "Mum's osteoporosis",
        "My wife has osteoporosis",
        "Osteoporosis runs in the family",
        "There is a family history of osteoporosis",
        "Osteoporosis in my mother",
        "The osteoporosis that my mother had",
        "She has osteoporosis",
    ],
)
def test_another_persons_illness_is_not_proposed(text: str) -> None:
    assert "osteoporosis" not in named(text)


@pytest.mark.parametrize(
    "text",
    [
        "Like my mother, I have osteoporosis",
        "My mother had cancer and I have osteoporosis",
        "I have osteoporosis like my mother",
        "My wife says it's my osteoporosis",
        "My husband thinks osteoporosis is the cause",
    ],
)
def test_another_person_in_the_sentence_takes_nothing_away(text: str) -> None:
    assert "osteoporosis" in named(text)


@pytest.mark.parametrize("text", ["My husband can't feel his legs", "He can't feel his legs", "My son's legs are numb"])
def test_in_a_check_about_somebody_else_that_person_is_meant(text: str) -> None:
    assert "leg_numbness" in named(text, of_them=True)
    assert "leg_numbness" not in named(text)


@pytest.mark.parametrize("text", ["His father had osteoporosis", "My wife's mother has osteoporosis"])
def test_in_a_check_about_somebody_else_that_persons_family_is_not_meant(text: str) -> None:
    assert "osteoporosis" not in named(text, of_them=True)


@pytest.mark.parametrize(
    "text", ["I had a seizure years ago", "In 2009 I had a fever", "A fever in 1999", "As a child I had a fever"]
)
def test_what_was_long_ago_is_not_proposed(text: str) -> None:
    assert not {"fever", "seizure_or_shock_onset"} & set(named(text))


@pytest.mark.parametrize("text", ["I had breast cancer in 2009", "Years ago I had breast cancer"])
def test_what_counts_ever_after_is_proposed(text: str) -> None:
    assert "history_cancer" in named(text)


@pytest.mark.parametrize("text", ["It began years ago, and today I have a fever", "Since 2019, a fever again"])
def test_what_is_now_is_proposed_beside_what_was(text: str) -> None:
    assert "fever" in named(text)
