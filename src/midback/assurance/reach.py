"""Every emergency is reached by the interview, whichever page comes first.

What is proved of a red flag that calls for an emergency: the people of its examples who raise it by what a person can
tell are told of an emergency in an interview that begins with any page that somebody can begin with, and
goes on as the engine asks. They tick what they have and leave all else empty, which says no; of a choice that holds
nothing of theirs they take the option that says least. Who has what is asked only in narrower forms has the first of
them. A flag whose examples all need an examination is no part of it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from midback.assurance.answering import Answering, answer, heard_until, remembering
from midback.assurance.proof import Proof
from midback.engine import Case, case_from
from midback.engine.case import known_from
from midback.engine.interview import is_askable
from midback.engine.red_flags import triage_of
from midback.engine.said import Said
from midback.knowledge import KnowledgeBase
from midback.knowledge.base import Question, QuestionKind, RedFlag
from midback.knowledge.closure import complete
from midback.knowledge.known_ids import AGE
from midback.knowledge.numbers import Threshold
from midback.terms import Findings, Urgency
from midback.words import say

USUAL = 45.0
"""Years of age of somebody whose age doesn't matter."""


def emergencies_are_reached(knowledge: KnowledgeBase) -> Iterator[Proof]:
    """For each emergency that a person can tell of; who isn't led to it is shown, with the page that came first."""
    first = list(_first_pages(knowledge))
    for flag in knowledge.red_flags.values():
        people = list(_people(knowledge, flag)) if flag.urgency is Urgency.EMERGENCY_NOW else []
        if people:
            yield _reached(knowledge, flag, people, first)


def _first_pages(knowledge: KnowledgeBase) -> Iterator[Question]:
    """Every page that somebody can begin with. The screen stands for those that everybody gets before all others.

    Whichever of them comes first, the same has been said when they are through, or an emergency has ended them.
    """
    askable = [page for page in knowledge.interview if is_askable(knowledge, page, {}, 0)]
    for_all = [page for page in askable if page.when is None and (page.emergency or page.always)]
    yield from for_all[:1]
    yield from (page for page in askable if page not in for_all)


def _reached(knowledge: KnowledgeBase, flag: RedFlag, people: list[Case], first: list[Question]) -> Proof:
    statement = say("prove.statements.reached", id=flag.id)
    for case in people:
        answering = remembering(says)
        for page in first:
            if not _is_told(knowledge, interview_from(knowledge, page, case, answering)):
                return Proof("reached", statement, False, Findings(case.findings.present), note=page.id)
    return Proof("reached", statement, holds=True)


def interview_from(knowledge: KnowledgeBase, page: Question, case: Case, answering: Answering) -> dict[str, Said]:
    """An interview that begins with this page, with somebody who has just what is in their case.

    It ends at an emergency: what raised one stays true whatever else is answered.
    """
    first = {page.id: answering(page, case, knowledge)}
    return heard_until(knowledge, case, Urgency.EMERGENCY_NOW, first, answering)


def says(page: Question, case: Case, knowledge: KnowledgeBase) -> Said:
    """What somebody answers who has just what is in their case."""
    said = answer(page, case, knowledge)
    if page.kind is QuestionKind.MULTIPLE:
        return replace(said, not_sure=False)
    open_to_them = [one for one in page.options if not case.findings.present.intersection(one.absent)]
    if page.kind is QuestionKind.SINGLE and said.not_sure and open_to_them:
        return Said((min(open_to_them, key=lambda one: len(one.present)).id,))
    return said


def _is_told(knowledge: KnowledgeBase, heard: Mapping[str, Said]) -> bool:
    return triage_of(knowledge, known_from(knowledge, heard).signs).urgency is Urgency.EMERGENCY_NOW


def _people(knowledge: KnowledgeBase, flag: RedFlag) -> Iterator[Case]:
    """Those of its examples that raise it, by what they can tell."""
    forms = _forms(knowledge)
    for example in flag.examples:
        has = complete(Findings({*example.present, *(forms.get(id, id) for id in example.present)}), knowledge.wider)
        if example.expect == "present" and not has.present & knowledge.clinician_only:
            yield _person(knowledge, has.present)


def _forms(knowledge: KnowledgeBase) -> dict[str, str]:
    """For what no page asks as such, the first narrower form that one asks."""
    pages = [page.id for page in knowledge.interview if page.kind is not QuestionKind.TEXT]
    asked = dict.fromkeys(id for page in pages for ids in knowledge.index.narrowest[page].values() for id in ids)
    forms = {wide: id for id in reversed(asked) for wide in knowledge.wider.get(id, ())}
    return {wide: id for wide, id in forms.items() if wide not in asked}


def _person(knowledge: KnowledgeBase, has: frozenset[str]) -> Case:
    """Somebody with these findings, and the numbers that go with them."""
    numbers = {AGE: USUAL} | {id: _number(read, knowledge.quantities[id].minimum) for id, read in _read(knowledge, has)}
    told = {id: number for id, number in numbers.items() if not knowledge.quantities[id].derived}
    return case_from(knowledge, present=has, quantities=told)


def _read(knowledge: KnowledgeBase, has: frozenset[str]) -> Iterator[tuple[str, list[Threshold]]]:
    """The thresholds that the findings are within, by quantity."""
    found = [knowledge.findings[id].threshold for id in has]
    for quantity in {one.quantity for one in found if one}:
        yield quantity, [one for one in found if one and one.quantity == quantity]


def _number(read: list[Threshold], least: float) -> float:
    """A number within all of them: the lowest."""
    return max([least, *(one.at_least for one in read if one.at_least is not None)])
