"""The examination: what the evidence names has a record, and a clinician's numbers reach the red flags."""

from itertools import pairwise

import pytest

from midback.engine.case import case_from
from midback.engine.differential import rank
from midback.engine.red_flags import triage
from midback.knowledge import load_knowledge, load_words
from midback.knowledge.base import FindingKind
from midback.terms import Answer, Confirmed, EvidenceKind

KNOWLEDGE = load_knowledge()
WORDS = load_words()

# Each finding of the examination in the collected evidence, and where its record is.
NAMED_BY_THE_EVIDENCE = {
    "spinous_percussion": ["spinous_percussion_pain"],
    "supine_sign": ["supine_intolerance"],
    "bpit": ["lying_rolling_rising_pain"],
    "fb_supine": ["supine_forward_bend_pain"],
    "midline_palpation": ["midline_bony_tenderness"],
    "paraspinal_palpation": ["paraspinal_tenderness", "trigger_point"],
    "thoracic_rotation": ["rotation_restricted", "rotation_left_limited", "rotation_right_limited"],
    "thoracic_flexion_extension": ["flexion_limited", "extension_restricted", "side_bend_limited"],
    "pa_springing": ["pa_spring_pain"],
    "rib_spring": ["rib_spring_pain"],
    "strength_mrc": ["motor_deficit_leg", "arm_weakness_exam", "hand_grip_reduced", "trunk_curl_weak"],
    "reflexes": ["hyperreflexia", "leg_reflex_reduced", "arm_reflex_reduced", "abdominal_reflex_absent"],
    "babinski": ["babinski"],
    "clonus": ["clonus"],
    "gait": ["gait_abnormal", "gait_spastic", "gait_ataxic", "tandem_walk_failed", "walk_impossible"],
    "sensory_level": ["sensory_level", "dermatomal_sensory_loss", "leg_sensory_loss_exam"],
    "perianal": ["perianal_sensation_reduced", "reduced_anal_tone"],
    "bladder_scan": ["pvr_over_200"],
    "wall_occiput": ["wall_occiput_gap"],
    "rib_pelvis": ["rib_pelvis_narrow"],
    "arm_span": ["arm_span_over_height"],
    "adams": ["rib_hump", "scoliometer_raised"],
    "kyphosis_prone": ["kyphosis_rigid"],
    "chest_expansion": ["chest_expansion_low"],
    "spurling": ["spurling_positive"],
    "ultt": ["ultt_positive"],
    "scapular_motion": ["scapular_winging_exam", "scapular_crepitus_exam"],
    "vitals": ["fever_measured", "tachycardia", "hypotension", "tachypnoea", "hypoxia", "bp_arm_difference"],
    "skin_look": ["vesicular_rash", "contusion", "scar_trunk"],
    "cook_myelopathy": ["hoffmann_sign", "inverted_supinator_sign"],
    "wainner_radic": ["neck_distraction_relief", "neck_rotation_limited"],
    "visceral": [
        "tactile_fremitus_reduced", "chest_expansion_uneven", "egophony", "third_heart_sound", "pulse_deficit",
        "flank_mass", "guarding_or_rebound", "cervical_motion_tenderness", "adnexal_mass", "adnexal_tenderness",
    ],
}  # fmt: skip

WORKING_ORDER = [
    "exam_1_vitals",
    "exam_2_look_gait",
    "exam_3_movement",
    "exam_4_palpation",
    "exam_5_strength",
    "exam_6_reflexes",
    "exam_7_sensation",
    "exam_8_chest_abdomen",
    "exam_9_tests",
    "exam_body",
    "exam_chest_belly",
    "exam_nerves",
    "exam_posture",
]

