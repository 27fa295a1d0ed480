"""The check: one question a page, then the answers to look over. Post, redirect, get."""

from contextlib import suppress

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from midback.encounter import Visit
from midback.engine import Responses, Step
from midback.exchange.about import speaks_of_them
from midback.exchange.progress import progress
from midback.knowledge import KnowledgeBase
from midback.knowledge.base import Question, QuestionKind
from midback.knowledge.roles import own_words
from midback.records import Moved
from midback.terms import Urgency
from midback.web.check import addresses, body_map, forms, meanwhile
from midback.web.check.answers import Further, groups, left_out
from midback.web.check.next_page import next_page
from midback.web.kit.form import Refused, asking_or_posting
from midback.web.kit.mark import check_form
from midback.web.kit.onward import Onward, onward
from midback.web.kit.session import Session, encounters_of, renderer_of, session_of, words_of
from midback.words import Words, say


def proceed(request: Request) -> Response:
    """Go to whatever comes next: a question, the stop page, or the answers to check."""
    return RedirectResponse(next_page(session_of(request).visit, going=onward(request)), 303)


@asking_or_posting
def question(request: Request, form: FormData | None) -> Response:
    """Show a question, or take its answer and go on."""
    session = session_of(request)
    asked = encounters_of(request).knowledge.questions.get(request.path_params["id"])
    if asked is None:
        return _no_longer_asked(request, session, form)
    if asked.kind is QuestionKind.TEXT:
        return RedirectResponse(addresses.words(onward(request)), 303)
    if page := body_map.page_with(encounters_of(request).knowledge, asked):
        return RedirectResponse(addresses.question(page.id, onward(request)), 303)
    if form is None:
        return _show(request, session, asked, forms.again(asked, session.encounter.responses.get(asked.id)))
    filled = forms.read(asked, form)
    try:
        check_form(session, form)
    except Refused:
        return _show(request, session, asked, filled, form, note=say("meanwhile.old_check"), status=403)
    if meanwhile.has_changed(asked, form):
        return _show(request, session, asked, filled, form, note=say("meanwhile.other_question"), status=409)
    if filled.error:
        return _show(request, session, asked, filled, form, status=422)
    return _answered(request, session, asked, filled, form)


def _no_longer_asked(request: Request, session: Session, form: FormData | None) -> Response:
    """Lead on from a question of earlier content; what was just said is shown, for it can't be kept as an answer."""
    after = addresses.check(onward(request))
    if form is None:
        return RedirectResponse(after, 303)
    return renderer_of(request).page(
        "no_longer_asked.html",
        session.encounter.profile,
        title=say("titles.question"),
        status=409,
        csrf=session.csrf,
        typed=meanwhile.typed(form),
        onward=after,
        words=addresses.words(onward(request)),
    )


def _answered(request: Request, session: Session, asked: Question, filled: forms.Filled, form: FormData) -> Response:
    """Record an answer and go on, unless it would undo what was said elsewhere after the page was opened."""
    while True:
        visit = session.visit
        if meanwhile.is_undone(visit, form, _said(session, asked, filled, form)):
            return _show(
                request,
                session,
                asked,
                filled,
                form,
                note=meanwhile.note(_words(request, session), visit, asked.id),
                status=409,
            )
        with suppress(Moved):
            drawn = _map(session, asked)
            visit = drawn.record(visit, form) if drawn else visit
            visit = visit.answer(asked.id, filled.response)  # last: after an error it isn't half kept
            return RedirectResponse(next_page(visit, going=onward(request)), 303)
        session = session_of(request)


def _words(request: Request, session: Session) -> Words:
    return words_of(request, session.encounter.profile)


def _said(session: Session, asked: Question, filled: forms.Filled, form: FormData) -> meanwhile.Answers:
    drawn = _map(session, asked)
    return {asked.id: filled.response, **(drawn.said(form) if drawn else {})}


def _map(session: Session, asked: Question) -> body_map.BodyMap | None:
    return body_map.map_of(session.visit.encounters.knowledge, asked)


def _ids(asked: Question, drawn: body_map.BodyMap | None) -> tuple[str, ...]:
    return (asked.id, *(drawn.ids if drawn else ()))


def _marks(session: Session, drawn: body_map.BodyMap | None, sent: FormData | None) -> body_map.Marks:
    if drawn is None:
        return body_map.Marks()
    return drawn.read(sent) if sent else drawn.again(session.encounter.responses)


