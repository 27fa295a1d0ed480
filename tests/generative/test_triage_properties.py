"""What triage must do for everybody, tried on random people over the shipped content."""

from hypothesis import given, settings
from hypothesis import strategies as st

from midback.engine import triage
from midback.knowledge import load_knowledge
from midback.knowledge.closure import complete
from midback.logic import AtLeast, Expression, Has, Not, evaluate, findings_in, parse
from midback.terms import Answer, Findings, Urgency

KNOWLEDGE = load_knowledge()
USED = sorted({id for flag in KNOWLEDGE.red_flags.values() for id in findings_in(flag.when)})
ANSWERS = st.sampled_from(list(Answer))


@st.composite
def people(draw: st.DrawFn) -> Findings:
    """Somebody with a handful of known findings among those that red flags use."""
    known = draw(st.dictionaries(st.sampled_from(USED), ANSWERS, max_size=25))
    present = [id for id, answer in known.items() if answer is Answer.PRESENT]
    absent = [id for id, answer in known.items() if answer is Answer.ABSENT]
    return complete(Findings(present, absent), KNOWLEDGE.wider)


def contains_not(expression: Expression) -> bool:
    match expression:
        case Not():
            return True
        case AtLeast(_, parts):
            return any(contains_not(part) for part in parts)
        case _:
            return False


MONOTONE = not any(contains_not(flag.when) for flag in KNOWLEDGE.red_flags.values())


def test_no_red_flag_needs_something_to_be_absent() -> None:
    assert MONOTONE


@settings(max_examples=300, deadline=None)
@given(people(), st.sampled_from(USED))
def test_one_more_present_finding_never_lowers_the_urgency(person: Findings, extra: str) -> None:
    worse = complete(Findings(person.present | {extra}, person.absent - {extra}), KNOWLEDGE.wider)
    assert triage(KNOWLEDGE, worse).urgency >= triage(KNOWLEDGE, person).urgency


@settings(max_examples=300, deadline=None)
@given(people(), st.sampled_from(USED))
def test_answering_never_reopens_what_was_settled(person: Findings, extra: str) -> None:
    before = triage(KNOWLEDGE, person, examined=True)
    if extra in person or not before.settled:
        return
    for answered in (
        Findings(person.present | {extra}, person.absent),
        Findings(person.present, person.absent | {extra}),
    ):
        assert triage(KNOWLEDGE, answered, examined=True).urgency >= before.urgency


@settings(max_examples=300, deadline=None)
@given(people())
def test_an_open_flag_could_still_be_raised_and_a_settled_case_could_not(person: Findings) -> None:
    result = triage(KNOWLEDGE, person, examined=True)
    unknown = frozenset(KNOWLEDGE.findings) - person.present - person.absent
    worst = triage(KNOWLEDGE, Findings(person.present | unknown, person.absent), examined=True)
    if result.settled:
        assert worst.urgency == result.urgency
    else:
        assert worst.urgency >= max(flag.urgency for flag in result.still_open)


def test_nothing_asked_yet_is_self_care_but_not_settled() -> None:
    result = triage(KNOWLEDGE, Findings())
    assert result.urgency is Urgency.SELF_CARE
    assert not result.settled


def test_somebody_with_nothing_at_all_is_settled_at_home() -> None:
    result = triage(KNOWLEDGE, Findings(absent=KNOWLEDGE.findings))
    assert result.urgency is Urgency.SELF_CARE
    assert result.settled


def test_a_rule_parsed_back_from_its_shape_means_the_same() -> None:
    from midback.exchange.plain import plain

    for flag in KNOWLEDGE.red_flags.values():
        assert parse(plain(flag.when)) == flag.when
    assert evaluate(Has("fever"), Findings(["fever"])) is Answer.PRESENT
