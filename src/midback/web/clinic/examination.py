"""The form for an examination: what can be entered, in the order in which a clinician works, and reading it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from starlette.datastructures import FormData

from midback.encounter import Entry, Examination
from midback.errors import Fault
from midback.exchange.numerals import NumberRefused, read_number, written
from midback.knowledge import KnowledgeBase
from midback.knowledge.base import Finding, Topic, TopicSection
from midback.knowledge.numbers import Quantity
from midback.terms import Answer
from midback.words import Words, say, unit

FINDING, NUMBER = "f-", "n-"
SAID = {"yes": Answer.PRESENT, "no": Answer.ABSENT, "": Answer.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Sign:
    """A finding to look for. `said` is yes, no, or empty where it wasn't looked for.

    `meanwhile` tells what somebody else entered after the form was opened.
    """

    finding: Finding
    said: str
    meanwhile: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """A number to enter, as typed; `findings` say how to measure it and what counts. `meanwhile` as in a sign."""

    quantity: Quantity
    typed: str
    findings: tuple[Finding, ...]
    meanwhile: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A part of the examination; `entered` counts what is filled in."""

    topic: Topic
    measures: tuple[Measure, ...]
    signs: tuple[Sign, ...]

    @property
    def entered(self) -> int:
        """How many fields are filled in."""
        return sum(bool(one.typed) for one in self.measures) + sum(bool(one.said) for one in self.signs)

    @property
    def is_open(self) -> bool:
        """Is there anything to look at?"""
        return (
            bool(self.entered)
            or any(one.meanwhile for one in self.signs)
            or any(one.meanwhile for one in self.measures)
        )


@dataclass(frozen=True, slots=True)
class Filled:
    """What a clinician put into the form; UNKNOWN and None stand for an empty field."""

    findings: Mapping[str, Answer]
    numbers: Mapping[str, float | None]


def sheets(knowledge: KnowledgeBase, found: Examination) -> tuple[Sheet, ...]:
    """Every sheet with what was entered so far."""
    findings: dict[str, list[Finding]] = {}
    for finding in knowledge.findings.values():
        findings.setdefault(finding.topic, []).append(finding)
    examined = [one for one in knowledge.topics.values() if one.section is TopicSection.EXAMINATION]
    return tuple(
        Sheet(topic, _measures(knowledge, findings[topic.id], found), _signs(findings[topic.id], found))
        for topic in sorted(examined, key=lambda topic: topic.order)
        if topic.id in findings
    )


def _signs(findings: list[Finding], found: Examination) -> tuple[Sign, ...]:
    words = {Answer.PRESENT: "yes", Answer.ABSENT: "no"}
    looked = [one for one in findings if one.threshold is None]
    return tuple(Sign(one, words.get(found.findings.get(one.id, Answer.UNKNOWN), "")) for one in looked)


def _measures(knowledge: KnowledgeBase, findings: list[Finding], found: Examination) -> tuple[Measure, ...]:
    notes: dict[str, list[Finding]] = {}
    for one in findings:
        if one.threshold:
            notes.setdefault(one.threshold.quantity, []).append(one)
    numbers = found.numbers
    return tuple(
        Measure(knowledge.quantities[id], written(numbers[id]) if id in numbers else "", tuple(told))
        for id, told in notes.items()
    )


def as_typed(
    words: Words,
    knowledge: KnowledgeBase,
    form: FormData,
    seen: Examination,
    now: Examination,
    names: Mapping[str, str],
) -> tuple[Sheet, ...]:
    """Every sheet with what a form changed, sound or not, and with what stands now wherever it changed nothing.

    What somebody else entered after the form was opened is told beside its field.
    """
    told = _Told(words, now.entries[len(seen.entries) :], names)
    return tuple(
        replace(
            current,
            measures=tuple(_measure(form, *pair, told) for pair in zip(shown.measures, current.measures, strict=True)),
            signs=tuple(_sign(form, *pair, told) for pair in zip(shown.signs, current.signs, strict=True)),
        )
        for shown, current in zip(sheets(knowledge, seen), sheets(knowledge, now), strict=True)
    )


def _sign(form: FormData, shown: Sign, current: Sign, told: "_Told") -> Sign:
    sent = _text(form, FINDING, current.finding.id, shown.said)
    meanwhile = told.sign(current) if current.said != shown.said else ""
    return replace(current, said=sent if sent != shown.said else current.said, meanwhile=meanwhile)