def _show(
    request: Request,
    session: Session,
    asked: Question,
    filled: forms.Filled,
    sent: FormData | None = None,
    *,
    note: str = "",
    status: int = 200,
) -> Response:
    """The page as an earlier answer left it, or as in a form that wasn't kept; `note` says why."""
    going = onward(request)
    knowledge, visit = encounters_of(request).knowledge, session.visit
    words, drawn = words_of(request, session.encounter.profile), _map(session, asked)
    return renderer_of(request).page(
        "question.html",
        session.encounter.profile,
        title=say("titles.question_error" if filled.error else "titles.question"),
        status=status,
        csrf=session.csrf,
        question=asked,
        they=speaks_of_them(knowledge, session.encounter.responses),
        chapter=knowledge.chapters[asked.chapter],
        chosen=filled.chosen,
        number=filled.number,
        none_chosen=filled.none_chosen,
        not_sure=filled.not_sure,
        marks=_marks(session, drawn, sent),
        errors=[{"field": _first_field(asked), "message": _message(words, asked, filled)}] if filled.error else [],
        note=note,
        seen=meanwhile.seen_of(visit, *_ids(asked, drawn)),
        asked=meanwhile.asked_of(asked),
        back_url=_back(request, session, asked),
        progress=_progress(words, visit.next_step(beyond_emergency=going.beyond_emergency), asked),
        action=addresses.question(asked.id, going),
        bar=_bar(visit, going),
        words_url="" if asked.emergency else _words_url(knowledge, session.encounter.responses, going),
    )


def _bar(visit: Visit, going: Onward) -> str:
    """What stands above a page once the answers call for a day's haste: an emergency goes with who goes on."""
    if visit.urgency is Urgency.EMERGENCY_NOW and going.beyond_emergency:
        return "call"
    return "today" if visit.urgency is Urgency.SAME_DAY and not going.beyond_urgency else ""


def _words_url(knowledge: KnowledgeBase, responses: Responses, going: Onward) -> str:
    """Where to write in own words, if there is a page for it and it wasn't answered yet; else nothing."""
    page = own_words(knowledge)
    return addresses.words(going) if page and page.id not in responses else ""


def answers(request: Request) -> Response:
    """What can be seen now or asked further, and everything answered so far, to check and change."""
    session, knowledge = session_of(request), encounters_of(request).knowledge
    words, responses = _words(request, session), session.encounter.responses
    is_emergency = session.visit.urgency is Urgency.EMERGENCY_NOW
    return renderer_of(request).page(
        "check.html",
        session.encounter.profile,
        title=say("titles.answers"),
        csrf=session.csrf,
        they=speaks_of_them(knowledge, responses),
        groups=groups(words, knowledge, responses),
        left_out=left_out(words, knowledge, session.encounter),
        further=_further(session.visit),
        is_emergency=is_emergency,
        words_url=_words_url(knowledge, responses, Onward(beyond_emergency=is_emergency)),
    )


def _further(visit: Visit) -> Further | None:
    """What could still be asked; nothing where no question is left."""
    step = visit.next_step(beyond_emergency=True)
    if step is None:
        return None
    raised = visit.urgency is Urgency.EMERGENCY_NOW
    going = Onward(beyond_emergency=raised, beyond_urgency=step.is_about_cause)
    return Further(addresses.check(going), is_settled=step.is_about_cause, is_open=not visit.is_settled)


def _back(request: Request, session: Session, asked: Question) -> str:
    """The question answered before this one, or the start."""
    answered = list(session.encounter.responses)
    before = answered[: answered.index(asked.id)] if asked.id in answered else answered
    return addresses.question(before[-1], onward(request)) if before else "/"


def _first_field(asked: Question) -> str:
    return "number" if asked.quantity and not asked.options else f"choice-{asked.options[0].id}"


def _message(words: Words, asked: Question, filled: forms.Filled) -> str:
    return words.say(
        filled.error,
        low=f"{asked.minimum or 0:g}",
        high=f"{asked.maximum or 0:g}",
        none=asked.none_label,
        not_sure=asked.not_sure_label,
        **filled.parts,
    )


def _progress(words: Words, step: Step | None, asked: Question) -> str:
    """How far the check is; nothing for a page that was opened anew."""
    return progress(words, step) if step and step.question.id == asked.id else ""
