"""Addresses of the check. They say nothing about the person but that somebody goes on after an emergency."""

from starlette.requests import Request

_GOING_ON = "on"


def goes_on(request: Request) -> bool:
    """Does the person go on with the questions although an emergency was raised?"""
    return _GOING_ON in request.query_params


def check(going_on: bool) -> str:
    """The address that leads to whatever comes next."""
    return _with("/check", going_on)


def question(id: str, going_on: bool) -> str:
    """The address of a question."""
    return _with(f"/check/question/{id}", going_on)


def words(going_on: bool) -> str:
    """Where somebody may write in their own words."""
    return _with("/check/words", going_on)


def words_to_confirm(going_on: bool) -> str:
    """Where somebody confirms what their words may mean."""
    return _with("/check/words/confirm", going_on)


def _with(path: str, going_on: bool) -> str:
    return f"{path}?{_GOING_ON}" if going_on else path
