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
from midback.exchange.told import Circumstances, Told, tell
from midback.knowledge import DEFAULT_PROFILE, KnowledgeBase
from midback.knowledge.base import Condition, QuestionKind
from midback.knowledge.known_ids import AGE
from midback.knowledge.roles import body_map
from midback.web.clinic.examination import sheets
from midback.web.kit.render import Renderer
from midback.web.kit.session import encounters_of, renderer_of
from midback.words import Words, say

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
    return renderer.page("components.html", DEFAULT_PROFILE, title=say("titles.components"), components=shown)


def gallery(renderer: Renderer, knowledge: KnowledgeBase) -> list[Shown]:
    """Every component, by name. Raises whatever an example that doesn't work raises."""
    folders = sorted((files("midback.web") / "components").iterdir(), key=lambda folder: folder.name)
    values = sample(renderer, knowledge)
    return [Shown(folder.name, tuple(_examples(folder, renderer, values))) for folder in folders if folder.is_dir()]


def _examples(folder: Traversable, renderer: Renderer, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    contract = (folder / "contract.md").read_text(encoding="utf-8")
    return [
        (text, renderer.templates(DEFAULT_PROFILE).from_string(text).render(values))
        for text in EXAMPLE.findall(contract)
    ]


def sample(renderer: Renderer, knowledge: KnowledgeBase) -> dict[str, Any]:
    """What the examples name: what people with a most and a least urgent cause are told, a question, records."""
    words = renderer.words(DEFAULT_PROFILE)
    by_urgency = sorted(knowledge.conditions.values(), key=lambda condition: condition.urgency)
    least, most = by_urgency[0], by_urgency[-1]
    question = next(one for one in knowledge.interview if one.kind is QuestionKind.SINGLE and not one.emergency)
    return {
        "told": sample_told(words, knowledge, most),
        "at_home": sample_told(words, knowledge, least),
        "sheets": sheets(knowledge, Examination()),
        "page": renderer.context(DEFAULT_PROFILE, title=say("titles.components")),
        "question": question,
        "mapped": body_map(knowledge) or question,
        "chosen": frozenset({question.options[0].id}),
        "none_chosen": False,
        "not_sure": False,
        "item": most,
        "exercise": next(iter(knowledge.exercises.values())),
    }


def sample_told(words: Words, knowledge: KnowledgeBase, condition: Condition) -> Told:
    """What the condition's typical person is told."""
    typical = condition.typical
    numbers = {} if typical.age is None else {AGE: typical.age}
    case = case_from(knowledge, present=typical.present, absent=typical.absent, quantities=numbers)
    return tell(assess(knowledge, case), knowledge, words, Circumstances(on=date(2026, 1, 31)))
