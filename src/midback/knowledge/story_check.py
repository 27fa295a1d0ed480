"""What is wrong in a calm or a ladder: a story that nobody can have, or that rests on nothing."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any

from midback.document import Path
from midback.knowledge.base import Finding, Question, QuestionKind
from midback.knowledge.closure import implied
from midback.knowledge.known_ids import AGE, FEMALE
from midback.knowledge.numbers import Quantity, Threshold
from midback.knowledge.references import unknown
from midback.knowledge.stories import Calm, Ladder, OfSex, Relation

Records = Mapping[str, Mapping[str, Any]]
Found = Iterator[tuple[Path, str]]


STORY = {"present", "ages", "numbers", "sex", "steps", "sources", "estimate"}
"""The fields that a story's faults lean on."""


def story_faults(story: Calm | Ladder, records: Records) -> Found:
    """Everything that is wrong in a calm or a ladder."""
    return _of_calm(story, records) if isinstance(story, Calm) else _of_ladder(story, records)


def _of_calm(calm: Calm, records: Records) -> Found:
    """Ages or numbers that can't be, something present that they or the sex rule out, or no ground."""
    story = implied(calm.present, records["findings"])
    if AGE in records["quantities"]:  # that it is missing is told elsewhere, once
        yield from _ages(calm, records["quantities"][AGE])
    yield from _numbers(calm, records)
    yield from _against_numbers(calm, story, records["findings"])
    if FEMALE in story and calm.sex is not OfSex.FEMALE:
        yield ("sex",), f"`{FEMALE}` is present, so the sex must be female"
    yield from _excluded(story, records, ("present",))
    yield from _groundless(calm)


def _of_ladder(ladder: Ladder, records: Records) -> Found:
    """A start that isn't the first step alone, steps too few, facts that exclude each other, or no ground."""
    if len(ladder.steps) < 2:
        yield ("steps",), "needs two steps or more"
    for place, step in enumerate(ladder.steps):
        if (step.relation is Relation.START) is not (place == 0):
            yield ("steps", place, "relation"), "the first step is the `start`, and no other is"
    story = implied(tuple(id for step in ladder.steps for id in step.add), records["findings"])
    yield from _excluded(story, records, ("steps",))
    yield from _groundless(ladder)


def _ages(calm: Calm, age: Quantity) -> Found:
    first, last = calm.ages
    if not age.minimum <= first <= last <= age.maximum:
        yield ("ages",), f"must go from a lower to a higher age within {age.minimum:g} to {age.maximum:g}"


def _numbers(calm: Calm, records: Records) -> Found:
    for id, number in calm.numbers.items():
        known = records["quantities"].get(id)
        if known is None:
            yield ("numbers", id), unknown(id, "quantities", records["quantities"])
        elif not known.minimum <= number <= known.maximum:
            yield ("numbers", id), f"must be from {known.minimum:g} to {known.maximum:g} {known.unit}"
    if AGE in calm.numbers:
        yield ("numbers", AGE), "give the ages in `ages`"


def _against_numbers(calm: Calm, story: Iterable[str], findings: Mapping[str, Finding]) -> Found:
    """Present findings that a number or an age of the story contradicts, or that exclude each other."""
    thresholds = {id: findings[id].threshold for id in sorted(story) if id in findings}
    counted = {id: threshold for id, threshold in thresholds.items() if threshold}
    for id, threshold in counted.items():
        numbers = calm.ages if threshold.quantity == AGE else [calm.numbers.get(threshold.quantity)]
        for number in numbers:
            if number is not None and not threshold.holds(number):
                yield ("present",), f"`{id}` is present, but {threshold.quantity} {number:g} says that it isn't"
    for (one, low), (other, high) in combinations(counted.items(), 2):
        if _apart(low, high):
            yield ("present",), f"`{one}` and `{other}` can't both be present"


def _apart(one: Threshold, other: Threshold) -> bool:
    """Is there no number that both hold of?"""
    if one.quantity != other.quantity:
        return False
    starts = [bound.at_least for bound in (one, other) if bound.at_least is not None]
    return not all(bound.holds(max(starts, default=float("-inf"))) for bound in (one, other))


def _excluded(story: frozenset[str], records: Records, path: Path) -> Found:
    """Two facts of which an answer to a choice says that who has the one lacks the other."""
    for question in records["questions"].values():
        if question.kind is QuestionKind.SINGLE:
            for option in question.options:
                for lacking in sorted(story.intersection(option.absent)):
                    wider = implied((lacking,), records["findings"])
                    yield from _never_with(lacking, sorted(story.intersection(option.present) - wider), question, path)


def _never_with(lacking: str, present: Iterable[str], question: Question, path: Path) -> Found:
    for id in present:
        saying = [option for option in question.options if id in option.present]
        if all(lacking in option.absent for option in saying):
            yield path, f"`{id}` rules out `{lacking}` in the question {question.id}; both are present"


def _groundless(story: Calm | Ladder) -> Found:
    if not story.sources and not story.estimate:
        yield (), "needs `sources`, or an `estimate` that gives the reasoning"
