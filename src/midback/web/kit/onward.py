"""How far somebody goes on with the questions: addresses say nothing about the person but that."""

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
