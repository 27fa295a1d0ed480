"""One rule, four readers: its definition, its bits, many people in columns, and the solver. They must agree.

Each was written apart from the others, so that a mistake in one shows here.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import is_dataclass
from typing import Any, get_args

import numpy as np
import pytest
import z3
from hypothesis import given, settings
from hypothesis import strategies as st

from midback.assurance.symbols import Person, Symbol, at_least, person, possible, symbol
from midback.engine import Case, case_from, triage
from midback.engine.differential import pretest, score
from midback.kernel import scores, urgencies
from midback.kernel.planes import Planes, planes_of
from midback.kernel.triage import columns
from midback.knowledge import load_knowledge
from midback.knowledge.signs import sign_table
from midback.logic import AtLeast, Expression, Has, Not, compiled, evaluate, nodes, parse
from midback.terms import Answer, Findings, Setting, Urgency

KNOWLEDGE = load_knowledge()
IDS = tuple("abcdef")
ALL_IDS = tuple(KNOWLEDGE.findings)
SHAPES = {"finding", "not", "all", "any", "at least some"}
NODES = {one for one in vars(nodes).values() if isinstance(one, type) and is_dataclass(one)}
ANSWERS = st.sampled_from(list(Answer))


def written(parts: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    """A rule around rules, as it is written in YAML."""
    lists = st.lists(parts, min_size=1, max_size=5)
    counted = lists.flatmap(
        lambda of: st.integers(1, len(of)).map(lambda count: {"at_least": str(count), "of": of}),
    )
    return st.one_of(
        parts.map(lambda part: {"not": part}),
        lists.map(lambda of: {"all": of}),
        lists.map(lambda of: {"any": of}),
        counted,
    )


RULES = st.recursive(st.sampled_from(IDS), written, max_leaves=16).map(parse)


def findings_from(answers: Mapping[str, Answer]) -> Findings:
    return Findings(
        [id for id, answer in answers.items() if answer is Answer.PRESENT],
        [id for id, answer in answers.items() if answer is Answer.ABSENT],
    )


PEOPLE = st.dictionaries(st.sampled_from(IDS), ANSWERS).map(findings_from)


def parts_of(rule: Expression) -> Iterator[Expression]:
    """The rule and every rule inside it."""
    yield rule
    match rule:
        case Not(part):
            yield from parts_of(part)
        case AtLeast(_, parts):
            for part in parts:
                yield from parts_of(part)
        case _:
            pass


def shape(rule: Expression) -> str:
    match rule:
        case Has():
            return "finding"
        case Not():
            return "not"
        case AtLeast(count, parts):
            several = "all" if count == len(parts) else "at least some"
            return "any" if count == 1 < len(parts) else several


def known_to_the_solver(somebody: Findings, ids: Iterable[str]) -> Person:
    """The same person with every boolean known."""
    answers = {id: somebody[id] for id in ids}
    return {
        id: Symbol(z3.BoolVal(answer is Answer.PRESENT), z3.BoolVal(answer is Answer.ABSENT))
        for id, answer in answers.items()
    }


def is_true(formula: z3.BoolRef) -> bool:
    value = z3.simplify(formula)
    assert z3.is_true(value) or z3.is_false(value), value
    return bool(z3.is_true(value))


def answer_of(yes: bool, no: bool) -> Answer:
    assert not (yes and no), "known to be true and known to be false"
    return Answer.PRESENT if yes else Answer.ABSENT if no else Answer.UNKNOWN


def read_by_the_kernel(rule: Expression, people: list[Findings]) -> list[Answer]:
    yes, no = columns(rule, planes_of(people, IDS))
    return [answer_of(bool(one), bool(other)) for one, other in zip(yes, no, strict=True)]


def read_by_the_solver(rule: Expression, somebody: Findings) -> Answer:
    read = symbol(rule, known_to_the_solver(somebody, IDS))
    return answer_of(is_true(read.yes), is_true(read.no))


def read_as_bits(rule: Expression, somebody: Findings) -> Answer:
    table = sign_table(IDS, {})
    return compiled(rule, table.bit).answer(table.of(somebody))


def test_four_readers_agree_on_every_rule_and_every_kind_of_node_was_tried() -> None:
    drawn: set[type] = set()
    shapes: set[str] = set()

    @settings(max_examples=400)
    @given(RULES, st.lists(PEOPLE, min_size=1, max_size=6))
    def agree(rule: Expression, people: list[Findings]) -> None:
        drawn.update(type(part) for part in parts_of(rule))
        shapes.update(shape(part) for part in parts_of(rule))
        one_by_one = [evaluate(rule, somebody) for somebody in people]
        assert read_by_the_kernel(rule, people) == one_by_one
        assert [read_as_bits(rule, somebody) for somebody in people] == one_by_one
        assert [read_by_the_solver(rule, somebody) for somebody in people] == one_by_one

    agree()
    assert drawn == NODES == set(get_args(Expression))
    assert shapes == SHAPES


@settings(max_examples=60)
@given(RULES)
def test_no_rule_is_both_true_and_false_of_anybody_the_solver_can_think_of(rule: Expression) -> None:
    someone = person(IDS, "p")
    solver = z3.Solver()
    solver.add(*(z3.Not(z3.And(one.yes, one.no)) for one in someone.values()))
    read = symbol(rule, someone)
    assert solver.check(read.yes, read.no) == z3.unsat


@pytest.mark.parametrize("reader", [read_by_the_kernel, read_by_the_solver])
def test_no_reader_takes_what_is_none_of_the_three_shapes_for_anything(reader: Callable[[Any, Any], object]) -> None:
    with pytest.raises(AssertionError, match="a fourth shape"):
        reader("a fourth shape", Findings() if reader is read_by_the_solver else [Findings()])


NUMBERS = {id: one for id, one in KNOWLEDGE.quantities.items() if id != "age_at_onset"}


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Somebody of whom some findings and some numbers are known, and what follows from them."""
    told = findings_from(draw(st.dictionaries(st.sampled_from(ALL_IDS), ANSWERS, max_size=50)))
    asked = draw(st.lists(st.sampled_from(sorted(NUMBERS)), unique=True, max_size=6))
    numbers = {id: draw(st.floats(NUMBERS[id].minimum, NUMBERS[id].maximum, allow_nan=False)) for id in asked}
    setting = draw(st.sampled_from(Setting))
    return case_from(KNOWLEDGE, present=told.present, absent=told.absent, quantities=numbers, setting=setting)


