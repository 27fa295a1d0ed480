"""Answers questions the way a known case would: from what is known, and "not sure" elsewhere."""

from collections.abc import Iterator

from midback.engine import Case, Said, ask_next
from midback.knowledge import KnowledgeBase
from midback.knowledge.base import Option, Question, QuestionKind
from midback.terms import Answer

NOT_SURE = Said(not_sure=True)


def interview(knowledge: KnowledgeBase, case: Case) -> dict[str, Said]:
    """A whole interview with somebody who knows just what is in their case."""
    responses: dict[str, Said] = {}
    while (step := ask_next(knowledge, responses, profile=case.profile, setting=case.setting)) is not None:
        responses[step.question.id] = answer(step.question, case, knowledge)
    return responses


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
            return _ticks(question, case)
        case QuestionKind.TEXT:
            return Said()


def _ticks(question: Question, case: Case) -> Said:
    ticked = tuple(option.id for option in question.options if _any(option.present, case, Answer.PRESENT))
    left = [option for option in question.options if option.id not in ticked]
    sure = all(case.findings[id] is Answer.ABSENT for option in left for id in option.present)
    return Said(ticked, not_sure=not sure)


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
    return any(case.findings[id] is wanted for id in ids)
