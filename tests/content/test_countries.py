"""What a person reads where they are: no telephone number, no dose and no name of another country."""

import re
from collections.abc import Iterator

import pytest

from midback.engine import assess, case_from
from midback.exchange.told import Item, View, tell
from midback.knowledge import load_knowledge, load_words
from midback.knowledge.advice import Profile
from midback.knowledge.schema import SHELVES
from midback.words import Lay

from .test_reading import lines

KNOWLEDGE = load_knowledge()
PROFILES = tuple(KNOWLEDGE.profiles.values())
ENGLAND_TO_WALES, NORTHERN_IRELAND, STATES, ANY = "uk", "northern_ireland", "us", "international"

NUMBER = re.compile(r"(?<![\d,.-])\d[\d -]*\d(?![\d,.]*\d)(?! ?(?:mg|tablets|hours|days|to\b))")
DOSE = re.compile(r"[\d,]+ mg")
NAMES = {
    "acetaminophen": {STATES, ANY},
    "paracetamol": {ENGLAND_TO_WALES, NORTHERN_IRELAND, ANY},
    "naproxen": {STATES},
    "A&E": {ENGLAND_TO_WALES},
    "NHS": {ENGLAND_TO_WALES},
    "GP": {ENGLAND_TO_WALES, NORTHERN_IRELAND},
    "Samaritans": {ENGLAND_TO_WALES, NORTHERN_IRELAND},
    "Lifeline": {NORTHERN_IRELAND},
    "BSL": {ENGLAND_TO_WALES, NORTHERN_IRELAND},
    "ER": {STATES},
    "emergency room": {STATES},
    "urgent care center": {STATES},
    "provider": {STATES},
    "Poison Help": {STATES},
    "England": {ENGLAND_TO_WALES},
    "Scotland": {ENGLAND_TO_WALES},
    "Wales": {ENGLAND_TO_WALES},
}
"""What goes by another name elsewhere, with the places where it goes by this one."""
TRIED = "numbers"
"""The one item that gives numbers of several countries, for a place that has none of its own."""
DANGERS = ("leg_weakness", "in_danger", "hurt_or_unsafe", "suicidal_thoughts", "paracetamol_overdose", "hurt_in_past")


def own_words(profile: Profile) -> str:
    """Everything that a profile says itself."""
    words = load_words(profile.id)
    said = (words.text(line) for line in lines(profile, "profiles"))
    return " ".join((profile.emergency_number, *said))


def numbers(text: str) -> set[str]:
    """What could be dialled: three digits or more, without what stands between them."""
    found = (re.sub(r"\D", "", one) for one in NUMBER.findall(text))
    return {one for one in found if len(one) >= 3}


def doses(text: str) -> set[str]:
    return set(DOSE.findall(text))


OWN = {profile.id: own_words(profile) for profile in PROFILES}
EVERY_NUMBER = set().union(*map(numbers, OWN.values()))
EVERY_DOSE = set().union(*map(doses, OWN.values()))


def strange(text: str, at: str) -> set[str]:
    """What in a text is another country's."""
    foreign = (numbers(text) & EVERY_NUMBER) - numbers(OWN[at])
    foreign |= (doses(text) & EVERY_DOSE) - doses(OWN[at])
    return foreign | {name for name, there in NAMES.items() if at not in there and re.search(rf"\b{name}s?\b", text)}


def told_by_records(at: str) -> Iterator[tuple[str, str]]:
    """Each sentence for patients in the words of a place, and where it stands; of profiles, its own alone."""
    words = load_words(at)
    for shelf in SHELVES:
        records = getattr(KNOWLEDGE, shelf.name)
        for id in records if shelf.name != "profiles" else (at,):
            for line in every_line(records[id], shelf.name):
                yield line.key, words.text(line)


def every_line(record: object, shelf: str) -> Iterator[Lay]:
    yield from lines(record, shelf)
    yield from (line for name in ("label", "lay") if isinstance(line := getattr(record, name, None), Lay) and line)


def told_by_doors(at: str) -> Iterator[tuple[str, str]]:
    words = load_words(at)
    shelves = {shelf.name for shelf in SHELVES}
    of_patients = {"told", "result", "parts", "check", "stop", "urgency", "limits", "share", "rating"}
    yield from ((key, words.say(key)) for key in words.sentences if key.split(".")[0] in of_patients - shelves)


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.id)
def test_no_record_and_no_door_says_what_is_another_countrys(profile: Profile) -> None:
    said = (*told_by_records(profile.id), *told_by_doors(profile.id))
    assert len(said) > len(KNOWLEDGE.red_flags)
    assert {key: found for key, text in said if (found := strange(text, profile.id))} == {}


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.id)
@pytest.mark.parametrize("present", [DANGERS, ("suicidal_thoughts",), ("hurt_or_unsafe",), ("aching",)], ids=" ".join)
def test_no_page_says_what_is_another_countrys(present: tuple[str, ...], profile: Profile) -> None:
    case = case_from(KNOWLEDGE, present=present, quantities={"age": 44}, profile=profile.id)
    told = tell(assess(KNOWLEDGE, case), KNOWLEDGE, load_words(profile.id))
    texts = [*page(told.stop), *page(told.person)]
    assert texts
    assert {text: found for text in texts if (found := strange(text, profile.id))} == {}


def page(view: View) -> Iterator[str]:
    """What is told on a page, but for the works that it rests on, which have names of their own, and numbers to try."""
    for section in view.sections:
        if section.id == "sources":
            continue
        for group in section.groups:
            yield from (text for item in group.items if item.id != TRIED for text in item_texts(item))


def item_texts(item: Item) -> Iterator[str]:
    yield item.words
    for part in item.parts:
        yield from item_texts(part)


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.id)
def test_who_is_in_need_gets_the_numbers_of_the_place(profile: Profile) -> None:
    case = case_from(KNOWLEDGE, present=DANGERS, quantities={"age": 44}, profile=profile.id)
    words = load_words(profile.id)
    said = " ".join(page(tell(assess(KNOWLEDGE, case), KNOWLEDGE, words).person))
    for name in ("crisis_line", "abuse_line", "poison_line", "deaf_line"):
        assert words.text(profile.words[name]) in said, name


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("Call 911 now.", ENGLAND_TO_WALES),
        ("Call NHS 111 today.", NORTHERN_IRELAND),
        ("Call 0808 2000 247.", NORTHERN_IRELAND),
        ("Call 1-800-222-1222.", ENGLAND_TO_WALES),
        ("Samaritans are on 116 123.", STATES),
        ("Call 999.", ANY),
        ("Or naproxen, 220 mg.", NORTHERN_IRELAND),
        ("No more than 4,000 mg a day.", STATES),
        ("No more than 3,000 mg a day.", ENGLAND_TO_WALES),
        ("Take acetaminophen.", ENGLAND_TO_WALES),
        ("Take paracetamol.", STATES),
        ("Go to the A&E department.", STATES),
        ("Ask your GP.", ANY),
    ],
)
def test_another_countrys_number_dose_or_name_would_be_noticed(text: str, at: str) -> None:
    assert strange(text, at)


@pytest.mark.parametrize("text", ["Within 10 days, or 24 hours.", "About 80 in 100 got better.", "At 38.5 degrees."])
def test_other_figures_are_no_numbers_to_dial(text: str) -> None:
    assert not any(strange(text, profile.id) for profile in PROFILES)