def planes_of_cases(people: list[Case]) -> Planes:
    return planes_of([case.findings for case in people], ALL_IDS)


def scores_of_cases(people: list[Case]) -> list[list[int]]:
    """The kernel's scores by person and condition."""
    order = KNOWLEDGE.weights.order
    start = [[pretest(KNOWLEDGE, case.setting, case.age, case.sex)[id] for id in order] for case in people]
    points = scores(KNOWLEDGE, planes_of_cases(people), np.array(start, dtype=np.int64))
    assert points.dtype == np.int64
    return [[int(one) for one in row] for row in points]


def scores_one_by_one(people: list[Case]) -> list[list[int]]:
    each = [score(KNOWLEDGE, case) for case in people]
    return [[scores[id] for id in KNOWLEDGE.weights.order] for scores in each]


@settings(max_examples=150)
@given(st.lists(cases(), min_size=1, max_size=4))
def test_many_people_get_the_urgency_that_each_gets_alone(people: list[Case]) -> None:
    together = urgencies(KNOWLEDGE, planes_of_cases(people))
    assert [Urgency(int(one)) for one in together] == [triage(KNOWLEDGE, case.findings).urgency for case in people]


@settings(max_examples=150)
@given(st.lists(cases(), min_size=1, max_size=4))
def test_many_people_get_the_scores_that_each_gets_alone_to_the_last_bit(people: list[Case]) -> None:
    assert scores_of_cases(people) == scores_one_by_one(people)


def test_scores_stay_exact_where_they_are_largest() -> None:
    """Each finding answered the way that takes each condition furthest, and everything present or absent."""
    extremes = [Case(Findings(ALL_IDS)), Case(Findings(absent=ALL_IDS))]
    for weights in KNOWLEDGE.weights.of.values():
        for sign in (1, -1):
            present = [id for id, one in weights.items() if sign * one.present >= sign * one.absent]
            extremes.append(Case(Findings(present, weights.keys() - set(present))))
    found = scores_of_cases(extremes)
    assert found == scores_one_by_one(extremes)
    assert max(abs(points) for row in found for points in row) < 2**24


@settings(max_examples=25)
@given(cases())
def test_the_solver_finds_a_person_as_urgent_as_triage_does(case: Case) -> None:
    someone = known_to_the_solver(case.findings, ALL_IDS)
    urgency = triage(KNOWLEDGE, case.findings).urgency
    above_home = [level for level in Urgency if level > Urgency.SELF_CARE]
    demanded = at_least(KNOWLEDGE, someone)
    found = [is_true(demanded[level]) for level in above_home]
    assert found == [urgency >= level for level in above_home]


@settings(max_examples=25)
@given(cases())
def test_everybody_whom_a_case_can_describe_is_a_possible_person_to_the_solver(case: Case) -> None:
    assert is_true(possible(known_to_the_solver(case.findings, ALL_IDS), KNOWLEDGE))


@settings(max_examples=150)
@given(cases(), st.booleans())
def test_triage_raises_and_leaves_open_what_the_definition_of_each_rule_says(case: Case, examined: bool) -> None:
    found, flags = case.findings, sorted(KNOWLEDGE.red_flags.values(), key=lambda flag: (-flag.urgency, flag.id))
    to_ask = found if examined else found.assuming_absent(KNOWLEDGE.clinician_only)
    raised = [flag.id for flag in flags if evaluate(flag.when, found) is Answer.PRESENT]
    result = triage(KNOWLEDGE, found, examined=examined)
    still_open = [
        flag.id
        for flag in flags
        if flag.urgency > result.urgency
        and evaluate(flag.when, found) is Answer.UNKNOWN
        and evaluate(flag.when, to_ask) is Answer.UNKNOWN
    ]
    assert [flag.id for flag in result.raised] == raised
    assert [flag.id for flag in result.still_open] == still_open
