"""What follows from content and is looked up often: worked out once, and carried by the knowledge base."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from midback.knowledge.advice import Investigation
from midback.knowledge.base import Condition, Finding, Question, RedFlag
from midback.knowledge.numbers import Derived, Quantity, Threshold, Weight, Weights
from midback.logic import Compiled, Expression, Signs, compiled, findings_in
from midback.terms import Answer, Urgency

MAIN_REASON = 2**10
"""A quarter of a natural logarithm of the odds, in weights (× 2^12): less is no reason worth a question. estimate."""
RAREST = 0.0005
"""No finding is taken to be rarer in a cause, nor nearer to certain, than this share."""

Given = Mapping[str, float]
Ids = tuple[str, ...]
RuleOf = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class IndexedRule:
    """A red flag's rule made ready: the findings that it names, each once, and those that speak for it as bits."""

    rule: Compiled
    named: Ids
    told_by: Signs
    urgency: Urgency


@dataclass(frozen=True, slots=True)
class Index:
    """Look-ups by id. `bit` gives each finding its bit; `rules` are red flags, the most urgent first, then by id.

    `thresholds` and `derived` are by quantity. For each question: the findings that an answer can decide (`settable`),
    and the questions that ask for the thing that its details are about (`askers`). For each finding: P(finding given
    condition) where a condition lists it (`given`). For each condition: the findings that move it most (`movers`).
    `weighed` holds the conditions that a finding moves, with its weight; `said` every rule beside the flags'
    by shelf, id and field, and `indications` a test's, each at its place. `members` holds a family's conditions in
    their written order. `asked_by_flags` says for each finding in a flag's rule how urgent the most urgent of them is.
    """

    bit: Mapping[str, int]
    clinicians: int
    rules: Mapping[str, IndexedRule]
    thresholds: Mapping[str, tuple[tuple[str, Threshold], ...]]
    derived: Mapping[str, Derived]
    settable: Mapping[str, frozenset[str]]
    askers: Mapping[str, Ids]
    given: Mapping[str, Given]
    movers: Mapping[str, Ids]
    members: Mapping[str, Ids]
    weighed: Mapping[str, tuple[tuple[str, Weight], ...]]
    said: Mapping[RuleOf, Compiled]
    indications: Mapping[str, tuple[Compiled | None, ...]]
    asked_by_flags: Mapping[str, Urgency]
    in_order: Ids

    def answer(self, shelf: str, id: str, field: str, signs: Signs) -> Answer | None:
        """What a record's rule says of one person; None where it has no such rule."""
        rule = self.said.get((shelf, id, field))
        return rule.answer(signs) if rule else None

    def signs(self, answers: Mapping[str, Answer]) -> Signs:
        """One person's known findings as bits; an id that no finding has says nothing."""
        present = absent = 0
        for id, answer in answers.items():
            if answer is Answer.PRESENT:
                present |= self.bit.get(id, 0)
            else:
                absent |= self.bit.get(id, 0)
        return Signs(present, absent)


def index_of(
    findings: Mapping[str, Finding],
    quantities: Mapping[str, Quantity],
    questions: Mapping[str, Question],
    conditions: Mapping[str, Condition],
    red_flags: Mapping[str, RedFlag],
    weights: Weights,
    wider: Mapping[str, frozenset[str]],
    rules: Iterable[tuple[RuleOf, Expression]],
    workup: Mapping[str, Investigation],
) -> Index:
    """The index of these shelves."""
    bit = {id: 1 << place for place, id in enumerate(findings)}
    thresholds = _thresholds(findings)
    settable = {id: one.findings | _counted(one, thresholds) for id, one in questions.items()}
    flags = sorted(red_flags.values(), key=lambda flag: (-flag.urgency, flag.id))
    return Index(
        bit=bit,
        clinicians=sum(bit[id] for id, one in findings.items() if not one.reportable),
        rules={flag.id: _indexed(flag, bit) for flag in flags},
        thresholds=thresholds,
        derived={id: one.derived for id, one in quantities.items() if one.derived},
        settable=settable,
        askers=_askers(questions, settable, wider),
        given=_given(findings, conditions),
        weighed=_weighed(weights),
        said={where: compiled(rule, bit) for where, rule in rules},
        indications={id: _indications(one, bit) for id, one in workup.items()},
        asked_by_flags=_asked_by_flags(flags),
        members=_members(weights, conditions),
        movers={id: tuple(_by_pull(of)) for id, of in weights.of.items()},
        in_order=tuple(one.id for one in sorted(questions.values(), key=lambda one: (one.order, one.id))),
    )


