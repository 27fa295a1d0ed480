"""Turns a template and its values into a page; holds the filters that templates use."""

import re
from datetime import date, datetime
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.responses import HTMLResponse

from midback import __version__
from midback.engine.wording import fill
from midback.knowledge import KnowledgeBase
from midback.knowledge.advice import Profile
from midback.knowledge.sources import Source
from midback.web.kit.local_time import local
from midback.web.kit.sentences import spoken
from midback.words import english

_HUNDREDTH = 0.01
_TENTH = 0.1
_NEARLY_ALL = 0.95
MOST = 99


class Renderer:
    """Pages in the words of a profile, with the knowledge they cite."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.knowledge = knowledge
        folder = files("midback.web")
        loader = FileSystemLoader([str(folder / "templates"), str(folder / "components")])
        self.templates = Environment(
            loader=loader,
            autoescape=select_autoescape(),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.templates.filters |= {"of_100": of_100, "band": band, "date": day, "source": self._source, "fill": fill}
        self.templates.globals |= {"knowledge": knowledge, **spoken(english())}

    def page(
        self, template: str, profile: str, *, title: str, status: int = 200, csrf: str = "", **values: Any
    ) -> HTMLResponse:
        """A page. `title` never says anything about the person: it stays in histories."""
        page = self.context(profile, title=title, no_index=template != "start.html", csrf=csrf)
        return HTMLResponse(self.templates.get_template(template).render(page=page, **values), status)

    def context(self, profile: str, *, title: str, no_index: bool = True, csrf: str = "") -> dict[str, Any]:
        """What every template is given as `page`."""
        return {
            "title": title,
            "lang": "en",
            "no_index": no_index,
            "content_version": self.knowledge.version,
            "version": __version__,
            "profile": self.profile(profile),
            "csrf": csrf,
            "path_prefix": "",
        }

    def profile(self, id: str) -> Profile:
        """A profile, or the default where its id isn't known."""
        return self.knowledge.profiles.get(id, self.knowledge.profiles["international"])

    def _source(self, id: str) -> Source:
        return self.knowledge.sources[id]


def of_100(probability: float) -> str:
    """A probability (0–1) as people read it best: of 100, whole, to 5 above 10 and to 1 below."""
    if probability < _HUNDREDTH:
        return "fewer than 1 in 100"
    if probability > _NEARLY_ALL:
        return "more than 95 in 100"
    return f"about {whole_of_100(probability)} in 100"


def whole_of_100(probability: float) -> int:
    """A probability (0–1) rounded to 5 of 100 above a tenth, to 1 below."""
    return round(probability * 20) * 5 if probability >= _TENTH else round(probability * 100)


def band(probability: float) -> str:
    """A band for an estimate: the odds divided and multiplied by one and a half, as whole numbers of 100.

    The factor is itself an estimate. Nothing is ever 100 of 100.
    """
    odds = probability / max(1 - probability, 1e-9)
    low, high = (whole_of_100(part / (1 + part)) for part in (odds / 1.5, odds * 1.5))
    if high < 1:
        return "fewer than 1 in 100"
    low = min(max(low, 1), MOST - 1)
    return f"roughly {low} to {min(max(high, low + 1), MOST)} in 100"


def day(moment: date) -> str:
    """A date in words, such as 25 November 2026; of a moment, the date where the person is."""
    return re.sub(r"^0", "", f"{local(moment) if isinstance(moment, datetime) else moment:%d %B %Y}")
