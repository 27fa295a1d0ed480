"""Answers questions the way a known case would: from what is known, and "not sure" elsewhere."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from midback.engine import Case, Said, ask_next
from midback.engine.case import known_from
from midback.engine.interview import is_askable
from midback.knowledge import KnowledgeBase
from midback.knowledge.base import Option, Question, QuestionKind
from midback.terms import Answer, Urgency

NOT_SURE = Said(not_sure=True)
Answering = Callable[[Question, Case, KnowledgeBase], Said]


def interview(knowledge: KnowledgeBase, case: Case) -> dict[str, Said]:
    """A whole interview with somebody who knows just what is in their case."""
    return _asked_on(knowledge, case, {}, None)


def heard_until(
    knowledge: KnowledgeBase,
    case: Case,
    demanded: Urgency,
    first: Mapping[str, Said] = MappingProxyType({}),
    answering: Answering | None = None,
) -> dict[str, Said]:
    """The same interview, but no further than it takes for the red flags to demand so much; `first` was said before it.

    The screen and the pages that everybody gets come first in every interview, so they are answered without asking.
    """
    said = _answered(knowledge, case, lambda question: question.emergency or question.always, first, answering)
    return _asked_on(knowledge, case, said, demanded, answering)


def every_page(knowledge: KnowledgeBase, case: Case, answering: Answering | None = None) -> dict[str, Said]:
    """What the same person answers where no page is left out but those beside the point: all that they can tell."""
    return _answered(knowledge, case, lambda _: True, answering=answering)


def remembering(answering: Answering) -> Answering:
    """The same answers, each worked out once: for one person who is asked in several interviews."""
    said: dict[str, Said] = {}

    def remembered(question: Question, case: Case, knowledge: KnowledgeBase) -> Said:
        if question.id not in said:
            said[question.id] = answering(question, case, knowledge)
        return said[question.id]

    return remembered


def _asked_on(
    knowledge: KnowledgeBase,
    case: Case,
    responses: dict[str, Said],
    until: Urgency | None,
    answering: Answering | None = None,
) -> dict[str, Said]:
    """The rest of an interview that began with these answers; with `until`, no further than so much is demanded."""
    while (step := ask_next(knowledge, responses, profile=case.profile, setting=case.setting)) is not None:
        if until is not None and step.demanded >= until:
            break
        responses[step.question.id] = (answering or answer)(step.question, case, knowledge)
    return responses


def _answered(
    knowledge: KnowledgeBase,
    case: Case,
    wanted: Callable[[Question], bool],
    first: Mapping[str, Said] = MappingProxyType({}),
    answering: Answering | None = None,
) -> dict[str, Said]:
    responses = dict(first)
    pages = [question for question in knowledge.interview if wanted(question)]
    while waiting := _waiting(knowledge, pages, responses):
        responses |= {question.id: (answering or answer)(question, case, knowledge) for question in waiting}
    return responses


def _waiting(knowledge: KnowledgeBase, pages: list[Question], responses: dict[str, Said]) -> list[Question]:
    signs = known_from(knowledge, responses).signs
    return [question for question in pages if is_askable(knowledge, question, responses, signs)]


def answer(question: Question, case: Case, knowledge: KnowledgeBase) -> Said:
    """The response to one question."""
    match question.kind:
        case QuestionKind.NUMBER:
            number = case.quantities.get(question.quantity or "")
            return NOT_SURE if number is None else Said(number=number)
        case QuestionKind.SINGLE:
            chosen = next(_fitting(question, case, knowledge), None)
            return NOT_SURE if chosen is None else Said((chosen.id,))
        case QuestionKind.MULTIPLE:
            return _ticks(question, case, knowledge)
        case QuestionKind.TEXT:
            return Said()


def _ticks(question: Question, case: Case, knowledge: KnowledgeBase) -> Said:
    """Options beside each other may share a wider finding: what tells them apart decides."""
    own = {option.id: tuple(_told_by(question, option, knowledge)) for option in question.options}
    ticked = tuple(id for id, ids in own.items() if _any(ids, case, Answer.PRESENT))
    known = case.findings.lookup
    left = [ids for id, ids in own.items() if id not in ticked]
    return Said(ticked, not_sure=not all(known.get(id) is Answer.ABSENT for ids in left for id in ids))


def _told_by(question: Question, option: Option, knowledge: KnowledgeBase) -> Iterator[str]:
    """What tells an option apart; of a box that opens lists, what tells their boxes apart, too."""
    yield from knowledge.index.narrowest[question.id][option.id]
    for page in (knowledge.questions[id] for id in option.opens):
        for inside in page.options if page.kind is QuestionKind.MULTIPLE else ():
            yield from _told_by(page, inside, knowledge)


def _fitting(question: Question, case: Case, knowledge: KnowledgeBase) -> Iterator[Option]:
    """Options that the case speaks for and not against, those that say most first."""
    number = case.quantities.get(question.quantity or "")
    if number is not None:
        valued = [option for option in question.options if option.value is not None]
        yield from sorted(valued, key=lambda option: abs((option.value or 0) - number))
    fitting = [option for option in question.options if _speaks_for(option, case) and not _speaks_against(option, case)]
    yield from sorted(fitting, key=lambda option: -sum(case.findings[id] is Answer.PRESENT for id in option.present))


def _speaks_for(option: Option, case: Case) -> bool:
    """Something it says is present is, or, where it only rules out, all that it rules out is known absent."""
    if option.present:
        return _any(option.present, case, Answer.PRESENT)
    return bool(option.absent) and all(case.findings[id] is Answer.ABSENT for id in option.absent)


def _speaks_against(option: Option, case: Case) -> bool:
    return _any(option.present, case, Answer.ABSENT) or _any(option.absent, case, Answer.PRESENT)


def _any(ids: tuple[str, ...], case: Case, wanted: Answer) -> bool:
    known = case.findings.lookup
    return any(known.get(id) is wanted for id in ids)
