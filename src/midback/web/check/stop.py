"""The page for an emergency: an order, a number to call, a sentence to say."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from midback.exchange.about import visit_of
from midback.exchange.told import tell
from midback.terms import Urgency
from midback.web.check import addresses
from midback.web.kit.form import posting
from midback.web.kit.mark import check_form
from midback.web.kit.onward import Onward
from midback.web.kit.session import (
    Session,
    encounters_of,
    forget,
    holder_of,
    renderer_of,
    session_of,
    words_of,
)
from midback.words import say

NEUTRAL = "/learn/exercises"
"""A page that anybody may look at, beside anybody."""


def stop(request: Request) -> Response:
    """The page for an emergency: an order, a number to call, a sentence to say."""
    session = session_of(request)
    knowledge = encounters_of(request).knowledge
    assessment = session.visit.assessment
    if assessment.disposition.urgency is not Urgency.EMERGENCY_NOW:
        return RedirectResponse("/check", 303)
    words = words_of(request, session.encounter.profile)
    told = tell(assessment, knowledge, words, visit_of(knowledge, assessment.case, session.encounter.responses, None))
    return renderer_of(request).page(
        "stop.html",
        session.encounter.profile,
        title=say("titles.stop"),
        csrf=session.csrf,
        told=told,
        neutral=NEUTRAL,
        going_on=addresses.check(Onward(beyond_emergency=True)),
        mistaken=addresses.question(_last(session), Onward()),
    )


@posting
def leave(request: Request, form: FormData) -> Response:
    """Delete the answers and go to a page that gives nothing away: at once, for somebody who may be watched."""
    holder = holder_of(request)
    check_form(holder, form)
    encounters_of(request).delete(holder.token)
    response = RedirectResponse(NEUTRAL, 303)
    forget(response, request)
    return response


def _last(session: Session) -> str:
    """The question answered last: most slips are noticed at once."""
    screen = session.visit.encounters.knowledge.emergency_screen.id
    return next(reversed([screen, *session.encounter.responses]))
