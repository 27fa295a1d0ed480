"""Which page comes next in a check."""

from midback.encounter import Visit
from midback.engine import Responses
from midback.knowledge import KnowledgeBase
from midback.knowledge.roles import body_map, own_words
from midback.terms import Urgency
from midback.web.check import addresses


def next_page(visit: Visit, *, going_on: bool) -> str:
    """The address of whatever comes next: a question, own words, the stop page, or the answers to check."""
    step = visit.next_step(beyond_emergency=going_on)
    if step is not None and words_are_due(visit.encounters.knowledge, visit.encounter.responses):
        return addresses.words(going_on)
    if step is not None:
        return addresses.question(step.question.id, going_on)
    if visit.urgency is Urgency.EMERGENCY_NOW and not going_on:
        return "/check/stop"
    return "/check/answers"


def words_are_due(knowledge: KnowledgeBase, responses: Responses) -> bool:
    """Is it time to offer writing in own words?"""
    places, words = body_map(knowledge), own_words(knowledge)
    return places is not None and words is not None and places.id in responses and words.id not in responses
