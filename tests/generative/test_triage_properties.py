"""What triage must do for everybody, tried on random people over the shipped content."""

from collections import Counter

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from midback.engine import triage
from midback.engine.red_flags import Triage
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


@st.composite
def well_but_for(draw: st.DrawFn) -> Findings:
    """Everybody well but for a few findings, each present or not known; at least one isn't known."""
    few = draw(st.lists(st.sampled_from(USED), min_size=1, max_size=4, unique=True))
    unknown = few[: draw(st.integers(1, len(few)))]
    present = frozenset(few) - frozenset(unknown)
    return complete(Findings(present, frozenset(KNOWLEDGE.findings) - {*unknown, *present}), KNOWLEDGE.wider)


KINDS = ("open", "settled below emergency")


def kind_of(result: Triage) -> str:
    """Which case of the statement a person shows; an emergency can't be outranked and so shows nothing."""
    if not result.settled:
        return "open"
    return "emergency" if result.urgency is Urgency.EMERGENCY_NOW else "settled below emergency"


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


@settings(max_examples=300)
@given(people(), st.sampled_from(USED))
def test_one_more_present_finding_never_lowers_the_urgency(person: Findings, extra: str) -> None:
    worse = complete(Findings(person.present | {extra}, person.absent - {extra}), KNOWLEDGE.wider)
    assert triage(KNOWLEDGE, worse).urgency >= triage(KNOWLEDGE, person).urgency


def test_answering_never_reopens_what_was_settled() -> None:
    reached: Counter[str] = Counter()

    @settings(max_examples=600)
    @given(well_but_for(), st.data())
    def whatever_is_answered(person: Findings, data: st.DataObject) -> None:
        before = triage(KNOWLEDGE, person, examined=True)
        unknown = [id for id in USED if id not in person]
        assume(unknown)  # what follows from the others may have answered them all
        extra = data.draw(st.sampled_from(unknown))
        yes, no = Findings(person.present | {extra}, person.absent), Findings(person.present, person.absent | {extra})
        for answered in (yes, no):
            after = triage(KNOWLEDGE, complete(answered, KNOWLEDGE.wider), examined=True)
            assert after.urgency >= before.urgency
            assert not before.settled or (after.settled and after.urgency == before.urgency)
            reached[kind_of(before)] += 1
            reached["grew"] += after.urgency > before.urgency

    whatever_is_answered()
    assert min(reached[kind] for kind in (*KINDS, "grew")) > 0, reached


def test_an_open_flag_could_still_be_raised_and_a_settled_case_could_not() -> None:
    reached: Counter[str] = Counter()

    @settings(max_examples=600)
    @given(st.one_of(people(), well_but_for()))
    def whoever_it_is(person: Findings) -> None:
        result = triage(KNOWLEDGE, person, examined=True)
        unknown = frozenset(KNOWLEDGE.findings) - person.present - person.absent
        worst = triage(KNOWLEDGE, Findings(person.present | unknown, person.absent), examined=True)
        reached[kind_of(result)] += 1
        if result.settled:
            assert worst.urgency == result.urgency
        else:
            assert worst.urgency >= max(flag.urgency for flag in result.still_open)

    whoever_it_is()
    assert min(reached[kind] for kind in KINDS) > 0, reached


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
    from midback.words import english

    for flag in KNOWLEDGE.red_flags.values():
        assert parse(plain(flag.when, english())) == flag.when
    assert evaluate(Has("fever"), Findings(["fever"])) is Answer.PRESENT
