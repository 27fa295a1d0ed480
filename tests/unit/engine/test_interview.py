"""What is asked, in which order, and when it stops."""

import pytest

from midback.engine import Said, ask_next, case_from, triage
from midback.engine.interview import is_askable
from midback.knowledge import load_knowledge
from midback.knowledge.base import Question, QuestionKind
from midback.logic import Has, evaluate
from midback.terms import Answer, Urgency

KNOWLEDGE = load_knowledge()
BUDGET = 16


def ordinary(question: Question) -> Said:
    """The answer of somebody with a mild desk ache and nothing else."""
    if question.kind is QuestionKind.NUMBER:
        return Said(number=34.0)
    if question.kind is QuestionKind.MULTIPLE:
        return Said()
    wanted = {"male", "no", "days_1_7", "gradual", "settling"}
    chosen = next((option for option in question.options if option.id in wanted), question.options[0])
    return Said((chosen.id,))


def whole_interview(first: dict[str, Said] | None = None) -> dict[str, Said]:
    responses = dict(first or {})
    while (step := ask_next(KNOWLEDGE, responses)) is not None:
        assert step.question.id not in responses
        responses[step.question.id] = ordinary(step.question)
    return responses


def test_the_emergency_screen_comes_before_anything_else() -> None:
    step = ask_next(KNOWLEDGE, {})
    assert step is not None
    assert step.question.emergency


def test_an_emergency_on_the_first_pages_ends_the_interview() -> None:
    responses: dict[str, Said] = {}
    for _ in range(2):
        step = ask_next(KNOWLEDGE, responses)
        assert step is not None
        assert step.question.emergency
        responses[step.question.id] = Said((step.question.options[0].id,))
    assert triage(KNOWLEDGE, case_from(KNOWLEDGE, responses=responses).findings).urgency is Urgency.EMERGENCY_NOW
    assert ask_next(KNOWLEDGE, responses) is None
    assert ask_next(KNOWLEDGE, responses, beyond_emergency=True) is not None


def test_an_emergency_is_told_before_the_other_groups_that_were_ticked_are_asked_about() -> None:
    responses = {"emergency_screen": Said(("pain", "chest", "head")), "emergency_pain": Said(("thunderclap",))}
    assert ask_next(KNOWLEDGE, responses) is None
    onward = ask_next(KNOWLEDGE, responses, beyond_emergency=True)
    assert onward is not None
    assert onward.question.id == "emergency_chest"


def test_who_ticks_what_is_said_in_private_is_asked_about_it_before_the_pain() -> None:
    asked = asked_of(emergency_screen=Said(("private",)), mind_safety=Said(("unsafe",)))
    assert asked[1:4] == ["age", "mind_safety", "safety_detail"]


def test_an_ordinary_ache_is_settled_within_the_budget_of_pages() -> None:
    responses = whole_interview()
    result = triage(KNOWLEDGE, case_from(KNOWLEDGE, responses=responses).findings)
    assert result.settled, [flag.id for flag in result.still_open]
    assert len(responses) <= BUDGET, list(responses)


def test_not_sure_to_everything_ends_and_is_not_settled() -> None:
    responses: dict[str, Said] = {}
    while (step := ask_next(KNOWLEDGE, responses)) is not None:
        responses[step.question.id] = Said(not_sure=True)
    result = triage(KNOWLEDGE, case_from(KNOWLEDGE, responses=responses).findings)
    assert not result.settled
    assert len(responses) <= len(KNOWLEDGE.questions)


def test_every_box_on_the_first_pages_is_an_emergency_or_opens_questions() -> None:
    offered = [(one, option) for one in KNOWLEDGE.interview if one.emergency for option in one.options]
    assert offered
    for question, option in offered:
        case = case_from(KNOWLEDGE, responses={question.id: Said((option.id,))})
        is_emergency = triage(KNOWLEDGE, case.findings).urgency is Urgency.EMERGENCY_NOW
        assert is_emergency != bool(option.opens), option.id


def test_a_group_is_asked_about_once_its_box_is_ticked_or_the_person_is_not_sure() -> None:
    has, lacks, unsure = Said(("ill",)), Said(), Said(not_sure=True)
    asked = ["ill" in answered_but("symptom_groups", response) for response in (has, lacks, unsure)]
    assert asked == [True, False, True]


def test_a_no_to_a_group_says_no_to_all_that_it_asks_and_an_unanswered_gate_says_nothing() -> None:
    fever = KNOWLEDGE.questions["ill"].options[0].present[0]
    assert case_from(KNOWLEDGE, responses={"symptom_groups": Said()}).findings[fever] is Answer.ABSENT
    assert case_from(KNOWLEDGE, responses={}).findings[fever] is Answer.UNKNOWN
    assert case_from(KNOWLEDGE, responses={"symptom_groups": Said(not_sure=True)}).findings[fever] is Answer.UNKNOWN


def test_what_was_said_on_another_page_stands_against_a_no_to_its_group() -> None:
    said = {"emergency_chest": Said(("breathless_sudden",)), "symptom_groups": Said()}
    case = case_from(KNOWLEDGE, responses=said)
    assert case.findings["breathless_sudden"] is Answer.PRESENT
    assert case.findings["breathless_new"] is not Answer.ABSENT


