"""Coming and going: the start page, beginning, keeping and deleting."""

from datetime import timedelta
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from midback.encounter import KEPT
from midback.engine import Said
from midback.knowledge import DEFAULT_PROFILE
from midback.knowledge.advice import Profile
from midback.knowledge.roles import asks_about_whom
from midback.records import Gone, Unreadable
from midback.web.kit.cookies import cookie_of
from midback.web.kit.first_visit import remember_visitor, visitor_of
from midback.web.kit.form import asking_or_posting, posting
from midback.web.kit.mark import check_form
from midback.web.kit.session import (
    COOKIE,
    encounters_of,
    forget,
    holder_of,
    remember,
    renderer_of,
    session_of,
    words_of,
)
from midback.web.kit.whereabouts import names_zone, place_guessed
from midback.words import say

KEEP_FOR = timedelta(days=30)


def start(request: Request) -> Response:
    """The first page; says so if answers from before are still here."""
    return _start_page(request)


def _start_page(request: Request, *, note: str = "", status: int = 200) -> Response:
    knowledge = encounters_of(request).knowledge
    profile, ends = place_guessed(request, knowledge), None
    try:
        session = session_of(request)
        profile, ends = session.encounter.profile, session.encounter.ends
    except Gone:
        pass
    whom = asks_about_whom(knowledge)
    visitor, page = visitor_of(request), renderer_of(request).page
    is_guessed = ends is None and profile != DEFAULT_PROFILE
    values: dict[str, Any] = {"places": _places(request), "whom": whom, "is_guessed": is_guessed}
    values["ask_again"] = ends is None and not note and not names_zone(request)
    values |= {"unfinished_until": ends, "first_mark": visitor.csrf}
    response = page("start.html", profile, title="Midback", status=status, note=note, **values)
    remember_visitor(response, request, visitor)
    return response


def _places(request: Request) -> list[Profile]:
    """Every place to choose from by its name, any country first."""
    words = words_of(request, DEFAULT_PROFILE)
    return sorted(
        encounters_of(request).knowledge.places.values(),
        key=lambda place: (place.id != DEFAULT_PROFILE, words.text(place.label).casefold()),
    )


@posting
def begin(request: Request, form: FormData) -> Response:
    """Open an encounter and go to its first page; an earlier one in this browser is deleted."""
    check_form(visitor_of(request), form)
    encounters, profile = encounters_of(request), str(form.get("profile", ""))
    asked = asks_about_whom(encounters.knowledge)
    whom = str(form.get(asked.id, "")) if asked else ""
    is_gone = profile and profile not in encounters.knowledge.places
    if is_gone or (asked and whom and whom not in {option.id for option in asked.options}):
        return _start_page(request, note=say("meanwhile.other_place"), status=409)
    opened = encounters.begin(profile=profile or DEFAULT_PROFILE)
    if asked and whom:
        encounters.answer(opened.token, asked.id, Said((whom,)))
    if earlier := cookie_of(request, COOKIE):
        encounters.delete(earlier)  # last, so that after an error the earlier answers are still this browser's
    response = RedirectResponse("/check", 303)
    remember(response, request, opened.token, int(KEPT.total_seconds()))
    return response


@posting
def keep(request: Request, form: FormData) -> Response:
    """Keep the answers for 30 days instead of one."""
    session = session_of(request)
    check_form(session, form)
    encounters_of(request).keep(session.token, KEEP_FOR)
    response = RedirectResponse("/result", 303)
    remember(response, request, session.token, int(KEEP_FOR.total_seconds()))
    return response


@asking_or_posting
def delete(request: Request, form: FormData | None) -> Response:
    """Ask once, then delete every answer."""
    holder, profile = holder_of(request), _profile(request)
    page = renderer_of(request).page
    if form is None:
        return page("delete.html", profile, title=say("titles.delete"), csrf=holder.csrf)
    check_form(holder, form)
    encounters_of(request).delete(holder.token)
    response = page("gone.html", profile, title=say("titles.deleted"), deleted=True, typed="")
    forget(response, request)
    return response


def _profile(request: Request) -> str:
    """The place chosen; the default where answers can't be read, for deleting needs nothing of them. Raises Gone."""
    try:
        return session_of(request).encounter.profile
    except Unreadable:
        return DEFAULT_PROFILE
