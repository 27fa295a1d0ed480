"""The adaptive history: what to ask next, why, and when to stop."""

from collections.abc import Sequence
from dataclasses import dataclass

from midback.engine.case import Case, Responses, check_said, known_from
from midback.engine.differential import shares_of
from midback.engine.red_flags import Triage, triage_of
from midback.knowledge import DEFAULT_PROFILE, KnowledgeBase
from midback.knowledge.base import Question, QuestionKind
from midback.knowledge.index import Index
from midback.logic import Signs
from midback.terms import Answer, Setting, Urgency

SMALL_GAIN = 0.08
"""Bits of expected information about the cause, a page, below which a question isn't worth asking. estimate."""
MOST_PAGES = 22


@dataclass(frozen=True, slots=True)
class Step:
    """The question to ask, why now, and a bound on how many pages may follow it.

    `demanded` is how urgent the red flags say it is by what is known already.
    """

    question: Question
    reason: str
    at_most_more: int
    demanded: Urgency


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
    check_said(knowledge, responses, profile)
    known, index = known_from(knowledge, responses), knowledge.index
    signs = known.signs
    waiting = [question for question in knowledge.interview if is_askable(knowledge, question, responses, signs)]
    urgency = triage_of(knowledge, signs)
    screened = not any(question.emergency for question in waiting)
    if screened and urgency.urgency is Urgency.EMERGENCY_NOW and not beyond_emergency:
        return None
    undecided = asked_by(index, urgency) & ~index.signs.known(signs)
    needed = [
        question for question in waiting if question.always or question.emergency or index.sets[question.id] & undecided
    ]
    if needed:
        question = min(needed, key=lambda one: (not one.emergency, not one.always, one.order))
        return Step(question, _reason(question), len(needed) - 1, urgency.urgency)
    if len(responses) >= MOST_PAGES:
        return None
    worth = _telling(knowledge, known.case(setting, profile), signs, waiting)
    return Step(worth[0], "cause", len(worth) - 1, urgency.urgency) if worth else None


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


def asked_by(index: Index, urgency: Triage) -> Signs:
    """The findings that the rules of open flags name."""
    asked = 0
    for flag in urgency.still_open:
        asked |= index.asks[flag.id]
    return asked


def question_sets(knowledge: KnowledgeBase, question: Question) -> frozenset[str]:
    """Every finding that an answer can decide: through its options or the number it gives."""
    return knowledge.index.settable[question.id]


def _reason(question: Question) -> str:
    if question.emergency:
        return "emergency"
    return "always" if question.always else "urgency"


def _telling(knowledge: KnowledgeBase, case: Case, signs: Signs, waiting: list[Question]) -> list[Question]:
    """The questions worth asking about the cause, the most telling first."""
    shares = shares_of(knowledge, case)
    unknown = ~knowledge.index.signs.known(signs)
    gains = [(gain(knowledge, question, unknown, shares) / question.effort, question) for question in waiting]
    worth = [(bits, question) for bits, question in gains if bits >= SMALL_GAIN]
    return [question for _, question in sorted(worth, key=lambda pair: (-pair[0], pair[1].order))]


def gain(knowledge: KnowledgeBase, question: Question, unknown: Signs, shares: Sequence[float]) -> float:
    """Expected information about the cause, in bits, from the findings it would settle, taken one by one.

    `unknown` holds the lower bits of what isn't known, `shares` the causes' probabilities in the written order.
    """
    bit, information = knowledge.index.signs.bit, knowledge.index.information
    return sum(information[id].bits(shares) for id in sorted(question_sets(knowledge, question)) if bit[id] & unknown)