def _measure(form: FormData, shown: Measure, current: Measure, told: "_Told") -> Measure:
    sent = _text(form, NUMBER, current.quantity.id, shown.typed)
    meanwhile = told.measure(current) if current.typed != shown.typed else ""
    return replace(current, typed=sent if sent != shown.typed else current.typed, meanwhile=meanwhile)


def _text(form: FormData, kind: str, id: str, otherwise: str) -> str:
    return str(form.get(f"{kind}{id}", otherwise))


@dataclass(frozen=True, slots=True)
class _Told:
    """Says who entered what in these entries. `names` are by the id of the account."""

    words: Words
    entries: tuple[Entry, ...]
    names: Mapping[str, str]

    def sign(self, current: Sign) -> str:
        last = next((one for one in reversed(self.entries) if current.finding.id in one.findings), None)
        what = {"yes": "found", "no": "not_found", "": "not_looked"}[current.said]
        return self._said(last, say(f"clinic.{what}"))

    def measure(self, current: Measure) -> str:
        last = next((one for one in reversed(self.entries) if current.quantity.id in one.numbers), None)
        typed = f"{current.typed} {unit(self.words, current.quantity.unit)}"
        return self._said(last, typed if current.typed else say("desk.taken_out"))

    def _said(self, entry: Entry | None, what: str) -> str:
        if entry is None:
            return ""
        return say("desk.meanwhile", name=named(self.names, entry.account), when=moment(entry.at), what=what)


def named(names: Mapping[str, str], account: str) -> str:
    """A clinician's name, or that the account was removed."""
    return names.get(account) or say("desk.removed_account")


def moment(at: datetime) -> str:
    """A time of day as the desk shows it, in UTC."""
    return say("desk.moment", when=f"{at:%Y-%m-%d %H:%M}")


def read(words: Words, knowledge: KnowledgeBase, form: FormData) -> tuple[Filled, tuple[Fault, ...]]:
    """The sound fields of a form that was sent, and a fault for each other.

    A fault is a number that is none, or out of its range; or a field that this content no longer has.
    """
    typed = dict(_fields(form, NUMBER))
    faults = {id: list(_faults(words, knowledge, id, value)) for id, value in typed.items()}
    signs = dict(_fields(form, FINDING))
    gone = [
        Fault("", 0, say("desk.not_taken", what=id)) for id, value in signs.items() if value and _is_gone(knowledge, id)
    ]
    findings = {id: SAID[said] for id, said in signs.items() if said in SAID and not _is_gone(knowledge, id)}
    numbers = {
        id: read_number(said) if said else None
        for id, said in typed.items()
        if not faults[id] and id in knowledge.quantities
    }
    return Filled(findings, numbers), (*gone, *(fault for one in faults.values() for fault in one))


def _is_gone(knowledge: KnowledgeBase, finding: str) -> bool:
    return finding not in knowledge.clinician_only


def _fields(form: FormData, kind: str) -> Iterator[tuple[str, str]]:
    return ((name.removeprefix(kind), str(value).strip()) for name, value in form.items() if name.startswith(kind))


def _faults(words: Words, knowledge: KnowledgeBase, id: str, typed: str) -> Iterator[Fault]:
    quantity = knowledge.quantities.get(id)
    if quantity is None:
        if typed:
            yield Fault("", 0, say("desk.not_taken", what=f"{id} {typed}"))
        return
    bounds = {"low": f"{quantity.minimum:g}", "high": f"{quantity.maximum:g}", "unit": unit(words, quantity.unit)}
    key, parts = _refused(quantity, typed)
    if key:
        yield Fault(f"{NUMBER}{quantity.id}", 0, f"{words.text(quantity.label)}: {words.say(key, **bounds, **parts)}")


def _refused(quantity: Quantity, typed: str) -> tuple[str, Mapping[str, str]]:
    """The key of the sentence for what stands in the way of a number, and its parts; "" where nothing does."""
    try:
        if not typed or quantity.minimum <= read_number(typed) <= quantity.maximum:
            return "", {}
    except NumberRefused as refused:
        if refused.key != "numbers.none":
            return refused.key, refused.parts
    return "numbers.measured", {}
