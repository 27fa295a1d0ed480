"""Addresses of the check. They say nothing about the person but how far they go on with the questions."""

from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request

_EMERGENCY, _URGENCY = "on", "more"


@dataclass(frozen=True, slots=True)
class Onward:
    """Whether somebody goes on although an emergency was raised, and although it is settled how soon to be seen."""

    beyond_emergency: bool = False
    beyond_urgency: bool = False

    def to(self, path: str) -> str:
        """An address, for who goes on so."""
        said = {_EMERGENCY: self.beyond_emergency, _URGENCY: self.beyond_urgency}
        query = urlencode({name: "" for name, is_so in said.items() if is_so})
        return f"{path}?{query}" if query else path


def onward(request: Request) -> Onward:
    """How the person of this request goes on."""
    return Onward(_EMERGENCY in request.query_params, _URGENCY in request.query_params)


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
