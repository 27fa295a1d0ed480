"""Every component with the examples of its contract, on one page, for those who work on the looks. Development only."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from midback.encounter import Examination
from midback.engine import assess, case_from
from midback.exchange.told import Told, Visit, tell
from midback.knowledge import KnowledgeBase
from midback.web.clinic.examination import sheets
from midback.web.kit.render import Renderer
from midback.web.kit.session import encounters_of, renderer_of
from midback.words import Words, say

ACHE = ("aching", "worse_sitting_posture", "pain_medial_scapula", "desk_or_driving_work", "fever")
EXAMPLE = re.compile(r"```jinja\n(.*?)```", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Shown:
    """A component: its name, and its examples as written and as rendered."""

    name: str
    examples: tuple[tuple[str, str], ...]


def components(request: Request) -> Response:
    """The page."""
    renderer = renderer_of(request)
    shown = tuple(gallery(renderer, encounters_of(request).knowledge))
    return renderer.page("components.html", "us", title=say("titles.components"), components=shown)


def gallery(renderer: Renderer, knowledge: KnowledgeBase) -> list[Shown]:
    """Every component, by name. Raises whatever an example that doesn't work raises."""
    folders = sorted((files("midback.web") / "components").iterdir(), key=lambda folder: folder.name)
    values = sample(renderer, knowledge)
    return [Shown(folder.name, tuple(_examples(folder, renderer, values))) for folder in folders if folder.is_dir()]


def _examples(folder: Traversable, renderer: Renderer, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    contract = (folder / "contract.md").read_text(encoding="utf-8")
    return [(text, renderer.templates("us").from_string(text).render(values)) for text in EXAMPLE.findall(contract)]


def sample(renderer: Renderer, knowledge: KnowledgeBase) -> dict[str, Any]:
    """What the examples name: what somebody with an ache and a fever is told, a question, records."""
    words = renderer.words("us")
    return {
        "told": sample_told(words, knowledge, *ACHE),
        "at_home": sample_told(words, knowledge, *ACHE[:-1]),
        "sheets": sheets(knowledge, Examination()),
        "page": renderer.context("us", title=say("titles.components")),
        "question": knowledge.questions["course"],
        "chosen": frozenset({knowledge.questions["course"].options[0].id}),
        "none_chosen": False,
        "not_sure": False,
        "item": knowledge.conditions["vertebral_osteomyelitis_discitis"],
        "exercise": next(iter(knowledge.exercises.values())),
    }


def sample_told(words: Words, knowledge: KnowledgeBase, *present: str) -> Told:
    """What somebody aged 44 with these findings is told."""
    assessment = assess(knowledge, case_from(knowledge, present=present, quantities={"age": 44}, profile="us"))
    return tell(assessment, knowledge, words, Visit(on=date(2026, 1, 31)))
