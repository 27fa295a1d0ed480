"""What follows from content and is looked up often: worked out once, and carried by the knowledge base."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from operator import or_

from midback.knowledge.advice import Investigation
from midback.knowledge.base import Condition, Finding, Option, Question, RedFlag
from midback.knowledge.gates import Gate, gates_of, leading_to
from midback.knowledge.information import Information, information_of
from midback.knowledge.numbers import Derived, Quantity, Threshold, Weight, Weights
from midback.knowledge.signs import Choices, Ruler, SignTable, choices_of, ruler_of, sign_table
from midback.knowledge.weights import Whom, lane, pretests
from midback.logic import Compiled, Expression, Signs, compiled, findings_in
from midback.terms import Answer, Urgency

MAIN_REASON = 2**10
"""A quarter of a natural logarithm of the odds, in weights (× 2^12): less is no reason worth a question. estimate."""
RAREST = 0.0005
"""No finding is taken to be rarer in a cause, nor nearer to certain, than this share."""

Ids = tuple[str, ...]
RuleOf = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Calls:
    """What calls for a test: the rules of its indications, each at its place.

    With none of the signs `for_yes`, and no condition suspected that it is `looked_for` with, no indication holds.
    """

    rules: tuple[Compiled | None, ...]
    for_yes: Signs
    looked_for: frozenset[str]


@dataclass(frozen=True, slots=True)
class Index:
    """Look-ups by id. `signs` knows findings as bits; `rules` are the red flags', the most urgent first, then by id;
    `rule_of` has them by id.

    `clinicians` denies all that only an examination shows, `unasked` all that no page of the interview can settle.

    For each red flag: the findings that its rule names, each once (`named`). `rulers` and `derived` are by
    quantity; `young_rulers` holds, from the youngest on, those that go in their place below an age in years. For
    each question: what its options say (`choices`) and, of what each makes present, that which doesn't follow from
    the rest (`narrowest`), the findings that an answer can decide (`settable`), all that it settles or leads to, as
    bits (`leads_to`), the options that open it (`gates`), and the questions that ask for the thing that its details
    are about (`askers`). For each finding: the first question whose options settle it (`asked_in`), what it would
    tell about the cause (`information`), and by how much it moves the score of every condition when present and
    when absent (`moves`, packed); `pretests` says where those scores begin, by whom they are of. For each
    condition: the findings that move it most (`movers`). `said` holds every rule beside the flags' by shelf, id and
    field, and `calls` a test's. `asked_by_flags` says for each finding in a flag's rule how urgent the most urgent
    of them is.
    """

    signs: SignTable
    clinicians: Signs
    unasked: Signs
    rules: tuple[tuple[RedFlag, Compiled], ...]
    rule_of: Mapping[str, Compiled]
    named: Mapping[str, Ids]
    rulers: Mapping[str, Ruler]
    young_rulers: tuple[tuple[float, Mapping[str, Ruler]], ...]
    derived: Mapping[str, Derived]
    choices: Mapping[str, Choices]
    narrowest: Mapping[str, Mapping[str, Ids]]
    settable: Mapping[str, frozenset[str]]
    leads_to: Mapping[str, Signs]
    gates: Mapping[str, tuple[Gate, ...]]
    askers: Mapping[str, Ids]
    asked_in: Mapping[str, str]
    information: Mapping[str, Information]
    movers: Mapping[str, Ids]
    moves: Mapping[str, tuple[int, int]]
    pretests: Mapping[Whom, int]
    said: Mapping[RuleOf, Compiled]
    calls: Mapping[str, Calls]
    asked_by_flags: Mapping[str, Urgency]
    interview: tuple[Question, ...]

    def answer(self, shelf: str, id: str, field: str, signs: Signs) -> Answer | None:
        """What a record's rule says of one person; None where it has no such rule."""
        rule = self.said.get((shelf, id, field))
        return rule.answer(signs) if rule else None

    def ruler(self, quantity: str, age: float | None) -> Ruler | None:
        """What reads this number at an age in years; whose age isn't known is read as grown up."""
        young = None if age is None else next((found for under, found in self.young_rulers if age < under), None)
        return (young or self.rulers).get(quantity) or self.rulers.get(quantity)


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
    signs = sign_table(findings, wider)
    bit, thresholds = signs.bit, _thresholds(findings)
    settable = {id: one.findings | _counted(one, thresholds) for id, one in questions.items()}
    flags = sorted(red_flags.values(), key=lambda flag: (-flag.urgency, flag.id))
    clinicians = signs.present(id for id, one in findings.items() if not one.reportable) << 1
    named = {flag.id: tuple(dict.fromkeys(findings_in(flag.when))) for flag in flags}
    flagged = tuple((flag, compiled(flag.when, bit, clinicians)) for flag in flags)
    gates, askers = gates_of(questions), _askers(questions, settable, wider)
    return Index(
        signs=signs,
        clinicians=clinicians,
        unasked=signs.present(findings.keys() - _asked(settable, wider)) << 1,
        rules=flagged,
        rule_of={flag.id: rule for flag, rule in flagged},
        named=named,
        rulers={quantity: ruler_of(found, bit) for quantity, found in thresholds.items()},
        young_rulers=tuple(_young_rulers(thresholds, bit)),
        derived={id: one.derived for id, one in quantities.items() if one.derived},
        choices={id: choices_of(one, bit) for id, one in questions.items()},
        narrowest={id: {of.id: _narrowest(of, wider) for of in one.options} for id, one in questions.items()},
        settable=settable,
        leads_to={
            id: signs.present(found) for id, found in leading_to(_with_wider(settable, wider), gates, askers).items()
        },
        gates=gates,
        askers=askers,
        asked_in={id: one.id for one in reversed([*questions.values()]) for id in one.findings},
        information=_information(findings, conditions, weights),
        moves=_moves(weights),
        pretests=pretests(conditions, weights.order),
        said={where: compiled(rule, bit) for where, rule in rules},
        calls={id: _calls(one, bit) for id, one in workup.items()},
        asked_by_flags=_asked_by_flags(flags),
        movers={id: tuple(_by_pull(of)) for id, of in weights.of.items()},
        interview=tuple(sorted(questions.values(), key=lambda one: (one.order, one.id))),
    )


