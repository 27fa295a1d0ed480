"""The adaptive history: what to ask next, why, and when to stop."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from midback.engine.case import Case, check_said, known_from
from midback.engine.differential import shares_of
from midback.engine.gates import Opening, opening
from midback.engine.red_flags import Triage, triage_of
from midback.engine.said import Responses
from midback.knowledge import DEFAULT_PROFILE, KnowledgeBase
from midback.knowledge.base import Question, QuestionKind
from midback.knowledge.index import Index
from midback.logic import Signs, deciding
from midback.terms import Answer, Setting, Urgency

SMALL_GAIN = 0.03
"""Bits of expected information about the cause, a page, below which a question isn't worth asking. estimate."""
MOST_PAGES = 40
CAUSE = "cause"
"""The reason of a question that can't make it more urgent any more."""


@dataclass(frozen=True, slots=True)
class Step:
    """The question to ask, why now, and how many pages may follow it.

    `at_most_more` counts those that are called for by what is known; a group that is ticked adds its own. `demanded`
    is how urgent the red flags say it is by what is known already.
    """

    question: Question
    reason: str
    at_most_more: int
    demanded: Urgency

    @property
    def is_about_cause(self) -> bool:
        """Is it settled how soon to be seen, so that this can only tell of the cause?"""
        return self.reason == CAUSE


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
    urgency, then what tells most about the cause. A raised emergency ends it, even if other groups of the screen were
    ticked, too, unless the person goes on.
    """
    check_said(knowledge, responses, profile)
    known, index = known_from(knowledge, responses), knowledge.index
    signs = known.signs
    waiting = [question for question in knowledge.interview if is_askable(knowledge, question, responses, signs)]
    urgency = triage_of(knowledge, signs)
    screened = not any(one.emergency and one.id not in index.gates for one in waiting)
    if screened and urgency.urgency is Urgency.EMERGENCY_NOW and not beyond_emergency:
        return None
    levels = by_urgency(index, urgency, signs)
    undecided = reduce(or_, levels.values(), 0)
    needed = [one for one in waiting if one.always or one.emergency or index.leads_to[one.id] & undecided]
    if needed:
        question = min(needed, key=lambda one: _rank(one, index.leads_to[one.id] & undecided, levels))
        return Step(question, _reason(question), len(needed) - 1, urgency.urgency)
    if len(responses) >= MOST_PAGES:
        return None
    worth = _telling(knowledge, known.case(setting, profile), signs, waiting)
    return Step(worth[0], CAUSE, len(worth) - 1, urgency.urgency) if worth else None


def is_askable(knowledge: KnowledgeBase, question: Question, responses: Responses, signs: Signs) -> bool:
    """Not answered yet, and not beside the point. What is answered in writing is offered by a door, not asked here.

    What a gate opens waits for it. Details are beside the point of somebody who doesn't have the thing, and of somebody
    who was asked about it and isn't sure: they stay unknown, which is never taken for no.
    """
    index = knowledge.index
    if question.id in responses or question.kind is QuestionKind.TEXT:
        return False
    if opening(index, question.id, responses) is not Opening.OPEN:
        return False
    answer = index.answer("questions", question.id, "when", signs)
    return answer in (None, Answer.PRESENT) or (answer is Answer.UNKNOWN and not index.askers[question.id])


def by_urgency(index: Index, urgency: Triage, signs: Signs) -> dict[Urgency, Signs]:
    """The unknown findings that could still raise an open flag, by how urgent it is, the most urgent first."""
    to_ask = index.signs.resolved(signs | index.clinicians)
    named: dict[Urgency, Signs] = {}
    for flag in urgency.still_open:
        named[flag.urgency] = named.get(flag.urgency, 0) | deciding(index.rule_of[flag.id], to_ask)
    unknown = ~index.signs.known(to_ask)
    return {level: index.signs.known(asked) & unknown for level, asked in named.items()}


def _rank(question: Question, undecided: Signs, levels: Mapping[Urgency, Signs]) -> tuple[bool, bool, int, int]:
    """The screen, what everybody is asked, then whatever could raise the urgency most; in the written order."""
    most = next((urgency for urgency, asked in levels.items() if asked & undecided), Urgency.SELF_CARE)
    return not question.emergency, not question.always, -most, question.order


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
