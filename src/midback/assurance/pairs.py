"""What was chosen beside what is then told: each option with each finding that it sets, each way to a reason."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any, assert_never

from midback.knowledge import Content
from midback.knowledge.base import Finding, Option, Question, QuestionKind, RedFlag
from midback.logic import AtLeast, Expression, Has, Not
from midback.words import Line

Texts = dict[str, Any]
_Row = tuple[str, "PairKind", Texts]
DIGITS = 10
"""Of a digest: enough that no two wordings of a pair share one by chance."""


class PairKind(StrEnum):
    """A finding told of a choice; one told as a no; one told of a number; a reason told of a way to its red flag."""

    OPTION = "option"
    DENIED = "denied"
    NUMBER = "number"
    REASON = "reason"


@dataclass(frozen=True, slots=True)
class Pair:
    """Words that a person chose beside words that are then told.

    `key` is made of ids; `texts` is all that is judged. `asked_when` helps to read it: whom its page is asked.
    """

    key: str
    kind: PairKind
    texts: Texts
    asked_when: Any = None

    @property
    def digest(self) -> str:
        """Short, and another one as soon as a word of the pair is another."""
        return sha256(json.dumps(self.texts, sort_keys=True).encode()).hexdigest()[:DIGITS]


def pairs_of(content: Content) -> tuple[Pair, ...]:
    """Every pair of a content, by key."""
    teller = _Teller(content)
    pairs = [*teller.of_questions(), *teller.of_red_flags()]
    return tuple(sorted(pairs, key=lambda pair: pair.key))


@dataclass(frozen=True, slots=True)
class _Teller:
    content: Content

    def _text(self, line: Line) -> str:
        return self.content.words.text(line)

    def of_questions(self) -> Iterator[Pair]:
        for question in self.content.knowledge.interview:
            when = None if question.when is None else self._read(question.when)
            for key, kind, texts in (*self._of_number(question), *self._of_options(question)):
                yield Pair(f"{question.id}/{key}", kind, texts, when)

    def _of_options(self, question: Question) -> Iterator[_Row]:
        heading = Line()
        for option in () if question.kind is QuestionKind.TEXT else question.options:
            heading = option.heading or heading
            yield from self._of_option(question, option, self._chosen(question, option, heading))

    def _chosen(self, question: Question, option: Option, heading: Line) -> Texts:
        """The words that were chosen, with the page's question and what stands above and below them."""
        chosen = {"heading": heading, "chosen": option.label, "hint": option.hint}
        return self._asked(question) | {name: self._text(line) for name, line in chosen.items() if line}

    def _asked(self, question: Question) -> Texts:
        return {"question": self._text(question.ask), "question_of_another": self._text(question.ask_they)}

    def _of_option(self, question: Question, option: Option, chosen: Texts) -> Iterator[_Row]:
        for id in sorted(self._set(question, option)):
            yield f"{option.id}/{id}", PairKind.OPTION, chosen | self._told(id)
        for id in option.absent:
            yield f"{option.id}/not/{id}", PairKind.DENIED, chosen | self._told(id)

    def _set(self, question: Question, option: Option) -> set[str]:
        """What an option makes present: what it names, what its number reaches, and whatever follows from these."""
        named = {*option.present, *(one.id for one in self._counted(question) if _reaches(option.value, one))}
        return named.union(*(self.content.knowledge.wider.get(id, ()) for id in named))

    def _counted(self, question: Question) -> Iterator[Finding]:
        for finding in self.content.knowledge.findings.values():
            if finding.threshold and finding.threshold.quantity == question.quantity:
                yield finding

    def _of_number(self, question: Question) -> Iterator[_Row]:
        for finding in self._counted(question) if question.kind is QuestionKind.NUMBER else ():
            chosen = self._asked(question) | {"chosen": _bounds(finding, question.unit)}
            yield f"number/{finding.id}", PairKind.NUMBER, chosen | self._told(finding.id)

    def _told(self, id: str) -> Texts:
        finding = self.content.knowledge.findings[id]
        return {"told": self._text(finding.lay), "clinician": self._text(finding.label)}

    def of_red_flags(self) -> Iterator[Pair]:
        for flag in self.content.knowledge.red_flags.values():
            for place, way in enumerate(_ways(flag.when), start=1):
                yield Pair(f"{flag.id}/{place}", PairKind.REASON, self._reason(flag, way))

    def _reason(self, flag: RedFlag, way: Expression) -> Texts:
        told = {"because": self._text(flag.because), "label": self._text(flag.label), "urgency": flag.urgency.id}
        return {"raised_by": self._read(way)} | told

    def _read(self, rule: Expression) -> Any:
        """A rule in the language of rules, with the words that patients are told in place of ids."""
        match rule:
            case Has(id):
                return self._text(self.content.knowledge.lay(id))
            case Not(part):
                return {"not": self._read(part)}
            case AtLeast(count, parts):
                return _listed(count, [self._read(part) for part in parts])
            case _:
                assert_never(rule)


def _listed(count: int, parts: list[Any]) -> Texts:
    if count == len(parts):
        return {"all": parts}
    return {"any": parts} if count == 1 else {"at_least": count, "of": parts}


def _ways(rule: Expression) -> Iterator[Expression]:
    """The ways to raise a rule: what stands in its outer lists of which one is enough."""
    if isinstance(rule, AtLeast) and rule.count == 1:
        for part in rule.parts:
            yield from _ways(part)
    else:
        yield rule


def _reaches(value: float | None, finding: Finding) -> bool:
    return value is not None and finding.threshold is not None and finding.threshold.holds(value)


def _bounds(finding: Finding, unit: str) -> Texts:
    """A number's bounds as they are written in content."""
    if (threshold := finding.threshold) is None:
        return {}
    bounds = {"at_least": threshold.at_least, "below": threshold.below, "unit": unit}
    return {name: bound for name, bound in bounds.items() if bound is not None}