# A number, the finding that it makes, the red flag that this raises by itself, and a number that makes it absent.
NUMBERS = [
    ("leg_power", 4, "motor_deficit_leg", "cord_signs_on_examination", 5),
    ("leg_power_left", 4, "motor_deficit_leg", "cord_signs_on_examination", None),
    ("leg_power_right", 0, "motor_deficit_leg", "cord_signs_on_examination", None),
    ("clonus_beats", 4, "clonus", "cord_signs_on_examination", 3),
    ("leg_reflex", 4, "clonus", "cord_signs_on_examination", None),
    ("leg_reflex", 3, "hyperreflexia", "possible_cord_irritation", 2),
    *[("sensory_level_t", level, "sensory_level", "cord_signs_on_examination", 0) for level in range(1, 13)],
    *[("strip_dermatome", level, "dermatomal_sensory_loss", "nerve_root_symptoms", 0) for level in range(1, 13)],
    ("residual_volume", 201, "pvr_over_200", "cord_signs_on_examination", 200),
    ("arm_power", 4.5, "arm_weakness_exam", "arm_weakness", 5),
    ("arm_power_left", 3, "arm_weakness_exam", "arm_weakness", None),
    ("arm_power_right", 3, "arm_weakness_exam", "arm_weakness", None),
    ("hand_grip", 4, "arm_weakness_exam", "arm_weakness", None),
    ("temperature", 38, "fever_measured", "fever", 37.9),
    ("temperature", 35.5, "temperature_low", "looks_or_feels_very_ill", 36),
    ("heart_rate", 131, "tachycardia_130", "dangerous_vital_signs", 130),
    ("systolic_bp", 90, "hypotension", "dangerous_vital_signs", 91),
    ("respiratory_rate", 25, "tachypnoea_25", "dangerous_vital_signs", 24),
    ("oxygen_saturation", 92, "hypoxia", "dangerous_vital_signs", 93),
    ("bp_arm_difference", 20, "pulse_deficit_or_bp_difference", "collapse_or_circulation_signs", None),
]

# A sign, and the red flag that it raises by itself.
SIGNS = [
    ("walk_impossible", "cord_signs_on_examination"),
    ("perianal_sensation_reduced", "cord_signs_on_examination"),
    ("leg_sensory_loss_exam", "possible_cord_irritation"),
    ("gait_spastic", "possible_cord_irritation"),
    ("gait_ataxic", "possible_cord_irritation"),
    ("tandem_walk_failed", "possible_cord_irritation"),
    ("trunk_curl_weak", "nerve_root_symptoms"),
    ("spinal_step_exam", "spine_bone_signs"),
    ("guarding_or_rebound", "bleeding_or_rigid_abdomen"),
    ("pulse_deficit", "collapse_or_circulation_signs"),
]

# Accuracy that the evidence gives: condition, finding, ratio present, ratio absent, source.
ACCURACY = [
    ("osteoporotic_vertebral_fracture", "spinous_percussion_pain", 8.8, 0.14, "langdon2010"),
    ("osteoporotic_vertebral_fracture", "supine_intolerance", 12.2, 0.2, "langdon2010"),
    ("osteoporotic_vertebral_fracture", "lying_rolling_rising_pain", 3.1, 0.013, "jin2020"),
    ("osteoporotic_vertebral_fracture", "supine_forward_bend_pain", 3.1, 0.13, "jung2022"),
    ("osteoporotic_vertebral_fracture", "wall_occiput_gap", 4.6, None, "green2004"),
    ("osteoporotic_vertebral_fracture", "rib_pelvis_narrow", 3.8, None, "green2004"),
    ("osteoporotic_vertebral_fracture", "arm_span_over_height", 1.8, 0.29, "foc2008"),
    ("vertebral_osteomyelitis_discitis", "spinous_percussion_pain", 2.15, 0.23, "deyo1992"),
    ("thoracic_vertebral_fracture_traumatic", "midline_bony_tenderness", 3.35, 0.57, "langdorf2014"),
    ("adolescent_idiopathic_scoliosis", "rib_hump", 12.9, 0.17, "karachalios1999"),
    ("adolescent_idiopathic_scoliosis", "scoliometer_raised", 4.5, 0.12, "karachalios1999"),
    ("axial_spondyloarthritis", "chest_expansion_low", 1.8, 0.95, "asas2009_table"),
    ("cervical_radiculopathy_scapular", "spurling_positive", 3.5, 0.58, "wainner2003"),
    ("cervical_radiculopathy_scapular", "ultt_positive", 1.24, 0.14, "wainner2003"),
    ("cauda_equina_syndrome", "perianal_sensation_reduced", 1.8, 0.6, "ces334"),
    ("pleural_effusion_empyema", "chest_expansion_uneven", 8.1, None, "wong2009_tab"),
    ("pleural_effusion_empyema", "tactile_fremitus_reduced", None, 0.21, "wong2009"),
    ("pneumonia", "egophony", 6.17, None, "ebell2020"),
    ("acute_coronary_syndrome", "third_heart_sound", 3.2, None, "panju1998"),
    ("ectopic_pregnancy", "cervical_motion_tenderness", 4.9, None, "crochet2013"),
    ("ectopic_pregnancy", "adnexal_mass", 2.4, None, "crochet2013"),
    ("ectopic_pregnancy", "adnexal_tenderness", 1.9, None, "crochet2013"),
]


