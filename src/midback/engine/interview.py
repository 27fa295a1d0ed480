"""The adaptive history: what to ask next, why, and when to stop."""

from dataclasses import dataclass
from math import log

from midback.engine.case import Case, Responses, case_from
from midback.engine.differential import probabilities_of
from midback.engine.red_flags import triage_of
from midback.knowledge import DEFAULT_PROFILE, KnowledgeBase
from midback.knowledge.base import Question, QuestionKind
from midback.logic import Signs
from midback.terms import Answer, Setting, Urgency

SMALL_GAIN = 0.08
"""Bits of expected information about the cause, a page, below which a question isn't worth asking. estimate."""
MOST_PAGES = 22


@dataclass(frozen=True, slots=True)
class Step:
    """The question to ask, why now, and a bound on how many pages may follow it."""

    question: Question
    reason: str
    at_most_more: int


def ask_next(
    knowledge: KnowledgeBase,
    responses: Responses,
    *,
    profile: str = DEFAULT_PROFILE,
    setting: Setting = Setting.COMMUNITY,
    beyond_emergency: bool = False,
) -> Step | None:
    """The next question, or None when the interview is done.

    First the emergency screen, then the pages that everybody gets, then what could still change the
    urgency, then what tells most about the cause. A raised emergency ends it, unless the person goes on.
    """
    case = case_from(knowledge, responses=responses, profile=profile, setting=setting)
    signs = knowledge.index.signs(case.findings.lookup)
    waiting = [question for question in knowledge.interview if is_askable(knowledge, question, responses, signs)]
    urgency = triage_of(knowledge, signs)
    screened = not any(question.emergency for question in waiting)
    if screened and urgency.urgency is Urgency.EMERGENCY_NOW and not beyond_emergency:
        return None
    undecided = {id for flag in urgency.still_open for id in knowledge.index.rules[flag.id].named} - set(case.findings)
    needed = [
        question
        for question in waiting
        if question.always or question.emergency or question_sets(knowledge, question) & undecided
    ]
    if needed:
        question = min(needed, key=lambda one: (not one.emergency, not one.always, one.order))
        return Step(question, _reason(question), len(needed) - 1)
    return _most_telling(knowledge, case, waiting) if len(responses) < MOST_PAGES else None


def is_askable(knowledge: KnowledgeBase, question: Question, responses: Responses, signs: Signs) -> bool:
    """Not answered yet, and not beside the point. What is answered in writing is offered by a door, not asked here.

    Details are beside the point of somebody who doesn't have the thing, and of somebody who was asked about it and
    isn't sure: they stay unknown, which is never taken for no.
    """
    if question.id in responses or question.kind is QuestionKind.TEXT:
        return False
    match knowledge.index.answer("questions", question.id, "when", signs):
        case None:
            return True
        case Answer.UNKNOWN:
            askers = knowledge.index.askers[question.id]
            return not askers or any(asker not in responses for asker in askers)
        case answer:
            return answer is Answer.PRESENT


def question_sets(knowledge: KnowledgeBase, question: Question) -> frozenset[str]:
    """Every finding that an answer can decide: through its options or the number it gives."""
    return knowledge.index.settable[question.id]


def _reason(question: Question) -> str:
    if question.emergency:
        return "emergency"
    return "always" if question.always else "urgency"


def _most_telling(knowledge: KnowledgeBase, case: Case, waiting: list[Question]) -> Step | None:
    shares = probabilities_of(knowledge, case)
    gains = [(gain(knowledge, question, case, shares) / question.effort, question) for question in waiting]
    worth = [(bits, question) for bits, question in gains if bits >= SMALL_GAIN]
    if not worth:
        return None
    _, question = max(worth, key=lambda pair: (pair[0], -pair[1].order))
    return Step(question, "cause", len(worth) - 1)


def gain(knowledge: KnowledgeBase, question: Question, case: Case, shares: dict[str, float]) -> float:
    """Expected information about the cause, in bits, from the findings it would settle, taken one by one."""
    unknown = question_sets(knowledge, question) - set(case.findings)
    return sum(_information(knowledge, finding, shares) for finding in unknown)


def _information(knowledge: KnowledgeBase, finding: str, shares: dict[str, float]) -> float:
    """Mutual information between a finding and the cause: the mean divergence of P(finding|cause) from P(finding)."""
    background = knowledge.findings[finding].background
    given = knowledge.index.given[finding]
    known = sum(shares[id] for id in given)
    overall = background * (1 - known) + sum(shares[id] * share for id, share in given.items())
    return (1 - known) * _divergence(background, overall) + sum(
        shares[id] * _divergence(share, overall) for id, share in given.items()
    )


def _divergence(share: float, overall: float) -> float:
    return sum(p * log(p / q, 2) for p, q in ((share, overall), (1 - share, 1 - overall)) if p > 0 and q > 0)
