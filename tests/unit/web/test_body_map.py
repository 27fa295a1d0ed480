"""The body map: every place is a box, a finding and a drawing, and means no more than the person said."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.datastructures import FormData

import midback.web
from midback.encounter import Encounters, open_encounters
from midback.engine import Said, case_from, triage
from midback.knowledge import load_knowledge, load_words
from midback.terms import Answer, Urgency
from midback.web.check import body_map
from midback.web.kit.render import Renderer

KNOWLEDGE = load_knowledge()
WORDS = load_words()
QUESTION = KNOWLEDGE.questions["where_worst"]
MAP = body_map.BodyMap(KNOWLEDGE.questions["where_most"], KNOWLEDGE.questions["where_spread"])
PLACES = [option.id for option in MAP.worst.options]
SHAPES = Renderer(KNOWLEDGE, WORDS).templates("us").get_template("body_map/shapes.html").module.places  # type: ignore[attr-defined]  # Jinja makes a template's names at run time
STATIC = Path(midback.web.__file__).parent / "static"
STYLES = (STATIC / "body_map.css").read_text(encoding="utf-8")
COARSE = {
    "pain_upper_thoracic",
    "pain_middle_thoracic",
    "pain_lower_thoracic",
    "pain_left_side",
    "pain_right_side",
    "pain_midline",
    "pain_paraspinal",
    "pain_medial_scapula",
    "pain_shoulder_blade",
    "pain_shoulder_top",
    "pain_ribs_side",
    "flank_pain",
    "pain_localised_one_spot",
    "neck_pain",
    "low_back_pain",
    "widespread_pain",
}
NEVER_DRAWN = {
    "shoulder_tip_pain",
    "shoulder_tip_left",
    "ruq_pain",
    "luq_pain",
    "epigastric_through",
    "jaw_or_arm_spread",
    "both_arms_spread",
    "arm_symptoms",
    "radiates_to_groin",
    "chest_pressure_now",
    "lower_abdominal_pain",
}


def findings(*chosen: str, not_sure: bool = False) -> dict[str, Answer]:
    case = case_from(KNOWLEDGE, responses={QUESTION.id: Said(chosen, not_sure=not_sure)})
    return {id: case.findings[id] for id in KNOWLEDGE.findings}


def points(figure: str, place: str) -> list[tuple[float, float]]:
    found = re.findall(r"([\d.]+) ([\d.]+)", SHAPES[figure][place][0])
    return [(float(x), float(y)) for x, y in found]


def test_the_map_is_on_the_page_of_the_question_that_declares_its_marks() -> None:
    assert body_map.map_of(KNOWLEDGE, QUESTION) == MAP
    assert all(body_map.page_with(KNOWLEDGE, mark) == QUESTION for mark in (MAP.worst, MAP.spread))
    assert body_map.map_of(KNOWLEDGE, MAP.worst) is None
    assert body_map.page_with(KNOWLEDGE, QUESTION) is None


def test_there_are_27_places_behind_and_16_in_front() -> None:
    assert [sum(place.startswith(view) for place in PLACES) for view in ("back", "front")] == [27, 16]


def test_each_place_is_an_option_that_sets_its_own_finding_and_no_other() -> None:
    sets = {option.id: (option.present, option.absent) for option in QUESTION.options}
    assert {place: sets[place] for place in PLACES} == {place: ((f"region_{place}",), ()) for place in PLACES}


def test_the_page_and_its_marks_offer_the_same_places_in_the_same_words() -> None:
    words = [(option.id, WORDS.text(option.label)) for option in QUESTION.options if option.id in PLACES]
    for mark in (MAP.worst, MAP.spread):
        assert [(option.id, WORDS.text(option.label)) for option in mark.options] == words
        assert not mark.findings


@pytest.mark.parametrize("figure", ["a", "b"])
def test_each_place_is_drawn_on_both_figures(figure: str) -> None:
    assert list(SHAPES[figure]) == PLACES


@pytest.mark.parametrize("figure", ["a", "b"])
@pytest.mark.parametrize("place", [place for place in PLACES if place.endswith("_left")])
def test_left_is_the_persons_own(figure: str, place: str) -> None:
    middles = [200 - x if place.startswith("back") else x - 200 for x, _ in points(figure, place)]
    assert min(middles) >= 0
    other = points(figure, place.removesuffix("_left") + "_right")
    assert sorted((400 - x, y) for x, y in other) == sorted(points(figure, place))


@pytest.mark.parametrize("place", PLACES)
def test_each_place_lights_up_without_a_script(place: str) -> None:
    for kind, lit in (("choice", "on"), ("most", "worst"), ("spread", "reached")):
        assert f"form:has(#{kind}-{place}:checked) .{lit}-{place}" in STYLES


def test_the_script_is_small() -> None:
    assert (STATIC / "body_map.js").stat().st_size < 8000


def test_what_could_be_said_before_can_still_be_said() -> None:
    assert QUESTION.findings >= COARSE


@pytest.mark.parametrize(
    ("place", "implied"),
    [
        ("back_spine_middle", {"pain_midline", "pain_middle_thoracic"}),
        ("back_beside_upper_left", {"pain_paraspinal", "pain_medial_scapula", "pain_upper_thoracic"}),
        ("back_ribs_right", {"pain_ribs_side", "pain_lower_thoracic"}),
        ("back_flank_left", {"flank_pain"}),
        ("back_shoulder_top_right", {"pain_shoulder_top"}),
        ("front_breastbone", {"chest_pain"}),
        ("front_lower_chest_right", set()),
        ("front_jaw_throat", set()),
    ],
)
def test_a_place_implies_the_coarse_site_it_lies_in(place: str, implied: set[str]) -> None:
    present = {id for id, answer in findings(place).items() if answer is Answer.PRESENT}
    assert present == {f"region_{place}"} | implied


def test_no_place_says_more_than_the_person_did() -> None:
    present = {id for id, answer in findings(*PLACES).items() if answer is Answer.PRESENT}
    assert present.isdisjoint(NEVER_DRAWN)


@pytest.mark.parametrize("chosen", [*((place,) for place in PLACES), tuple(PLACES)], ids=lambda chosen: chosen[0])
def test_no_place_by_itself_and_not_all_together_are_an_emergency(chosen: tuple[str, ...]) -> None:
    case = case_from(KNOWLEDGE, responses={QUESTION.id: Said(chosen)})
    assert triage(KNOWLEDGE, case.findings).urgency <= Urgency.WITHIN_DAYS


def test_an_untouched_place_rules_out_nothing_that_other_pages_ask() -> None:
    known = findings("back_neck")
    assert known["pain_midline"] is Answer.ABSENT
    assert {known[id] for id in {"chest_pain", "abdominal_pain", *NEVER_DRAWN}} == {Answer.UNKNOWN}


def test_not_sure_beside_a_place_leaves_the_others_unknown() -> None:
    known = findings("back_spine_middle", not_sure=True)
    assert known["pain_midline"] is Answer.PRESENT
    assert known["flank_pain"] is known["region_back_neck"] is Answer.UNKNOWN


def form(*fields: tuple[str, str]) -> FormData:
    return FormData(list(fields))


def test_the_worst_place_and_the_spread_count_only_beside_a_ticked_box() -> None:
    sent = form(
        ("choice", "back_neck"),
        ("choice", "back_ribs_left"),
        ("choice", "upper"),
        ("most", "back_ribs_left"),
        ("spread", "back_neck"),
        ("spread", "back_ribs_left"),
        ("spread", "back_flank_left"),
    )
    assert MAP.read(sent) == body_map.Marks("back_ribs_left", frozenset({"back_neck"}))


def test_nobody_is_given_a_worst_place_of_several() -> None:
    sent = form(("choice", "back_neck"), ("choice", "back_ribs_left"), ("most", "back_flank_left"))
    assert MAP.read(sent) == body_map.Marks()


def test_a_single_place_is_the_worst() -> None:
    assert MAP.read(form(("choice", "back_neck"), ("choice", "upper"))).most == "back_neck"


@pytest.fixture
def encounters(tmp_path: Path) -> Iterator[Encounters]:
    opened = open_encounters(f"sqlite:///{tmp_path / 'midback.db'}", KNOWLEDGE)
    yield opened
    opened.close()


def test_marks_are_recorded_and_taken_back(encounters: Encounters) -> None:
    token = encounters.begin().token
    both = (("choice", "back_neck"), ("choice", "back_ribs_left"))
    MAP.record(encounters.open(token), form(*both, ("most", "back_neck"), ("spread", "back_ribs_left")))
    marks = MAP.again(encounters.find(token).responses)
    assert marks == body_map.Marks("back_neck", frozenset({"back_ribs_left"}))
    MAP.record(encounters.open(token), form(*both))
    assert not encounters.find(token).responses
