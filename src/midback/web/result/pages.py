"""The result: drawn once asked for, then shown as often as wanted."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from midback.encounter import Visit
from midback.web.kit.form import asking_or_posting
from midback.web.kit.mark import check_form
from midback.web.kit.onward import Onward
from midback.web.kit.paper import paper_of, printed
from midback.web.kit.session import encounters_of, renderer_of, session_of, words_of
from midback.words import say


@asking_or_posting
def result(request: Request, form: FormData | None) -> Response:
    """Draw the conclusion, or show it again."""
    session = session_of(request)
    if form is not None:
        check_form(session, form)
        session.visit.conclude()
        return RedirectResponse("/result", 303)
    words = words_of(request, session.encounter.profile)
    paper = paper_of(words, encounters_of(request), session.encounter, session.visit.assessment)
    return renderer_of(request).page(
        "result.html",
        session.encounter.profile,
        title=say("titles.result"),
        csrf=session.csrf,
        told=paper.told,
        paper=printed(paper),
        concluded=session.encounter.concluded or session.encounter.begun,
        ends=session.encounter.ends,
        kept=session.encounter.kept,
        further=_further(session.visit),
    )


def _further(visit: Visit) -> str:
    """Where a few more pages tell of the cause; nothing where none would, or an emergency comes first."""
    step = visit.next_step(beyond_emergency=False)
    return Onward(beyond_urgency=True).to("/check") if step and step.is_about_cause else ""
