"""Which page comes next in a check."""

from midback.encounter import Visit
from midback.terms import Urgency
from midback.web.check import addresses
from midback.web.kit.onward import Onward

ENOUGH = "/check/answers"
"""Where it is said that enough is known, with the answers to look over."""


def next_page(visit: Visit, *, going: Onward) -> str:
    """The address of whatever comes next: a question, the stop page, or where it is said that enough is known.

    Once it is settled how soon to be seen, nobody is asked on who didn't say so.
    """
    step = visit.next_step(beyond_emergency=going.beyond_emergency)
    if step is not None and (going.beyond_urgency or not step.is_about_cause):
        return addresses.question(step.question.id, going)
    if visit.urgency is Urgency.EMERGENCY_NOW and not going.beyond_emergency:
        return "/check/stop"
    return ENOUGH
