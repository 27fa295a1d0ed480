"""From answers and numbers to what is known of one person."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from midback.engine.gates import Opening, opening
from midback.engine.said import Responses, Said
from midback.errors import CaseError, Fault
from midback.knowledge import DEFAULT_PROFILE, KnowledgeBase
from midback.knowledge.base import Question, QuestionKind
from midback.knowledge.gates import Gate
from midback.knowledge.known_ids import AGE, FEMALE
from midback.knowledge.numbers import Bounds, Derived
from midback.logic import Signs
from midback.terms import Answer, Findings, Setting, Sex

DAYS_A_YEAR = 365.25
NOTHING: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of one person. `quantities` holds numbers by id, in the units of content/quantities.yaml.

    `contradictions` lists findings that were answered both ways; they count as present. `unsaid` holds what counts as
    absent although nobody said so of it: its box was left empty among others, or its whole group was (docs/adr/0017).
    `groups_denied` are those groups.
    """

    findings: Findings = Findings()
    quantities: Mapping[str, float] = field(default_factory=lambda: NOTHING)
    setting: Setting = Setting.COMMUNITY
    profile: str = DEFAULT_PROFILE
    contradictions: tuple[str, ...] = ()
    unsaid: frozenset[str] = frozenset()
    groups_denied: tuple[Gate, ...] = ()

    @property
    def age(self) -> float | None:
        """Age in years, if known."""
        return self.quantities.get(AGE)

    @property
    def sex(self) -> Sex | None:
        """Sex at birth, if known."""
        return {Answer.PRESENT: Sex.FEMALE, Answer.ABSENT: Sex.MALE}.get(self.findings[FEMALE])


def case_from(
    knowledge: KnowledgeBase,
    *,
    responses: Responses = MappingProxyType({}),
    present: Iterable[str] = (),
    absent: Iterable[str] = (),
    quantities: Mapping[str, float] = NOTHING,
    setting: Setting = Setting.COMMUNITY,
    profile: str = DEFAULT_PROFILE,
) -> Case:
    """Everything that answers, findings and numbers together say of a person.

    Raises CaseError listing each answer that doesn't fit its question, unknown id, and number out of range.
    """
    present, absent = tuple(present), tuple(absent)
    check_said(
        knowledge, responses, profile, [*_unknown(knowledge, (*present, *absent)), *_beyond(knowledge, quantities)]
    )
    return known_from(knowledge, responses, present, absent, quantities).case(setting, profile)


def check_said(knowledge: KnowledgeBase, responses: Responses, profile: str, others: Iterable[Fault] = ()) -> None:
    """Raises CaseError listing each answer that doesn't fit its question, other faults, and an unknown profile."""
    faults = [*_faults(knowledge, responses), *others]
    if profile not in knowledge.places:
        faults.append(
            Fault("profile", 0, f"`{profile}` is none of {', '.join(sorted(knowledge.profiles))}, nor a country")
        )
    if faults:
        raise CaseError(faults)


def known_from(
    knowledge: KnowledgeBase,
    responses: Responses,
    present: Iterable[str] = (),
    absent: Iterable[str] = (),
    quantities: Mapping[str, float] = NOTHING,
) -> "Known":
    """The same of answers that are known to fit, as bits."""
    bits = knowledge.index.signs
    said = bits.present(present) | bits.present(absent) << 1
    known = Known(knowledge, said, dict(quantities), outright=said)
    for question in knowledge.interview:
        if opening(knowledge.index, question.id, responses) is Opening.CLOSED:
            known.close(question)
        if question.id in responses and _still_fits(question, known):
            known.hear(question, responses[question.id])
    return known