def _raised(**given: object) -> set[str]:
    case = case_from(KNOWLEDGE, **given)  # type: ignore[arg-type]  # fields named by the test
    return {flag.id for flag in triage(KNOWLEDGE, case.findings, examined=True).raised}


def _examination() -> list[str]:
    return [id for id, finding in KNOWLEDGE.findings.items() if finding.topic.startswith("exam_")]


@pytest.mark.parametrize("named", NAMED_BY_THE_EVIDENCE)
def test_every_finding_that_the_evidence_names_has_a_record_for_clinicians(named: str) -> None:
    for id in NAMED_BY_THE_EVIDENCE[named]:
        assert id in KNOWLEDGE.findings
        assert id in KNOWLEDGE.clinician_only


def test_the_sheets_follow_the_order_in_which_a_clinician_works() -> None:
    topics = [KNOWLEDGE.findings[id].topic for id in _examination()]
    assert list(dict.fromkeys(topics)) == WORKING_ORDER
    assert all(one <= next for one, next in pairwise(topics))


def test_every_sign_stands_on_a_sheet_of_the_examination_and_says_how_to_find_it() -> None:
    signs = [finding for finding in KNOWLEDGE.findings.values() if finding.kind is FindingKind.SIGN]
    assert {sign.id for sign in signs} == set(_examination())
    assert [sign.id for sign in signs if len(WORDS.text(sign.note).split()) < 8] == []


def test_every_number_that_is_measured_makes_a_finding_for_clinicians() -> None:
    makes = {
        finding.threshold.quantity: id
        for id, finding in KNOWLEDGE.findings.items()
        if finding.threshold and id in KNOWLEDGE.clinician_only
    }
    measured = {id for id, quantity in KNOWLEDGE.quantities.items() if not quantity.reportable}
    assert set(makes) == measured


@pytest.mark.parametrize(("quantity", "number", "finding", "flag", "healthy"), NUMBERS)
def test_a_number_makes_its_finding_and_raises_its_red_flag(
    quantity: str, number: float, finding: str, flag: str, healthy: float | None
) -> None:
    assert case_from(KNOWLEDGE, quantities={quantity: number}).findings[finding] is Answer.PRESENT
    assert flag in _raised(quantities={quantity: number})
    if healthy is not None:
        assert case_from(KNOWLEDGE, quantities={quantity: healthy}).findings[finding] is Answer.ABSENT
        assert flag not in _raised(quantities={quantity: healthy})


def test_full_power_of_one_leg_says_nothing_of_the_other() -> None:
    findings = case_from(KNOWLEDGE, quantities={"leg_power_left": 5}).findings
    assert findings["leg_power_left_reduced"] is Answer.ABSENT
    assert findings["motor_deficit_leg"] is Answer.UNKNOWN


def test_full_power_of_both_legs_together_clears_either_side() -> None:
    findings = case_from(KNOWLEDGE, quantities={"leg_power": 5}).findings
    assert findings["leg_power_left_reduced"] is Answer.ABSENT
    assert findings["leg_power_right_reduced"] is Answer.ABSENT


@pytest.mark.parametrize(("sign", "flag"), SIGNS)
def test_a_sign_raises_its_red_flag(sign: str, flag: str) -> None:
    assert flag in _raised(present=[sign])


