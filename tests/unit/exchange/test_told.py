"""What is told of a case: how much, in what order, to whom; and that what wasn't said is never told as a no."""

from functools import cache
from pathlib import Path

import pytest

from midback.engine import assess, case_from
from midback.engine.differential import LIKELY
from midback.exchange.told import (
    PARTLY,
    SHORT,
    WELL,
    WHOLE,
    Address,
    Circumstances,
    Group,
    Item,
    Kind,
    Limits,
    Section,
    Told,
    View,
    cuts,
    fit_of,
    tell,
)
from midback.exchange.told.cuts import (
    GROUPS_ON_SCREEN_ALONE,
    IN_A_RECORD,
    ITEMS_ON_SCREEN_ALONE,
    ON_PAPER,
    Room,
    for_clinicians_page,
    for_persons_pages,
)
from midback.exchange.told.limits import USUAL
from midback.knowledge import load_knowledge, load_words
from midback.terms import Answer, Urgency

KNOWLEDGE = load_knowledge()
ACHE = ("aching", "worse_sitting_posture", "pain_medial_scapula", "desk_or_driving_work")
REPORTABLE = tuple(id for id, finding in KNOWLEDGE.findings.items() if finding.reportable and not finding.threshold)
NOBODY = Circumstances()
PRIVATE = [flag.id for flag in KNOWLEDGE.red_flags.values() if flag.private and flag.urgency is Urgency.EMERGENCY_NOW]


@cache
def told_of(*present: str, absent: tuple[str, ...] = (), visit: Circumstances = NOBODY, limits: Limits = USUAL) -> Told:
    case = case_from(KNOWLEDGE, present=present, absent=absent, quantities={"age": 44})
    return tell(assess(KNOWLEDGE, case), KNOWLEDGE, load_words(), visit, limits)


@cache
def well() -> Told:
    """Somebody who denied everything but a short and bearable ache."""
    numbers = {"age": 30, "duration_days": 3, "pain_now": 3, "pain_worst": 3}
    case = case_from(KNOWLEDGE, present=ACHE, absent=set(REPORTABLE) - {*ACHE}, quantities=numbers)
    return tell(assess(KNOWLEDGE, case), KNOWLEDGE, load_words())


def ids(section: Section, group: str) -> list[str]:
    return [item.id for item in section.group(group).items]


@pytest.mark.parametrize("present", [ACHE, ("leg_weakness",), ("fever",), ()])
def test_what_is_likely_is_told_the_likeliest_first(present: tuple[str, ...]) -> None:
    result = assess(KNOWLEDGE, case_from(KNOWLEDGE, present=present, quantities={"age": 44}))
    lines = [line.family.id if line.is_family else line.conditions[0].condition.id for line in result.causes.likely]
    assert ids(told_of(*present).person.section("causes"), "likely") == lines
    assert len(lines) == LIKELY


def test_a_person_is_told_no_number_of_a_cause_in_words_or_picture() -> None:
    for item in told_of("fever", "leg_weakness", *ACHE).person.section("causes").items:
        assert all(part.share is None for part in (item, *item.parts))


def test_all_members_that_may_well_be_it_are_named_and_none_that_cannot() -> None:
    man = case_from(KNOWLEDGE, present=ACHE, absent=("female",), quantities={"age": 34})
    causes = tell(assess(KNOWLEDGE, man), KNOWLEDGE, load_words()).person.section("causes")
    members = {part.id for item in causes.group("likely").items for part in item.all("member")}
    assert {"thoracic_nonspecific_mechanical_pain", "thoracic_muscle_strain", "myofascial_pain_syndrome"} <= members
    assert "pregnancy_related_thoracic" not in members