@dataclass(slots=True)
class Known:
    """What has been heard so far, in the written order of the questions. `said` may hold a finding both ways.

    `outright` is the part of it that was said in so many words: an empty box among ticked ones is no such word.
    `closed` is what a no to a whole group says.
    """

    knowledge: KnowledgeBase
    said: Signs
    quantities: dict[str, float]
    outright: Signs = 0
    closed: Signs = 0
    groups_denied: list[Gate] = field(default_factory=list)

    def close(self, question: Question) -> None:
        """Take a no to the group that this question is about. What was said of it all the same goes before."""
        self.closed |= self.knowledge.index.choices[question.id].ticked << 1

    def hear(self, question: Question, response: Said) -> None:
        """Take an answer in."""
        said = signs_said(self.knowledge, question, response)
        self.said |= said
        self.groups_denied += denied_groups(question, response)
        self.outright |= said if is_outright(question, response) else ticked_signs(self.knowledge, question, response)
        if question.quantity:
            values = [option.value for option in question.options if option.id in response.chosen]
            for value in (response.number, *values):
                if value is not None:
                    self.quantities.setdefault(question.quantity, value)

    @property
    def signs(self) -> Signs:
        """Everything that is known. What was said goes before what a number gives; present goes before absent."""
        return self._completed(self.said, self.closed)

    def _completed(self, said: Signs, closed: Signs) -> Signs:
        bits = self.knowledge.index.signs
        inferred = from_numbers(self.knowledge, self.quantities) | closed
        return bits.completed(bits.resolved(said) | inferred & ~bits.denied(said))

    def case(self, setting: Setting, profile: str) -> Case:
        """The record of it."""
        bits, quantities = self.knowledge.index.signs, with_derived(self.knowledge, self.quantities)
        both = bits.findings(bits.contradicted(self.said) | self.closed >> 1 & self.said)
        findings = bits.findings(self.signs)
        unsaid = findings.absent - bits.findings(self._completed(self.outright, 0)).absent
        return Case(
            findings, MappingProxyType(quantities), setting, profile, tuple(both), unsaid, tuple(self.groups_denied)
        )


def _still_fits(question: Question, known: Known) -> bool:
    """An answer to a follow-up doesn't count once a corrected answer has made it beside the point."""
    index = known.knowledge.index
    return question.when is None or index.answer("questions", question.id, "when", known.signs) is not Answer.ABSENT


def denied_groups(question: Question, response: Said) -> Iterator[Gate]:
    """The groups that an answer to a gate says no to. Who chooses one of several says so, and no more."""
    is_denied = question.kind is QuestionKind.MULTIPLE and not response.not_sure
    for option in question.options if is_denied else ():
        if option.opens and option.id not in response.chosen:
            yield Gate(question.id, option.id)


def is_outright(question: Question, response: Said) -> bool:
    """Does the answer say no in so many words: one of several was chosen, a number given, or "none of these"?"""
    return question.kind is not QuestionKind.MULTIPLE or not response.chosen


def ticked_signs(knowledge: KnowledgeBase, question: Question, response: Said) -> Signs:
    """What the chosen options say by themselves."""
    return knowledge.index.choices[question.id].signs(response.chosen, not_sure=True)


def signs_said(knowledge: KnowledgeBase, question: Question, response: Said) -> Signs:
    """The findings that an answer makes present and absent."""
    return knowledge.index.choices[question.id].signs(response.chosen, not_sure=response.not_sure)


def from_numbers(knowledge: KnowledgeBase, quantities: Mapping[str, float]) -> Signs:
    """The findings that numbers make present and absent, by each finding's threshold."""
    signs, age = 0, quantities.get(AGE)
    for id, bounds in bounds_of(knowledge, quantities).items():
        if ruler := knowledge.index.ruler(id, age):
            signs |= ruler.signs(bounds)
    return signs


def bounds_of(knowledge: KnowledgeBase, quantities: Mapping[str, float]) -> dict[str, Bounds]:
    """What is known of each number, by quantity: those given exactly, and what follows from them."""
    known = {id: Bounds(number, number) for id, number in quantities.items()}
    for id, derived in knowledge.index.derived.items():
        if id not in known and (bounds := _follows(derived, quantities, knowledge.quantities[id].minimum)):
            known[id] = bounds
    return known