def _asked_by_flags(flags: Iterable[RedFlag]) -> dict[str, Urgency]:
    """The flags come most urgent first, so the first that names a finding says how urgent it can be."""
    most: dict[str, Urgency] = {}
    for flag in flags:
        for id in findings_in(flag.when):
            most.setdefault(id, flag.urgency)
    return most


def _indexed(flag: RedFlag, bit: Mapping[str, int]) -> IndexedRule:
    rule = compiled(flag.when, bit)
    named = tuple(dict.fromkeys(findings_in(flag.when)))
    return IndexedRule(rule, named, rule.told_by, flag.urgency)


def _indications(test: Investigation, bit: Mapping[str, int]) -> tuple[Compiled | None, ...]:
    return tuple(None if one.when is None else compiled(one.when, bit) for one in test.indications)


def _thresholds(findings: Mapping[str, Finding]) -> dict[str, tuple[tuple[str, Threshold], ...]]:
    by_quantity: dict[str, list[tuple[str, Threshold]]] = {}
    for id, finding in findings.items():
        if finding.threshold:
            by_quantity.setdefault(finding.threshold.quantity, []).append((id, finding.threshold))
    return {quantity: tuple(read) for quantity, read in by_quantity.items()}


def _counted(question: Question, thresholds: Mapping[str, tuple[tuple[str, Threshold], ...]]) -> frozenset[str]:
    return frozenset(id for id, _ in thresholds.get(question.quantity or "", ()))


def _askers(
    questions: Mapping[str, Question], settable: Mapping[str, frozenset[str]], wider: Mapping[str, frozenset[str]]
) -> dict[str, Ids]:
    """For each question about details, the questions that can make the thing itself present."""
    finds = {id: finds_of(one, settable[id], wider) for id, one in questions.items()}
    return {
        id: tuple(other for other in questions if other != id and finds[other].intersection(findings_in(one.when)))
        for id, one in questions.items()
        if one.when is not None
    }


def finds_of(question: Question, settable: frozenset[str], wider: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Every finding that an answer can make present, with what that implies."""
    implied = {wide for id in question.asked for wide in wider.get(id, ())}
    return frozenset(question.asked | (settable - question.findings) | implied)


def _given(findings: Mapping[str, Finding], conditions: Mapping[str, Condition]) -> dict[str, dict[str, float]]:
    table: dict[str, dict[str, float]] = {id: {} for id in findings}
    for condition in conditions.values():
        for finding, share in _shares(condition, findings):
            table[finding][condition.id] = share
    return table


def _shares(condition: Condition, findings: Mapping[str, Finding]) -> Iterator[tuple[str, float]]:
    for link in condition.findings:
        background = findings[link.finding].background
        share = link.given if link.given is not None else background * (link.present or 1.0)
        yield link.finding, min(max(share, RAREST), 1 - RAREST)


def _members(weights: Weights, conditions: Mapping[str, Condition]) -> dict[str, Ids]:
    families = dict.fromkeys(one.family for one in conditions.values())
    return {family: tuple(id for id in weights.order if conditions[id].family == family) for family in families}


def _weighed(weights: Weights) -> dict[str, tuple[tuple[str, Weight], ...]]:
    by_finding: dict[str, list[tuple[str, Weight]]] = {}
    for condition, of in weights.of.items():
        for finding, weight in of.items():
            by_finding.setdefault(finding, []).append((condition, weight))
    return {finding: tuple(moved) for finding, moved in by_finding.items()}


def _by_pull(weights: Mapping[str, Weight]) -> Iterable[str]:
    pull = {id: max(abs(weight.present), abs(weight.absent)) for id, weight in weights.items()}
    return sorted((id for id, points in pull.items() if points >= MAIN_REASON), key=lambda id: (-pull[id], id))
