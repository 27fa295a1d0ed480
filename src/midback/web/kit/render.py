"""Turns a template and its values into a page; holds the filters that templates use."""

import re
from datetime import date, datetime
from functools import partial
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.responses import HTMLResponse

from midback import __version__
from midback.engine.wording import fill
from midback.exchange.told import band, of_100
from midback.knowledge import KnowledgeBase
from midback.knowledge.advice import Profile
from midback.knowledge.sources import Source
from midback.web.kit.local_time import local
from midback.web.kit.sentences import spoken
from midback.words import Words, english


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
        shares = {"of_100": partial(of_100, english()), "band": partial(band, english())}
        self.templates.filters |= {**shares, "date": day, "source": self._source, "fill": fill}
        self.templates.globals |= {"knowledge": knowledge, **spoken(english())}

    def words(self, _profile: str) -> Words:
        """What is said in a place."""
        return english()

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


def day(moment: date) -> str:
    """A date in words, such as 25 November 2026; of a moment, the date where the person is."""
    return re.sub(r"^0", "", f"{local(moment) if isinstance(moment, datetime) else moment:%d %B %Y}")