def test_a_tick_stands_against_a_no_to_its_group_and_is_told_as_a_contradiction() -> None:
    said = {"emergency_screen": Said(), "emergency_nerves": Said(("saddle",))}
    case = case_from(KNOWLEDGE, responses=said)
    assert triage(KNOWLEDGE, case.findings).urgency is Urgency.EMERGENCY_NOW
    assert case.contradictions == ("saddle_numbness",)


def test_what_was_written_against_a_no_to_its_group_is_told_as_a_contradiction() -> None:
    said = {"symptom_groups": Said(), "own_words": Said(("fever",), text="I have a fever")}
    assert "fever" in case_from(KNOWLEDGE, responses=said).contradictions


def test_only_a_no_that_was_said_is_told_as_one() -> None:
    none, some, group = ({"ill": Said()}, {"ill": Said(("fever",))}, {"symptom_groups": Said()})
    unsaid = ["weight_loss" in case_from(KNOWLEDGE, responses=one).unsaid for one in (none, some, group)]
    assert unsaid == [False, True, True]


def test_who_chooses_one_of_several_denies_no_group() -> None:
    assert case_from(KNOWLEDGE, responses={"sex_at_birth": Said(("male",))}).groups_denied == ()
    denied = case_from(KNOWLEDGE, responses={"symptom_groups": Said(("ill",))}).groups_denied
    assert len(denied) == len(KNOWLEDGE.questions["symptom_groups"].options) - 1


def test_nobody_who_leaves_a_gate_unanswered_is_settled_at_home() -> None:
    whole = whole_interview()
    for gate in [one.id for one in KNOWLEDGE.interview if one.is_gate and one.id in whole]:
        left = {id: said for id, said in whole.items() if id != gate}
        assert not triage(KNOWLEDGE, case_from(KNOWLEDGE, responses=left).findings).settled, gate


def test_it_is_said_when_only_the_cause_is_left_to_ask_for() -> None:
    responses: dict[str, Said] = {}
    while (step := ask_next(KNOWLEDGE, responses)) is not None:
        settled = triage(KNOWLEDGE, case_from(KNOWLEDGE, responses=responses).findings).settled
        assert step.is_about_cause is settled
        responses[step.question.id] = ordinary(step.question)


def answered_but(question: str, response: Said) -> dict[str, Said]:
    """A whole interview with somebody ordinary but for one answer."""
    responses: dict[str, Said] = {}
    while (step := ask_next(KNOWLEDGE, responses, beyond_emergency=True)) is not None:
        asked = step.question
        responses[asked.id] = response if asked.id == question else ordinary(asked)
    return responses


def test_details_are_asked_of_those_who_have_the_thing_and_of_nobody_else() -> None:
    has, lacks, unsure = Said(("unsafe",)), Said(), Said(not_sure=True)
    opened = {"emergency_screen": Said(("private",))}
    asked = ["safety_detail" in asked_of(**opened, mind_safety=response) for response in (has, lacks, unsure)]
    assert asked == [True, False, False]


def test_details_that_somebody_is_not_sure_of_stay_unknown() -> None:
    responses = {**whole_interview(), "background_groups": Said(("cancer",)), "cancer_had": Said(not_sure=True)}
    case = case_from(KNOWLEDGE, responses=responses)
    assert "myeloma_or_bone_cancer" not in set(case.findings)
    assert not triage(KNOWLEDGE, case.findings).settled


def asked_of(**first: Said) -> list[str]:
    """The pages of somebody ordinary but for some answers."""
    responses: dict[str, Said] = {}
    while (step := ask_next(KNOWLEDGE, responses, beyond_emergency=True)) is not None:
        responses[step.question.id] = first.get(step.question.id, ordinary(step.question))
    return list(responses)


def test_details_that_can_no_longer_make_it_more_urgent_are_not_asked() -> None:
    cancer = {"background_groups": Said(("cancer",)), "cancer_had": Said(("cancer",)), "when_start": Said(("years",))}
    assert "cancer_detail" not in asked_of(**cancer, ill=Said())
    banded = {"pain_groups": Said(("spreads",)), "spread_trunk": Said(("band",))}
    assert "cancer_detail" in asked_of(**cancer, **banded)


def test_whoever_may_be_pregnant_is_asked_what_is_so_and_nobody_else_is() -> None:
    may_be, is_not, male = (Said((id,)) for id in ("female_pregnant", "female", "male"))
    assert ["pregnancy" in asked_of(sex_at_birth=one) for one in (may_be, is_not, male)] == [True, False, False]
    assert "pregnancy" in asked_of(sex_at_birth=Said(not_sure=True))


@pytest.mark.slow
def test_a_page_of_details_is_never_beside_the_point_of_whoever_has_the_thing() -> None:
    details = [question for question in KNOWLEDGE.interview if question.when is not None]
    called_for = set()
    for asker in KNOWLEDGE.interview:
        for option in asker.options if asker.asked and not asker.emergency else ():
            responses = answered_but(asker.id, Said((option.id,)))
            case = case_from(KNOWLEDGE, responses=responses)
            signs = KNOWLEDGE.index.signs.of(case.findings.lookup)
            for detail in details:
                if evaluate(detail.when or Has("female"), case.findings) is Answer.PRESENT:
                    called_for.add(detail.id)
                    assert detail.id in responses or is_askable(KNOWLEDGE, detail, responses, signs), detail.id
    assert len(called_for) > 2, called_for
