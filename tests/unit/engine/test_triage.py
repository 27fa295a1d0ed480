"""The most urgent raised flag decides; open ones keep a case from being settled."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from midback.engine import Case, assess, case_from, triage
from midback.engine.differential import ConditionRank, Differential, FamilyRank
from midback.engine.disposition import conclude, dangerous
from midback.engine.red_flags import Triage, triage_of
from midback.knowledge import KnowledgeBase, load_knowledge
from midback.knowledge.advice import Profile
from midback.knowledge.base import Action, RedFlag
from midback.logic import Expression, Has, Not, all_of
from midback.logic.compiled import AnyOf
from midback.terms import Findings, Urgency
from midback.words import Clinical

KNOWLEDGE = load_knowledge()
EVERYTHING_ELSE = frozenset(KNOWLEDGE.findings)
COUNTED = frozenset(id for id, finding in KNOWLEDGE.findings.items() if finding.threshold)


def somebody(*present: str) -> Findings:
    """Somebody with these findings and no others."""
    return case_from(KNOWLEDGE, present=present, absent=EVERYTHING_ELSE - set(present)).findings


@pytest.mark.parametrize(
    "finding", ["leg_weakness", "bladder_change", "bowel_change", "saddle_numbness", "thunderclap_pain"]
)
def test_what_can_not_wait_is_an_emergency(finding: str) -> None:
    assert triage(KNOWLEDGE, somebody(finding)).urgency is Urgency.EMERGENCY_NOW


def test_new_numbness_of_a_leg_is_seen_today() -> None:
    assert triage(KNOWLEDGE, somebody("leg_numbness")).urgency >= Urgency.SAME_DAY


@pytest.mark.parametrize("finding", ["fever", "weight_loss", "severe_7plus", "severe_spasm"])
def test_what_the_page_says_to_call_for_never_ends_at_home(finding: str) -> None:
    assert triage(KNOWLEDGE, somebody(finding, "new_back_pain")).urgency >= Urgency.WITHIN_DAYS


@pytest.mark.parametrize(
    "findings",
    [
        ("night_pain",),
        ("age_over_75", "age_over_70", "age_over_65", "age_over_60", "age_over_50", "age_over_40", "age_over_30"),
        ("duration_over_3_months", "lasted_over_6_weeks", "duration_over_1_month", "lasted_over_a_week"),
        ("diabetes",),
        ("history_cancer",),
        ("anticoagulant",),
        ("worse_deep_breath",),
        ("nausea_vomiting",),
        ("onset_sudden",),
    ],
)
def test_one_weak_sign_alone_is_no_emergency(findings: tuple[str, ...]) -> None:
    assert triage(KNOWLEDGE, somebody(*findings)).urgency < Urgency.EMERGENCY_NOW


DESK_ACHE = (
    "pain_medial_scapula",
    "aching",
    "muscle_tightness",
    "worse_sitting_posture",
    "better_movement_heat",
    "desk_or_driving_work",
    "onset_gradual",
    "new_back_pain",
    "duration_under_2_weeks",
    "age_over_30",
    "onset_before_40",
    "onset_before_45",
)


def test_a_desk_ache_of_five_days_with_every_flag_answered_no_ends_at_home_with_a_plan() -> None:
    case = case_from(
        KNOWLEDGE,
        present=DESK_ACHE,
        absent=EVERYTHING_ELSE - set(DESK_ACHE),
        quantities={"age": 30, "duration_days": 5, "pain_worst": 4},
    )
    result = assess(KNOWLEDGE, case)
    assert result.disposition.urgency is Urgency.SELF_CARE
    assert result.disposition.settled
    assert result.families[0].family.id in ("muscle_posture", "joint")
    assert len(result.plan.home_care) >= 4
    assert len(result.plan.exercises) >= 4


def test_a_sore_back_after_new_exercise_ends_at_home() -> None:
    present = (
        "new_exercise",
        "onset_after_lift_twist",
        "aching",
        "muscle_tightness",
        "worse_movement",
        "new_back_pain",
    )
    assert triage(KNOWLEDGE, somebody(*present)).urgency is Urgency.SELF_CARE


def test_a_stable_ache_of_eight_months_is_a_routine_visit() -> None:
    present = {*DESK_ACHE, "stable_long_standing"} - {"new_back_pain", "duration_under_2_weeks"}
    case = case_from(
        KNOWLEDGE,
        present=present - COUNTED,
        absent=EVERYTHING_ELSE - present - COUNTED,
        quantities={"age": 41, "duration_days": 240, "pain_worst": 4},
    )
    assert assess(KNOWLEDGE, case).disposition.urgency is Urgency.ROUTINE


def test_a_case_that_is_not_settled_never_ends_at_home() -> None:
    result = assess(KNOWLEDGE, case_from(KNOWLEDGE, present=["aching"]))
    assert not result.disposition.settled
    assert result.disposition.urgency >= Urgency.WITHIN_DAYS
    assert result.still_open
    assert result.not_asked


def test_signs_nobody_can_report_do_not_keep_a_person_open_but_do_a_clinician() -> None:
    reportable = [id for id, finding in KNOWLEDGE.findings.items() if finding.reportable]
    person = Findings(absent=reportable)
    assert triage(KNOWLEDGE, person).settled
    assert not triage(KNOWLEDGE, person, examined=True).settled


def test_a_sign_that_was_found_raises_its_flag_for_anybody() -> None:
    assert triage(KNOWLEDGE, Findings(present=["sensory_level"])).urgency is Urgency.EMERGENCY_NOW


def flag(id: str, when: Expression, urgency: Urgency) -> RedFlag:
    return replace(next(iter(KNOWLEDGE.red_flags.values())), id=id, when=when, urgency=urgency)


def knowing(*flags: RedFlag) -> KnowledgeBase:
    """The shipped knowledge with these red flags and no others."""
    return replace(KNOWLEDGE, version=repr(flags), red_flags={one.id: one for one in flags})


A, B, C, SIGN = Has("fever"), Has("cough"), Has("aching"), Has("sensory_level")
FLAGS = (
    flag("visit", C, Urgency.WITHIN_DAYS),
    flag("today_too", B, Urgency.SAME_DAY),
    flag("today", A, Urgency.SAME_DAY),
    flag("now", all_of([A, B]), Urgency.EMERGENCY_NOW),
)


def ids(flags: Sequence[RedFlag]) -> list[str]:
    return [one.id for one in flags]


def test_raised_and_open_flags_stand_most_urgent_first_then_by_id() -> None:
    assert ids(triage(knowing(*FLAGS), Findings(["fever", "cough", "aching"])).raised) == [
        "now",
        "today",
        "today_too",
        "visit",
    ]
    assert ids(triage(knowing(*FLAGS), Findings()).still_open) == ["now", "today", "today_too", "visit"]


def test_only_a_flag_that_would_be_more_urgent_keeps_a_case_open() -> None:
    raised = triage(knowing(*FLAGS), Findings(["aching", "fever"]))
    assert ids(raised.still_open) == ["now"]
    equal = triage(knowing(*FLAGS[:3]), Findings(["fever"]))
    assert equal.urgency is Urgency.SAME_DAY
    assert equal.settled
    assert equal.still_open == ()


def test_a_flag_that_waits_for_a_sign_alone_is_open_to_a_clinician_only() -> None:
    knowledge = knowing(flag("sign", SIGN, Urgency.EMERGENCY_NOW))
    assert triage(knowledge, Findings()).settled
    assert ids(triage(knowledge, Findings(), examined=True).still_open) == ["sign"]
    assert triage_of(knowledge, 0).settled
    assert not triage_of(knowledge, 0, examined=True).settled


def test_a_flag_that_names_a_sign_stays_open_for_what_a_person_can_still_answer() -> None:
    knowledge = knowing(flag("either", all_of([A, Not(SIGN)]), Urgency.SAME_DAY))
    assert ids(triage(knowledge, Findings()).still_open) == ["either"]
    assert triage(knowledge, Findings(absent=["fever"])).settled


def test_what_only_an_examination_could_rule_out_raises_nothing_while_nobody_has_looked() -> None:
    knowledge = knowing(flag("either", all_of([A, Not(SIGN)]), Urgency.SAME_DAY))
    assert triage(knowledge, Findings(["fever"])).raised == ()
    assert ids(triage(knowledge, Findings(["fever"], ["sensory_level"])).raised) == ["either"]


def test_a_rule_that_nothing_known_speaks_of_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    knowledge, bit = knowing(flag("cough", B, Urgency.SAME_DAY)), KNOWLEDGE.index.signs.bit
    monkeypatch.setattr(AnyOf, "sign", lambda _rule, _signs: pytest.fail("looked into"))
    assert ids(triage_of(knowledge, bit["fever"], examined=True).still_open) == ["cough"]
    with pytest.raises(pytest.fail.Exception, match="looked into"):
        triage_of(knowledge, bit["cough"], examined=True)


FAMILY = next(iter(KNOWLEDGE.families.values()))
CONDITION = next(iter(KNOWLEDGE.conditions.values()))
PROFILE = KNOWLEDGE.profiles["international"]


class Felt(ConditionRank):
    """One that something speaks for which the person has."""

    @property
    def has_signs(self) -> bool:
        return True


class Lacked(ConditionRank):
    """One that only what the person lacks speaks for."""

    @property
    def has_signs(self) -> bool:
        return False


def suspect(
    id: str, urgency: Urgency, probability: float, acted_on_from: float | None, kind: type[ConditionRank] = Felt
) -> ConditionRank:
    action = None if acted_on_from is None else Action(acted_on_from, Clinical())
    condition = replace(CONDITION, id=id, urgency=urgency, action=action)
    return kind(condition, probability, 0.0, Case(), KNOWLEDGE)


def suspecting(*ranks: ConditionRank) -> Differential:
    return Differential((FamilyRank(FAMILY, 1.0, ranks),), ranks, 0.0)


def told(urgency: Urgency, *still_open: RedFlag) -> Triage:
    return Triage(urgency, (), still_open)


UNLIKELY = suspect("unlikely", Urgency.EMERGENCY_NOW, 0.1, 0.2)
NOTHING_SUSPECTED = suspecting(UNLIKELY)


def suspected(urgency: Urgency, *ranks: ConditionRank) -> list[str]:
    return [rank.condition.id for rank in dangerous(suspecting(*ranks), urgency)]


def test_a_suspicion_counts_from_its_threshold_on_and_never_without_one() -> None:
    at = suspect("at", Urgency.SAME_DAY, 0.2, 0.2)
    above = suspect("above", Urgency.SAME_DAY, 0.3, 0.2)
    certain = suspect("certain", Urgency.EMERGENCY_NOW, 1.0, None)
    assert suspected(Urgency.ROUTINE, certain, UNLIKELY) == []
    assert set(suspected(Urgency.ROUTINE, at, above, certain, UNLIKELY)) == {"at", "above"}


def test_what_somebody_lacks_sends_nobody() -> None:
    assert suspected(Urgency.ROUTINE, suspect("lacked", Urgency.EMERGENCY_NOW, 0.9, 0.2, Lacked)) == []


def test_only_what_is_more_urgent_than_the_red_flags_is_suspected_most_urgent_first() -> None:
    ranks = [
        suspect("days", Urgency.WITHIN_DAYS, 0.4, 0.1),
        suspect("today", Urgency.SAME_DAY, 0.3, 0.1),
        suspect("now", Urgency.EMERGENCY_NOW, 0.2, 0.1),
    ]
    assert suspected(Urgency.SELF_CARE, *ranks) == ["now", "today", "days"]
    assert suspected(Urgency.WITHIN_DAYS, *ranks) == ["now", "today"]
    assert suspected(Urgency.EMERGENCY_NOW, *ranks) == []


def test_a_suspicion_raises_what_is_demanded_and_never_lowers_it() -> None:
    rank = suspect("today", Urgency.SAME_DAY, 0.3, 0.1)
    raised = conclude(told(Urgency.ROUTINE), suspecting(rank), PROFILE)
    assert (raised.urgency, raised.demanded, raised.suspected) == (Urgency.SAME_DAY, Urgency.SAME_DAY, (rank,))
    kept = conclude(told(Urgency.EMERGENCY_NOW), suspecting(rank), PROFILE)
    assert (kept.urgency, kept.demanded, kept.suspected) == (Urgency.EMERGENCY_NOW, Urgency.EMERGENCY_NOW, ())


@pytest.mark.parametrize("urgency", Urgency)
def test_a_settled_case_is_told_what_its_urgency_says_in_the_words_of_the_profile(urgency: Urgency) -> None:
    disposition = conclude(told(urgency), NOTHING_SUSPECTED, PROFILE)
    advice = PROFILE.advice[urgency]
    assert (disposition.urgency, disposition.demanded, disposition.settled) == (urgency, urgency, True)
    assert (disposition.heading, disposition.where) == (advice.heading, advice.where)
    assert (disposition.how_soon, disposition.transport) == (advice.how_soon, advice.transport)
    assert not disposition.not_settled
    assert disposition.suspected == ()


@pytest.mark.parametrize("profile", KNOWLEDGE.profiles.values(), ids=lambda profile: profile.id)
@pytest.mark.parametrize("urgency", Urgency)
def test_a_case_that_is_not_settled_gets_the_floor_at_least_and_is_told_so(urgency: Urgency, profile: Profile) -> None:
    disposition = conclude(told(urgency, FLAGS[-1]), NOTHING_SUSPECTED, profile)
    assert not disposition.settled
    assert disposition.urgency is max(urgency, profile.floor)
    assert disposition.demanded is urgency
    assert disposition.heading == profile.advice[disposition.urgency].heading
    assert disposition.not_settled == profile.not_settled
