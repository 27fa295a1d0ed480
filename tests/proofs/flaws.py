"""Flaws of every kind, each planted in one record of the loaded knowledge, and the proof that must name it."""

from dataclasses import replace
from typing import Any

from tests.proofs.planting import (
    Flaw,
    Plant,
    danger,
    flag,
    no_page_for_open_flags,
    not_by_default,
    option,
    record,
    unknown_is_no,
    with_shelf,
    without,
)

from midback.knowledge import KnowledgeBase
from midback.terms import Urgency

HOME, ROUTINE, DAYS, TODAY, NOW = Urgency


def profile(**changes: Any) -> Plant:
    return record("profiles", "international", **changes)


def lowered(id: str, urgency: Urgency) -> Plant:
    return record("red_flags", id, urgency=urgency)


def forgotten(narrow: str, wide: str) -> Plant:
    """What a finding implies is left out of the table that everything reads."""
    return lambda knowledge: replace(
        knowledge, version="planted", wider={**knowledge.wider, narrow: knowledge.wider[narrow] - {wide}}
    )


def suspected_of_everybody(knowledge: KnowledgeBase) -> KnowledgeBase:
    """A dangerous cause is acted on however unlikely it is, as soon as something speaks for it."""
    acted_on = {
        id: replace(one, action=replace(one.action, probability=0.0))
        for id, one in knowledge.conditions.items()
        if one.action and one.urgency is NOW
    }
    return replace(knowledge, conditions={**knowledge.conditions, **acted_on})


def no_advice(knowledge: KnowledgeBase) -> KnowledgeBase:
    advice = knowledge.profiles["international"].advice
    return profile(advice={urgency: one for urgency, one in advice.items() if urgency is not HOME})(knowledge)


def no_screen(knowledge: KnowledgeBase) -> KnowledgeBase:
    questions = {id: replace(one, emergency=False) for id, one in knowledge.questions.items()}
    return with_shelf(knowledge, "questions", questions)