def test_a_clinician_reads_of_every_cause_that_a_red_flag_points_to() -> None:
    told = told_of("leg_weakness", "fever", "chest_pain", "breathless_new", "not_improving", "lasted_over_a_week")
    whole = [one.rank.condition.id for one in told.telling.assessment.to_rule_out]
    assert len(whole) > USUAL.to_rule_out
    assert ids(told.clinician.section("to_rule_out"), "all") == whole
    assert ids(told.person.section("causes"), "to_rule_out") == whole


def test_how_well_a_group_fits_is_told_by_written_thresholds() -> None:
    assert [fit_of(share) for share in (0.9, WELL, 0.39, PARTLY, 0.09, 0)] == [
        *("well", "well", "partly", "partly", "less", "less")
    ]


def test_what_must_be_ruled_out_comes_first_when_a_red_flag_points_to_it() -> None:
    assert group_order("leg_weakness") == ["to_rule_out", "likely", "others"]
    assert group_order(*ACHE) == ["likely", "others"]


def group_order(*present: str) -> list[str]:
    return [group.id for group in told_of(*present).person.section("causes").groups if group]


def test_every_family_is_told_somewhere() -> None:
    causes = told_of(*ACHE).person.section("causes")
    listed = {KNOWLEDGE.conditions[id].family if id in KNOWLEDGE.conditions else id for id in ids(causes, "likely")}
    assert {*listed, *ids(causes, "others")} == {*KNOWLEDGE.families, "something_else"}


def test_a_clinician_reads_of_the_same_causes_as_the_person() -> None:
    told = told_of(*ACHE)
    assert ids(told.clinician.section("causes"), "all") == ids(told.person.section("causes"), "likely")


def test_no_danger_sign_is_told_only_where_the_case_is_settled() -> None:
    assert ids(well().person.section("why"), "main") == ["none_settled"]
    assert ids(told_of(*ACHE).person.section("why"), "main") == ["none_open"]
    assert not told_of(*ACHE).settled


def test_what_was_not_asked_is_told_as_not_known_and_never_as_a_no() -> None:
    told = told_of(*ACHE)
    unknown = [item.id for item in told.person.section("open").items]
    assert unknown
    reasons = [part for item in told.person.section("causes").items for part in item.all(Kind.FOR, Kind.AGAINST)]
    assert {part.answer for part in reasons} <= {Answer.PRESENT, Answer.ABSENT}
    assert not {part.id for part in reasons} & {*unknown}
    assert ids(told.clinician.section("denied"), "all") == ["none"]


def test_the_most_urgent_reasons_come_first_and_the_rest_stand_aside() -> None:
    why = told_of("leg_weakness", "not_improving", "lasted_over_a_week").person.section("why")
    assert {item.urgency for item in why.group("main").items} == {Urgency.EMERGENCY_NOW}
    assert all((item.urgency or 0) < Urgency.EMERGENCY_NOW for item in why.group("lesser").items)
    assert why.group("lesser").aside


def test_signs_to_watch_for_come_by_urgency() -> None:
    levels = [group.urgency for group in told_of(*ACHE).person.section("sooner").groups]
    assert len(levels) > 1
    assert levels == sorted(levels, key=lambda urgency: -(urgency or 0))


def test_the_first_signs_are_few_and_all_call_for_the_same() -> None:
    sooner = told_of(*ACHE).person.section("sooner")
    first = sooner.groups[0]
    assert first.id == "first"
    assert 1 <= len(first.items) <= USUAL.first_signs
    assert {item.urgency for item in first.items} == {Urgency.EMERGENCY_NOW}
    assert len(sooner.items) == len(
        assess(KNOWLEDGE, case_from(KNOWLEDGE, present=ACHE, quantities={"age": 44})).safety_net.watch
    )


def test_a_sign_that_is_meant_for_this_person_is_among_the_first() -> None:
    on_chemotherapy = told_of(*ACHE, "chemotherapy_now").person.section("sooner").groups[0]
    assert any("chemotherapy" in item.words for item in on_chemotherapy.items)
    assert all("chemotherapy" not in item.words for item in told_of(*ACHE).person.section("sooner").groups[0].items)