def _with_wider(
    settable: Mapping[str, frozenset[str]], wider: Mapping[str, frozenset[str]]
) -> dict[str, frozenset[str]]:
    return {id: found.union(*(wider.get(one, ()) for one in found)) for id, found in settable.items()}


def _asked(settable: Mapping[str, frozenset[str]], wider: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Every finding that an answer can settle, itself or by a narrower one."""
    told = frozenset[str]().union(*settable.values())
    return told.union(*(wider.get(id, ()) for id in told))


def _narrowest(option: Option, wider: Mapping[str, frozenset[str]]) -> Ids:
    follows = {wide for id in option.present for wide in wider.get(id, ())}
    return tuple(id for id in option.present if id not in follows)


def _asked_by_flags(flags: Iterable[RedFlag]) -> dict[str, Urgency]:
    """The flags come most urgent first, so the first that names a finding says how urgent it can be."""
    most: dict[str, Urgency] = {}
    for flag in flags:
        for id in findings_in(flag.when):
            most.setdefault(id, flag.urgency)
    return most


def _calls(test: Investigation, bit: Mapping[str, int]) -> Calls:
    rules = tuple(None if one.when is None else compiled(one.when, bit) for one in test.indications)
    for_yes = reduce(or_, (rule.for_yes for rule in rules if rule), 0)
    return Calls(rules, for_yes, frozenset(id for one in test.indications for id in one.suspected))


def _thresholds(findings: Mapping[str, Finding]) -> dict[str, tuple[tuple[str, Threshold], ...]]:
    by_quantity: dict[str, list[tuple[str, Threshold]]] = {}
    for id, finding in findings.items():
        if finding.threshold:
            by_quantity.setdefault(finding.threshold.quantity, []).append((id, finding.threshold))
    return {quantity: tuple(read) for quantity, read in by_quantity.items()}


def _young_rulers(
    thresholds: Mapping[str, tuple[tuple[str, Threshold], ...]], bit: Mapping[str, int]
) -> Iterator[tuple[float, Mapping[str, Ruler]]]:
    fitted = {quantity: read for quantity, read in thresholds.items() if any(one.young for _, one in read)}
    ages = sorted({limit.under for read in fitted.values() for _, one in read for limit in one.young})
    for before, under in pairwise((0.0, *ages)):
        at = {quantity: [(id, one.at_age(before)) for id, one in read] for quantity, read in fitted.items()}
        yield under, {quantity: ruler_of(read, bit) for quantity, read in at.items()}


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


def _information(
    findings: Mapping[str, Finding], conditions: Mapping[str, Condition], weights: Weights
) -> dict[str, Information]:
    given: dict[str, dict[str, float]] = {id: {} for id in findings}
    for condition in conditions.values():
        for finding, share in _shares(condition, findings):
            given[finding][condition.id] = share
    return {id: information_of(given[id], one.background, weights.order) for id, one in findings.items()}


def _shares(condition: Condition, findings: Mapping[str, Finding]) -> Iterator[tuple[str, float]]:
    for link in condition.findings:
        background = findings[link.finding].background
        share = link.given if link.given is not None else background * (link.present or 1.0)
        yield link.finding, min(max(share, RAREST), 1 - RAREST)


def _moves(weights: Weights) -> dict[str, tuple[int, int]]:
    moves: dict[str, tuple[int, int]] = {}
    for place, condition in enumerate(weights.order):
        for finding, weight in weights.of[condition].items():
            present, absent = moves.get(finding, (0, 0))
            moves[finding] = present + lane(weight.present, place), absent + lane(weight.absent, place)
    return moves


def _by_pull(weights: Mapping[str, Weight]) -> Iterable[str]:
    pull = {id: max(abs(weight.present), abs(weight.absent)) for id, weight in weights.items()}
    return sorted((id for id, points in pull.items() if points >= MAIN_REASON), key=lambda id: (-pull[id], id))