def _follows(derived: Derived, quantities: Mapping[str, float], least: float) -> Bounds | None:
    """The weaker side is at most as strong as a side that was measured; pain began at today's age or before."""
    if derived.points:
        return _scored(derived, quantities)
    sides = [quantities[id] for id in derived.weaker_of if id in quantities]
    if sides:
        return Bounds(min(sides) if len(sides) == len(derived.weaker_of) else least, min(sides))
    if (years := quantities.get(derived.years)) is None:
        return None
    days = quantities.get(derived.less_days)
    began = None if days is None else max(years - days / DAYS_A_YEAR, least)
    return Bounds(least, years) if began is None else Bounds(began, began)


def _scored(derived: Derived, quantities: Mapping[str, float]) -> Bounds | None:
    """A sum of points says nothing where none of its numbers was measured, or of a child below its age."""
    if quantities.get(AGE, derived.from_age) < derived.from_age:
        return None
    measured = any(one.quantity in quantities for one in derived.points)
    return derived.score(quantities) if measured else None


def with_derived(knowledge: KnowledgeBase, quantities: Mapping[str, float]) -> dict[str, float]:
    """The numbers given, and those that follow from them exactly."""
    exact = {id: bounds.low for id, bounds in bounds_of(knowledge, quantities).items() if bounds.low == bounds.high}
    return {**exact, **quantities}


def _faults(knowledge: KnowledgeBase, responses: Responses) -> Iterator[Fault]:
    for id, response in responses.items():
        if id not in knowledge.questions:
            yield Fault(f"answers.{id}", 0, "is no question; `midback questions` lists them")
        else:
            yield from response_faults(knowledge.questions[id], response)


def response_faults(question: Question, response: Said) -> Iterator[Fault]:
    """What doesn't fit between an answer and its question."""
    where = f"answers.{question.id}"
    options = [option.id for option in question.options]
    for id in response.chosen:
        if id not in options:
            yield Fault(
                where,
                0,
                f"`{id}` is no option; the options are {', '.join(options) or 'none: give a number'}",
            )
    if question.kind is QuestionKind.SINGLE and not response.not_sure and len(response.chosen) != 1:
        yield Fault(where, 0, "needs exactly one option, or not_sure")
    if question.kind is QuestionKind.NUMBER and not response.not_sure:
        yield from _number_faults(question, response.number, where)


def _number_faults(question: Question, number: float | None, where: str) -> Iterator[Fault]:
    low, high = question.minimum or 0, question.maximum if question.maximum is not None else float("inf")
    if number is None or not low <= number <= high:
        yield Fault(where, 0, f"needs a number from {low:g} to {high:g} {question.unit}".rstrip())


def _unknown(knowledge: KnowledgeBase, ids: Iterable[str]) -> Iterator[Fault]:
    for id in ids:
        if id not in knowledge.findings:
            yield Fault("findings", 0, f"`{id}` is no finding{_near(id, knowledge)}")


def _near(id: str, knowledge: KnowledgeBase) -> str:
    near = [known for known in knowledge.findings if known[:5] == id[:5] or id in known][:3]
    return f"; did you mean {' or '.join(near)}?" if near else "; `midback explain` lists them"


def _beyond(knowledge: KnowledgeBase, quantities: Mapping[str, float]) -> Iterator[Fault]:
    for id, number in quantities.items():
        if id not in knowledge.quantities:
            yield Fault(id, 0, f"is no quantity; known are {', '.join(knowledge.quantities)}")
        elif not knowledge.quantities[id].minimum <= number <= knowledge.quantities[id].maximum:
            known = knowledge.quantities[id]
            yield Fault(id, 0, f"must be from {known.minimum:g} to {known.maximum:g} {known.unit}")