def test_it_speaks_to_the_person_or_about_somebody_else() -> None:
    you, they = (told_of(*ACHE, visit=Circumstances(address=one)).person.section("why") for one in Address)
    assert "you said" in you.groups[0].items[0].words
    assert "you" not in they.groups[0].items[0].words


def test_a_link_leads_to_the_question_that_settles_what_is_open() -> None:
    for item in told_of(*ACHE).person.section("open").group("urgent").items:
        assert item.id in KNOWLEDGE.questions[item.question].findings


def test_a_list_that_is_cut_says_how_many_are_left() -> None:
    usual, whole = (told_of(*ACHE, limits=limits).person.section("open").group("urgent") for limits in (USUAL, WHOLE))
    assert usual.left == len(whole.items) - len(usual.items) > 0
    assert whole.left == 0


@pytest.mark.parametrize("section", ["why", "sooner", "plan"])
@pytest.mark.parametrize("id", ["day", "rests_on", "contradictions", "where"])
def test_a_record_called_like_something_on_the_screen_alone_stands_on_paper(section: str, id: str) -> None:
    group = Group("fits" if section == "plan" else "main", (Item(id, "What a record says.", Kind.LINE),))
    paper = for_persons_pages(View((Section(section, "", (group,)),)), Room())
    assert [item.id for item in paper.section(section).items] == [id]


def test_every_id_that_a_cut_names_is_made_by_telling() -> None:
    folder = Path(cuts.__file__).parent
    made = "".join(file.read_text("utf-8") for file in folder.glob("*.py") if file.name != "cuts.py")
    left = [*ITEMS_ON_SCREEN_ALONE.values(), *GROUPS_ON_SCREEN_ALONE.values(), IN_A_RECORD, ON_PAPER]
    assert [id for ids in left for id in ids if f'"{id}"' not in made] == []


def test_the_short_form_keeps_when_to_stop_and_drops_the_steps() -> None:
    told = told_of(*ACHE, absent=tuple(id for id in REPORTABLE if id not in ACHE), limits=SHORT)
    exercises = told.person.section("plan").group("exercises").items
    assert exercises
    assert all(item.said(Kind.LIMIT) and not item.all(Kind.STEP) for item in exercises)


def test_only_an_emergency_has_a_stop_view() -> None:
    assert not told_of(*ACHE).stop.sections
    assert [section.id for section in told_of("leg_weakness").stop.sections] == ["order", "say", "now", "cannot", "why"]


@pytest.mark.parametrize("private", PRIVATE)
def test_where_somebody_near_may_be_the_danger_nothing_is_read_out_or_shown(private: str) -> None:
    flag = KNOWLEDGE.red_flags[private]
    present = next(example.present for example in flag.examples if example.expect.value == "present")
    stop = told_of(*present).stop
    assert private in ids(stop.section("order"), "private")
    assert {section.id for section in stop.sections} <= {"order", "why"}
    assert private not in ids(stop.section("why"), "main")


def test_who_must_be_seen_today_is_given_no_plan_for_home() -> None:
    assert not told_of("leg_weakness").person.section("plan")


@pytest.mark.parametrize("part", ["for-clinician", "for-you", "at-home"])
def test_less_room_tells_less_of_one_part_and_never_nothing_of_what_matters(part: str) -> None:
    room = Room()
    for _ in range(30):
        room = room.less(part)
    told = told_of("leg_weakness", "severe_7plus")
    person, clinician = for_persons_pages(told.person, room), for_clinicians_page(told.clinician, room)
    assert all(section for section in person.sections)
    assert clinician.section("raised").items
    assert room != Room()


def test_nothing_of_a_whole_is_left_out() -> None:
    told = told_of(*ACHE, limits=WHOLE)
    assert all(section.left == 0 for section in told.person.sections)
    assert len(told.person.section("causes").group("likely").items) > len(KNOWLEDGE.families)