def test_the_neck_cord_signs_count_three_together() -> None:
    two = ["gait_abnormal", "hoffmann_sign"]
    assert "possible_cord_irritation" not in _raised(present=["hoffmann_sign"])
    assert "possible_cord_irritation" in _raised(present=["hoffmann_sign", "arm_symptoms"])
    assert "cord_signs_on_examination" not in _raised(present=two, quantities={"age": 30})
    assert "cord_signs_on_examination" in _raised(present=two, quantities={"age": 50})
    assert "cord_signs_on_examination" in _raised(present=[*two, "inverted_supinator_sign"])


def test_a_numb_leg_told_and_found_is_one_sign_and_not_two() -> None:
    assert "cord_signs_on_examination" not in _raised(present=["leg_numbness", "leg_sensory_loss_exam"])


@pytest.mark.parametrize("side", ["left", "right"])
def test_turning_to_one_side_counts_as_turning(side: str) -> None:
    findings = case_from(KNOWLEDGE, quantities={f"rotation_{side}": 20}).findings
    assert findings["rotation_restricted"] is Answer.PRESENT
    assert findings["pain_on_movement_exam"] is Answer.UNKNOWN


@pytest.mark.parametrize("movement", ["flexion", "extension", "rotation_left", "rotation_right", "side_bend_left"])
def test_pain_in_any_direction_is_pain_on_movement(movement: str) -> None:
    findings = case_from(KNOWLEDGE, present=[f"{movement}_painful"]).findings
    assert findings["pain_on_movement_exam"] is Answer.PRESENT


@pytest.mark.parametrize(("condition", "finding", "present", "absent", "source"), ACCURACY)
def test_the_accuracy_is_the_one_that_the_evidence_gives(
    condition: str, finding: str, present: float | None, absent: float | None, source: str
) -> None:
    (link,) = [link for link in KNOWLEDGE.conditions[condition].findings if link.finding == finding]
    assert (link.present, link.absent) == (present, absent)
    assert source in link.sources
    assert link.kind is not EvidenceKind.ESTIMATE


def test_every_number_of_the_examination_cites_a_source_or_says_estimate() -> None:
    signs = set(_examination())
    links = [
        link for condition in KNOWLEDGE.conditions.values() for link in condition.findings if link.finding in signs
    ]
    assert links
    for link in links:
        if link.kind is not EvidenceKind.ESTIMATE:
            assert link.sources, link
            assert link.confirmed is not Confirmed.NONE, link
    for sign in signs:
        finding = KNOWLEDGE.findings[sign]
        assert finding.sources or finding.background_kind is EvidenceKind.ESTIMATE, sign


@pytest.mark.parametrize(
    ("condition", "numbers", "present"),
    [
        ("osteoporotic_vertebral_fracture", {"wall_occiput": 4, "arm_span_minus_height": 5}, ["supine_intolerance"]),
        ("adolescent_idiopathic_scoliosis", {"scoliometer": 9}, []),
        ("axial_spondyloarthritis", {"chest_expansion": 2}, []),
        ("cervical_radiculopathy_scapular", {"neck_rotation": 50}, ["spurling_positive"]),
        ("transverse_myelitis", {"sensory_level_t": 8, "leg_power": 3}, []),
        ("scapulothoracic_bursitis", {}, ["scapular_crepitus_exam"]),
    ],
)
def test_what_a_clinician_enters_moves_the_differential(
    condition: str, numbers: dict[str, float], present: list[str]
) -> None:
    before = _probability(condition, {"age": 60}, [])
    assert _probability(condition, {"age": 60, **numbers}, present) > 1.5 * before


def _probability(condition: str, quantities: dict[str, float], present: list[str]) -> float:
    case = case_from(KNOWLEDGE, quantities=quantities, present=["new_back_pain", *present])
    return rank(KNOWLEDGE, case).probabilities[condition]


def test_a_painless_back_pain_inducing_test_speaks_against_a_fracture() -> None:
    untested = case_from(KNOWLEDGE, quantities={"age": 75})
    painless = case_from(KNOWLEDGE, quantities={"age": 75}, absent=["lying_rolling_rising_pain"])
    fracture = "osteoporotic_vertebral_fracture"
    before, after = (rank(KNOWLEDGE, case).probabilities[fracture] for case in (untested, painless))
    assert after < before / 2