FLAWS = [
    # A danger escapes: its flag is lowered, gone, or asks for one thing more than a person in danger would tick.
    Flaw("lowered to a routine visit", "danger", "weight_loss", lowered("weight_loss", ROUTINE)),
    Flaw("lowered from now to today", "danger", "cord_injury_with_headache", lowered("cord_injury_storm", TODAY)),
    Flaw("lowered from today to days", "danger", "band_pain_that_worsens", lowered("band_pain_with_warning", DAYS)),
    Flaw("lowered for a child", "danger", "back_pain_under_10", lowered("child_with_warning_signs", DAYS)),
    Flaw("lowered for cancer", "danger", "cancer_with_new_thoracic_pain", lowered("cancer_with_suspicious_pain", DAYS)),
    Flaw("flag gone", "danger", "baby_with_fever", without("red_flags", "baby_with_fever")),
    Flaw("flag of an examination gone", "danger", "babinski_found", without("red_flags", "cord_signs_on_examination")),
    Flaw("flag of a test gone", "danger", "blood_test_emergency", without("red_flags", "blood_test_emergency")),
    Flaw(
        "flag of a blood thinner gone",
        "danger",
        "anticoagulant_with_arm_weakness",
        without("red_flags", "anticoagulant_with_nerve_signs"),
    ),
    Flaw("flag of bowel and lung gone", "danger", "cholangitis_triad", without("red_flags", "cholangitis_signs")),
    Flaw(
        "one finding too many",
        "danger",
        "chest_pressure_now",
        record("red_flags", "chest_pressure_now", when={"all": ["chest_pressure_now", "sweating_pain"]}),
    ),
    Flaw(
        "hangs on a second box",
        "danger",
        "clonus_found",
        record("red_flags", "cord_signs_on_examination", when={"all": ["clonus", "gait_abnormal"]}),
    ),
    Flaw(
        "two asked for where one is enough",
        "danger",
        "both_legs_painful_new",
        record(
            "red_flags",
            "trunk_or_both_leg_numbness",
            when={"at_least": 2, "of": ["bilateral_leg_pain", "leg_numbness_both", "trunk_numb_below_line"]},
        ),
    ),
    Flaw(
        "danger that no flag answers",
        "danger",
        "planted",
        danger({"all": ["stomach_ulcer_history", "meal_related"]}, TODAY),
    ),
    # Somebody harmless is sent too high.
    Flaw("ache at a desk", "calm", "raised by planted", flag({"all": ["aching", "worse_sitting_posture"]}, TODAY)),
    Flaw("old ache", "calm", "old_ache_known_to_a_doctor", flag("stable_long_standing", DAYS)),
    Flaw("pregnancy by itself", "calm", "pregnant_with_a_posture_ache", flag("pregnant_20_or_more", TODAY)),
    Flaw("age by itself", "calm", "60 years", flag("age_over_60", DAYS)),
    Flaw("sex by itself", "calm", "female", flag({"all": ["female", "aching"]}, DAYS)),
    Flaw("suspicion at any likelihood", "calm", "suspected: ", suspected_of_everybody),
    Flaw("said no to everything", "calm", "raised by planted", flag({"not": "fever"}, DAYS)),
    # A step falls, or a graver one doesn't rise, or what calms raises.
    Flaw("weak legs no more urgent than tingling", "ladder", "ache_to_weak_legs", lowered("leg_weakness", TODAY)),
    Flaw("fever no more urgent than an ache", "ladder", "fever_on_an_ache", without("red_flags", "fever")),
    Flaw("getting better alarms", "ladder", "known_ache_that_settles", flag({"all": ["aching", "settling"]}, DAYS)),
    Flaw(
        "one fact more lowers",
        "ladder",
        "cancer_behind_an_ache",
        flag({"all": ["history_cancer", {"not": "active_cancer"}, "pain_middle_thoracic"]}, NOW),
    ),
    # A flag that nobody can raise.
    Flaw("age that nobody has", "raisable", "planted", flag({"all": ["age_over_50", {"not": "age_over_40"}]}, ROUTINE)),
    Flaw("fever and no fever", "raisable", "planted", flag({"all": ["fever", {"not": "fever"}]}, TODAY)),
    Flaw(
        "narrow without its wide",
        "raisable",
        "planted",
        flag({"all": ["leg_numbness_both", {"not": "leg_numbness"}]}, TODAY),
    ),
    # One fact more lowers.
    Flaw(
        "excused by desk work",
        "monotone",
        "desk_or_driving_work",
        flag({"all": ["aching", {"not": "desk_or_driving_work"}]}, ROUTINE),
        flags=("leg_weakness", "weight_loss", "planted"),
    ),
    Flaw(
        "excused by a graver qualifier",
        "monotone",
        "active_cancer",
        flag({"all": ["history_cancer", {"not": "active_cancer"}]}, DAYS),
        flags=("leg_weakness", "weight_loss", "planted"),
    ),
    Flaw("raised by an absence", "monotone", "fever", flag({"not": "fever"}, DAYS), flags=("leg_weakness", "planted")),
    # A narrower finding isn't read as the wider, or is taken more lightly.
    Flaw("wider finding forgotten", "narrower", "active_cancer", forgotten("active_cancer", "history_cancer")),
    Flaw("wider number forgotten", "narrower", "age_over_75", forgotten("age_over_75", "age_over_50")),
    Flaw(
        "chain of wider findings cut",
        "narrower",
        "myeloma_or_bone_cancer",
        forgotten("myeloma_or_bone_cancer", "history_cancer"),
    ),
    # Milder pain demands more.
    Flaw("mild pain alarms", "scale", "pain_worst from 4", flag("mild_to_3", TODAY), flags=("leg_weakness", "planted")),
    Flaw(
        "only middling pain counts",
        "scale",
        "pain_worst from 7",
        flag({"all": ["pain_5_or_more", {"not": "severe_7plus"}]}, TODAY),
        flags=("leg_weakness", "planted"),
    ),
    # One finding decides alone, and no rule says so.
    Flaw(
        "a finding that implies the rest", "alone", "planted", flag({"all": ["history_cancer", "active_cancer"]}, TODAY)
    ),
    Flaw("a declaration that is gone", "alone", "severe_pain", record("red_flags", "severe_pain", alone=())),
    Flaw("a declaration that is stale", "alone", "leg_weakness", record("red_flags", "leg_weakness", alone=("fever",))),
    # What is settled changes; unknown is taken for no.
    Flaw(
        "unknown is taken for no",
        "settled",
        "never taken for no",
        lambda knowledge: knowledge,
        flags=("leg_weakness", "thunderclap_pain", "weight_loss"),
        code=unknown_is_no,
    ),
    Flaw(
        "a `not` is taken for granted",
        "settled",
        "never taken for no",
        flag({"all": ["aching", {"not": "desk_or_driving_work"}]}, ROUTINE),
        flags=("leg_weakness", "weight_loss", "planted"),
        code=not_by_default,
    ),
    # Somebody gets no advice, or home while something is open.
    Flaw("floor at a routine visit", "disposition", "international", profile(floor=ROUTINE)),
    Flaw("floor at home", "disposition", "international", profile(floor=HOME)),
    Flaw("no safety net", "disposition", "self_care", without("safety_netting", HOME)),
    Flaw("no advice", "disposition", "international: self_care", no_advice),
    # The interview doesn't lead there.
    Flaw(
        "nothing is asked for open flags",
        "reached",
        "emergency ",
        lambda knowledge: knowledge,
        flags=("fever_with_infection_risk", "late_pregnancy_signs", "giant_cell_arteritis_signs"),
        code=no_page_for_open_flags,
    ),
    Flaw(
        "box lost on the screen",
        "reached",
        "leg_weakness",
        option("emergency_nerves", "leg_weakness", present=("aching",)),
        flags=("leg_weakness", "weight_loss"),
    ),
    Flaw("no screen", "screen", "emergency screen", no_screen),
    Flaw(
        "screen for some", "screen", "emergency_screen", record("questions", "emergency_screen", when="new_back_pain")
    ),
    Flaw("option lost", "asked", "stomach_ulcer_history", option("organs", "ulcer", present=("psoriasis",))),
    Flaw("option of a flag lost", "asked", "weight_loss", option("ill", "weight", present=("unwell",))),
    Flaw("page for some", "asked", "fever", record("questions", "ill", when="new_back_pain")),
    Flaw("question dropped", "asked", "age_", record("questions", "age", quantity="pain_now")),
    # Somebody who is well is alarmed.
    Flaw("no ache", "well", "planted", flag({"not": "aching"}, ROUTINE)),
    Flaw("neither of two", "well", "planted", flag({"all": [{"not": "fever"}, {"not": "aching"}]}, TODAY)),
]
