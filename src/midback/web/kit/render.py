"""Turns a template and its values into a page; holds the filters that templates use."""

from datetime import date, datetime
from functools import partial
from importlib.resources import files
from types import CodeType
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, select_autoescape
from jinja2.bccache import Bucket
from starlette.responses import HTMLResponse

from midback import __version__
from midback.exchange.told import of_100
from midback.knowledge import DEFAULT_PROFILE, KnowledgeBase, words_at
from midback.knowledge.advice import Profile
from midback.knowledge.sources import Source
from midback.web.kit.local_time import local
from midback.web.kit.sentences import spoken
from midback.words import Line, Words, unit


class Compiled(BytecodeCache):
    """Keeps each template compiled, once for all places of a process: they differ in their words, not in their code."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what was kept, unless the file has changed."""
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        if bucket.code is not None:
            self._kept[bucket.key, bucket.checksum] = bucket.code


COMPILED = Compiled()


class Renderer:
    """Pages in the words of a place, with the knowledge they cite. In a template a record's line draws what it says."""

    def __init__(self, knowledge: KnowledgeBase, words: Words) -> None:
        self.knowledge = knowledge
        self._words = {id: words_at(words, place) for id, place in knowledge.places.items()}
        self._templates: dict[str, Environment] = {}

    def _environment(self, words: Words) -> Environment:
        def said(value: Any) -> Any:
            """What a line says; anything else is drawn as it is."""
            return words.text(value) if isinstance(value, Line) else value

        folder = files("midback.web")
        environment = Environment(
            loader=FileSystemLoader([str(folder / "templates"), str(folder / "components")]),
            autoescape=select_autoescape(),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            finalize=said,
            bytecode_cache=COMPILED,
        )
        environment.filters |= {"of_100": partial(of_100, words), "date": partial(day, words)}
        environment.filters |= {"unit": partial(unit, words), "source": self._source, "text": said}
        environment.globals |= {"knowledge": self.knowledge, **spoken(words)}
        return environment

    def words(self, profile: str) -> Words:
        """What is said in a place."""
        return self._words[self.profile(profile).id]

    def templates(self, profile: str) -> Environment:
        """Templates that say it in a place's words."""
        place = self.profile(profile).id
        if place not in self._templates:  # as it is first asked for: there are many places, and few are used
            self._templates[place] = self._environment(self._words[place])
        return self._templates[place]

    def page(
        self, template: str, profile: str, *, title: str, status: int = 200, csrf: str = "", **values: Any
    ) -> HTMLResponse:
        """A page. `title` never says anything about the person: it stays in histories."""
        page = self.context(profile, title=title, no_index=template != "start.html", csrf=csrf)
        return HTMLResponse(self.templates(profile).get_template(template).render(page=page, **values), status)

    def context(self, profile: str, *, title: str, no_index: bool = True, csrf: str = "") -> dict[str, Any]:
        """What every template is given as `page`."""
        return {
            "title": title,
            "lang": self.words(profile).language,
            "no_index": no_index,
            "content_version": self.knowledge.version,
            "version": __version__,
            "profile": self.profile(profile),
            "csrf": csrf,
            "path_prefix": "",
        }

    def profile(self, id: str) -> Profile:
        """The profile of a place, or the default where its id isn't known."""
        return self.knowledge.places.get(id, self.knowledge.profiles[DEFAULT_PROFILE])

    def _source(self, id: str) -> Source:
        return self.knowledge.sources[id]


def day(words: Words, moment: date) -> str:
    """A date in words, such as 25 November 2026; of a moment, the date where the person is."""
    return words.day(local(moment) if isinstance(moment, datetime) else moment)
