"""The check: one question a page, then the answers to look over. Post, redirect, get."""

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from midback.encounter.about import speaks_of_them
from midback.engine import Step, ask_next, triage
from midback.knowledge.base import Question, QuestionKind
from midback.terms import Urgency
from midback.web.check import addresses, body_map, forms, own_words
from midback.web.check.answers import groups, left_out
from midback.web.kit.form import posted_if_any
from midback.web.kit.session import Session, check_form, encounters_of, renderer_of, session_of, words_of
from midback.words import Words, say


def proceed(request: Request) -> Response:
    """Go to whatever comes next: a question, the stop page, or the answers to check."""
    session = session_of(request)
    going_on = addresses.goes_on(request)
    step = _next(request, session, going_on)
    if step is not None and own_words.is_due(session.encounter.responses):
        return RedirectResponse(addresses.words(going_on), 303)
    if step is not None:
        return RedirectResponse(addresses.question(step.question.id, going_on), 303)
    if _urgency(request, session) is Urgency.EMERGENCY_NOW and not going_on:
        return RedirectResponse("/check/stop", 303)
    return RedirectResponse("/check/answers", 303)


async def question(request: Request) -> Response:
    """Show a question, or take its answer and go on."""
    form = await posted_if_any(request)
    return await run_in_threadpool(_question, request, form)


def _question(request: Request, form: FormData | None) -> Response:
    session = session_of(request)
    asked = encounters_of(request).knowledge.questions.get(request.path_params["id"])
    if asked is None:
        raise HTTPException(404)
    if asked.kind is QuestionKind.TEXT:
        return RedirectResponse(addresses.words(addresses.goes_on(request)), 303)
    if asked.id in body_map.BESIDE:
        return RedirectResponse(addresses.question(body_map.PAGE, addresses.goes_on(request)), 303)
    if form is None:
        return _show(request, session, asked, forms.again(asked, session.encounter.responses.get(asked.id)))
    check_form(session, form)
    filled = forms.read(asked, form)
    if filled.error:
        return _show(request, session, asked, filled, form)
    if asked.id == body_map.PAGE:
        body_map.record(encounters_of(request), session.token, form)
    encounters_of(request).answer(session.token, asked.id, filled.response)  # last: after an error it isn't half kept
    return RedirectResponse(addresses.check(addresses.goes_on(request)), 303)


def _show(
    request: Request, session: Session, asked: Question, filled: forms.Filled, refused: FormData | None = None
) -> Response:
    """The page as an earlier answer left it, or as in a form that was refused."""
    going_on = addresses.goes_on(request)
    knowledge = encounters_of(request).knowledge
    words = words_of(request, session.encounter.profile)
    return renderer_of(request).page(
        "question.html",
        session.encounter.profile,
        title=say("titles.question_error" if filled.error else "titles.question"),
        status=422 if refused else 200,
        csrf=session.csrf,
        question=asked,
        they=speaks_of_them(session.encounter.responses),
        chapter=knowledge.chapters[asked.chapter],
        chosen=filled.chosen,
        number=filled.number,
        none_chosen=filled.none_chosen,
        not_sure=filled.not_sure,
        marks=body_map.read(knowledge, refused) if refused else body_map.again(session.encounter.responses),
        errors=[{"field": _first_field(asked), "message": _message(words, asked, filled)}] if filled.error else [],
        back_url=_back(request, session, asked),
        progress=_progress(_next(request, session, going_on), asked),
        action=addresses.question(asked.id, going_on),
    )


def answers(request: Request) -> Response:
    """Everything answered so far, to check and change."""
    session = session_of(request)
    return renderer_of(request).page(
        "check.html",
        session.encounter.profile,
        title=say("titles.answers"),
        csrf=session.csrf,
        they=speaks_of_them(session.encounter.responses),
        groups=groups(
            words_of(request, session.encounter.profile), encounters_of(request).knowledge, session.encounter.responses
        ),
        left_out=left_out(
            words_of(request, session.encounter.profile), encounters_of(request).knowledge, session.encounter
        ),
        unfinished=_next(request, session, going_on=True) is not None,
    )


def _next(request: Request, session: Session, going_on: bool) -> Step | None:
    encounter = session.encounter
    return ask_next(
        encounters_of(request).knowledge,
        encounter.responses,
        profile=encounter.profile,
        setting=encounter.setting,
        beyond_emergency=going_on,
    )


def _urgency(request: Request, session: Session) -> Urgency:
    encounters = encounters_of(request)
    return triage(encounters.knowledge, encounters.case(session.encounter).findings).urgency


def _back(request: Request, session: Session, asked: Question) -> str:
    """The question answered before this one, or the start."""
    answered = list(session.encounter.responses)
    before = answered[: answered.index(asked.id)] if asked.id in answered else answered
    return addresses.question(before[-1], addresses.goes_on(request)) if before else "/"


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


def _progress(step: Step | None, asked: Question) -> str:
    """How much may still come, once that can be said; nothing while it can't."""
    if step is None or step.question.id != asked.id or step.reason != "cause":
        return ""
    more = step.at_most_more
    return say("progress.at_most", pages=more) if more > 1 else say("progress.one_more")
