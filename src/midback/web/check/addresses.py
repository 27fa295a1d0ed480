"""Addresses of the check."""

from midback.web.kit.onward import Onward


def check(going: Onward) -> str:
    """The address that leads to whatever comes next."""
    return going.to("/check")


def question(id: str, going: Onward) -> str:
    """The address of a question."""
    return going.to(f"/check/question/{id}")


def words(going: Onward) -> str:
    """Where somebody may write in their own words."""
    return going.to("/check/words")


def words_to_confirm(going: Onward) -> str:
    """Where somebody confirms what their words may mean."""
    return going.to("/check/words/confirm")
