"""The form for an examination: what can be entered, in the order in which a clinician works, and reading it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from starlette.datastructures import FormData

from midback.encounter import Examination
from midback.errors import CaseError, Fault
from midback.exchange.numerals import NumberRefused, read_number, written
from midback.knowledge import KnowledgeBase
from midback.knowledge.base import Finding, Quantity
from midback.terms import Answer
from midback.words import say

SHEET = "exam_"
TESTS = "tests"
FINDING, NUMBER = "f-", "n-"
SAID = {"yes": Answer.PRESENT, "no": Answer.ABSENT, "": Answer.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Sign:
    """A finding to look for. `said` is yes, no, or empty where it wasn't looked for."""

    finding: Finding
    said: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A number to enter, as typed; `notes` say how to measure it and what counts."""

    quantity: Quantity
    typed: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A part of the examination; `entered` counts what is filled in."""

    id: str
    measures: tuple[Measure, ...]
    signs: tuple[Sign, ...]

    @property
    def entered(self) -> int:
        """How many fields are filled in."""
        return sum(bool(one.typed) for one in self.measures) + sum(bool(one.said) for one in self.signs)


@dataclass(frozen=True, slots=True)
class Filled:
    """What a clinician put into the form; UNKNOWN and None stand for an empty field."""

    findings: Mapping[str, Answer]
    numbers: Mapping[str, float | None]


def sheets(knowledge: KnowledgeBase, found: Examination) -> tuple[Sheet, ...]:
    """Every sheet with what was entered so far."""
    topics: dict[str, list[Finding]] = {}
    for finding in knowledge.findings.values():
        if finding.topic.startswith(SHEET) or finding.topic == TESTS:
            topics.setdefault(finding.topic, []).append(finding)
    order = sorted(topics, key=lambda topic: (topic == TESTS, topic))
    return tuple(
        Sheet(topic, _measures(knowledge, topics[topic], found), _signs(topics[topic], found)) for topic in order
    )


def _signs(findings: list[Finding], found: Examination) -> tuple[Sign, ...]:
    words = {Answer.PRESENT: "yes", Answer.ABSENT: "no"}
    looked = [one for one in findings if one.threshold is None]
    return tuple(Sign(one, words.get(found.findings.get(one.id, Answer.UNKNOWN), "")) for one in looked)


def _measures(knowledge: KnowledgeBase, findings: list[Finding], found: Examination) -> tuple[Measure, ...]:
    notes: dict[str, list[str]] = {}
    for one in findings:
        if one.threshold:
            notes.setdefault(one.threshold.quantity, []).append(f"{one.label}. {one.note}".strip())
    numbers = found.numbers
    return tuple(
        Measure(knowledge.quantities[id], written(numbers[id]) if id in numbers else "", tuple(dict.fromkeys(told)))
        for id, told in notes.items()
    )


def as_typed(sheets: tuple[Sheet, ...], form: FormData) -> tuple[Sheet, ...]:
    """The same sheets with what a form holds, sound or not."""
    return tuple(
        replace(
            sheet,
            measures=tuple(replace(one, typed=_text(form, NUMBER, one.quantity.id)) for one in sheet.measures),
            signs=tuple(replace(one, said=_text(form, FINDING, one.finding.id)) for one in sheet.signs),
        )
        for sheet in sheets
    )


def _text(form: FormData, kind: str, id: str) -> str:
    return str(form.get(f"{kind}{id}", ""))


def read(knowledge: KnowledgeBase, form: FormData) -> Filled:
    """The fields of a form that was sent. Raises CaseError for each number that is none, or out of its range."""
    findings = {id: SAID[value] for id, value in _fields(form, FINDING) if value in SAID}
    typed = {id: value for id, value in _fields(form, NUMBER) if id in knowledge.quantities}
    if faults := [fault for id, value in typed.items() for fault in _faults(knowledge.quantities[id], value)]:
        raise CaseError(faults)
    return Filled(
        {id: answer for id, answer in findings.items() if id in knowledge.clinician_only},
        {id: read_number(value) if value else None for id, value in typed.items()},
    )


def _fields(form: FormData, kind: str) -> Iterator[tuple[str, str]]:
    return ((name.removeprefix(kind), str(value).strip()) for name, value in form.items() if name.startswith(kind))


def _faults(quantity: Quantity, typed: str) -> Iterator[Fault]:
    bounds = {"low": f"{quantity.minimum:g}", "high": f"{quantity.maximum:g}", "unit": quantity.unit}
    key, parts = _refused(quantity, typed)
    if key:
        yield Fault(f"{NUMBER}{quantity.id}", 0, f"{quantity.label}: {say(key, **bounds, **parts)}")


def _refused(quantity: Quantity, typed: str) -> tuple[str, Mapping[str, str]]:
    """The key of the sentence for what stands in the way of a number, and its parts; "" where nothing does."""
    try:
        if not typed or quantity.minimum <= read_number(typed) <= quantity.maximum:
            return "", {}
    except NumberRefused as refused:
        if refused.key != "numbers.none":
            return refused.key, refused.parts
    return "numbers.measured", {}


def changes(filled: Filled, found: Examination) -> Filled:
    """What differs from what was entered before, so that an entry holds only what is new."""
    numbers = {id: number for id, number in filled.numbers.items() if found.numbers.get(id) != number}
    findings = {
        id: answer for id, answer in filled.findings.items() if found.findings.get(id, Answer.UNKNOWN) is not answer
    }
    return Filled(findings, numbers)
