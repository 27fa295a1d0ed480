"""One place decides what is told of a case. Doors draw it: each the same things in the same order, and nothing else."""

import ast
import re
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import fields, replace
from datetime import UTC, datetime
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, nodes
from rich.console import Console

import midback
from midback.cli.show.result import draw, stop_parts
from midback.engine import Assessment, assess, case_from
from midback.engine.disposition import Disposition
from midback.exchange.summary import written
from midback.exchange.told import Circumstances, Group, Item, Section, Told, View, tell
from midback.exchange.told.cuts import ON_PAPER, for_record
from midback.exchange.told_out import SectionOut, told_out
from midback.knowledge import load_knowledge, load_words, shipped
from midback.terms import Urgency
from midback.web.kit.paper import Paper
from midback.web.kit.render import Renderer

ROOT = Path(midback.__path__[0])
CONCLUDED = datetime(2026, 11, 25, 12, tzinfo=UTC)
DOORS = ("cli", "web", "exchange/plain.py", "exchange/summary.py", "exchange/told_out.py")
OTHER_TASKS = {
    "cli/explain/": "draws records of the knowledge, and no conclusion",
    "cli/assurance/": "compares conclusions, and tells nobody theirs",
}
CONCLUDED_FIELDS = frozenset(
    {field.name for field in fields(Assessment)} - {"case", "profile", "knowledge"}
    | {field.name for field in fields(Disposition)} & {"suspected", "demanded"}
    | {"raised", "still_open", "families", "other_probability", "reasons_for", "reasons_against"}
)
KNOWLEDGE = load_knowledge()
WORDS = load_words("us")
RENDERER = Renderer(KNOWLEDGE, shipped().words)
ACHE = ("aching", "worse_sitting_posture", "pain_medial_scapula", "desk_or_driving_work", "lasted_over_a_week")
NEW_ACHE = ("new_back_pain", "aching", "worse_sitting_posture", "pain_medial_scapula")
OTHERWISE_WELL = tuple(
    id
    for id, finding in KNOWLEDGE.findings.items()
    if finding.reportable and id not in {*NEW_ACHE, *(one for has in NEW_ACHE for one in KNOWLEDGE.wider.get(has, ()))}
)
PEOPLE = {
    "an ache": (ACHE, ("fever", "history_cancer")),
    "an ache at home": (NEW_ACHE, OTHERWISE_WELL),
    "an emergency": ((*ACHE, "leg_weakness", "severe_7plus", "not_improving"), ("fever",)),
}


def decided_in(code: str) -> list[str]:
    """Each place in code that looks into a conclusion instead of drawing what is told of it.

    The level alone may be read: a decision is recorded beside it.
    """
    found = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Attribute)]
    levels = [node.value for node in found if node.attr == "urgency"]
    found = [node for node in found if node not in levels or node.attr != "disposition"]
    return [ast.unparse(node) for node in found if node.attr in CONCLUDED_FIELDS and not _is_knowledge(node.value)]


def _is_knowledge(node: ast.expr) -> bool:
    return ast.unparse(node).split(".")[-1] == "knowledge"


def given_a_conclusion(template: str) -> bool:
    """Does a template ask for a whole conclusion?"""
    names = Environment(autoescape=True).parse(template).find_all(nodes.Name)
    return any(name.name == "assessment" for name in names)


def files(ending: str) -> Iterator[Path]:
    places = (ROOT / door for door in DOORS)
    found = (file for place in places for file in ([place] if place.is_file() else place.rglob("*")))
    yield from (file for file in sorted(found) if file.suffix == ending and not _has_another_task(file))


def _has_another_task(file: Path) -> bool:
    return file.relative_to(ROOT).as_posix().startswith(tuple(OTHER_TASKS))


def test_no_door_looks_into_a_conclusion() -> None:
    found = {str(file): decided_in(file.read_text("utf-8")) for file in files(".py")}
    assert {file: places for file, places in found.items() if places} == {}, "tell() decides; draw what it says"


def test_no_template_is_given_a_conclusion() -> None:
    assert [str(file) for file in files(".html") if given_a_conclusion(file.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    "planted",
    [
        "shown = assessment.families[:3]",
        "for flag in assess(knowledge, case).raised: print(flag)",
        "home = result.assessment.plan.home_care",
        "def f(a: Assessment) -> int:\n    return len(a.still_open)",
    ],
)
def test_a_door_that_decides_is_found(planted: str) -> None:
    assert decided_in(planted)


def test_a_door_that_draws_is_passed_over() -> None:
    assert decided_in("told.person.section('why'), knowledge.families, assessment.disposition.urgency") == []


def test_a_template_that_decides_is_found() -> None:
    assert given_a_conclusion("{% for flag in assessment.raised %}{{ flag.id }}{% endfor %}")
    assert not given_a_conclusion("{% for item in told.person.sections %}{{ item.id }}{% endfor %}")


def test_there_is_one_place_that_decides() -> None:
    calls = [file for file in ROOT.rglob("*.py") if re.search(r"\bTold\(", file.read_text("utf-8"))]
    assert [file.relative_to(ROOT).as_posix() for file in calls] == ["exchange/told/tell.py"]


def with_views(told: Told, **views: View) -> Told:
    """The same with views of a test's own, as if they had been worked out so."""
    changed = copy(told)
    vars(changed).update(views)
    return changed


@cache
def told_of(name: str) -> Told:
    """What somebody is told, the words of each item being its place."""
    present, absent = PEOPLE[name]
    case = case_from(KNOWLEDGE, present=present, absent=absent, quantities={"age": 44}, profile="us")
    told = tell(assess(KNOWLEDGE, case), KNOWLEDGE, WORDS, Circumstances(on=CONCLUDED.date()))
    return with_views(
        told,
        person=placed("person", told.person),
        clinician=placed("clinician", told.clinician),
        stop=placed("stop", told.stop),
    )


def placed(name: str, view: View) -> View:
    return View(tuple(_placed_section(name, section) for section in view.sections))


def _placed_section(name: str, section: Section) -> Section:
    groups = tuple(_placed_group(f"{name}.{section.id}", group) for group in section.groups)
    return replace(section, groups=groups)


def _placed_group(above: str, group: Group) -> Group:
    return replace(group, items=tuple(_placed_item(f"{above}.{group.id}", item) for item in group.items))


def _placed_item(above: str, item: Item) -> Item:
    return replace(item, words=f"[[{above}.{item.id}]]")


def drawn(text: str, view: str) -> list[str]:
    """The places that a drawing holds, each where it first comes."""
    return [*dict.fromkeys(re.findall(rf"\[\[{view}\.([\w.-]+)\]\]", text))]


def page_of(told: Told, template: str) -> str:
    """A page with both views for print."""
    paper = Paper(told, "25 November 2026")
    more: dict[str, Any] = {
        "concluded": CONCLUDED,
        "ends": CONCLUDED,
        "kept": False,
        "further": "",
        "going_on": "/check",
        "mistaken": "/check",
    }
    page = RENDERER.page(template, "us", title="x", csrf="x", told=told, paper=paper, **more)
    return bytes(page.body).decode()


def on_page(told: Told) -> str:
    return page_of(told, "result.html").split('<div class="paper"')[0]


def in_terminal(told: Told) -> str:
    return _printed(*draw(told, WORDS, full=True))


def _printed(*parts: object) -> str:
    console = Console(width=4000, file=StringIO(), record=True)
    console.print(*parts, sep="\n")
    return console.export_text()


def in_json(told: Told) -> str:
    return told_out(told).model_dump_json()


def test_the_people_are_told_levels_that_order_the_page_apart() -> None:
    levels = [told_of(name).urgency for name in PEOPLE]
    assert levels == [Urgency.WITHIN_DAYS, Urgency.SELF_CARE, Urgency.EMERGENCY_NOW]


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("door", [on_page, in_terminal, in_json])
def test_page_terminal_and_json_tell_a_person_the_same_in_the_same_order(
    door: Callable[[Told], str], name: str
) -> None:
    told = told_of(name)
    works = "sources.works."  # pages link them, and the terminal names their ids
    expected = [path for path in told.person.paths() if not path.startswith(works)]
    assert len(expected) > 30
    assert [path for path in drawn(door(told), "person") if not path.startswith(works)] == expected


@pytest.mark.parametrize("name", PEOPLE)
def test_the_works_are_the_same_on_page_and_terminal(name: str) -> None:
    told = told_of(name)
    ids = [item.id for item in told.person.section("sources").groups[0].items]
    assert ids
    assert re.findall(r'/learn/sources/(\w+)">', on_page(told).split('id="sources"')[1]) == ids
    assert ", ".join(ids) in in_terminal(told)


@pytest.mark.parametrize("name", PEOPLE)
def test_paper_tells_a_person_what_has_room_each_part_in_the_same_order(name: str) -> None:
    paper = Paper(told_of(name), "x")
    html = page_of(told_of(name), "summary/document.html")
    assert drawn(html, "person") == list(paper.person.paths())
    assert [section.id for section in paper.person.sections] == [id for id in ON_PAPER if paper.person.section(id)]
    for section in paper.person.sections:
        whole = list(View((told_of(name).person.section(section.id),)).paths())
        printed = list(View((section,)).paths())
        assert [path for path in whole if path in printed] == printed


@pytest.mark.parametrize("name", PEOPLE)
def test_paper_and_screen_tell_a_clinician_the_same_in_the_same_order(name: str) -> None:
    told = told_of(name)
    screen = [path for path in told.clinician.paths() if not path.startswith("head.")]
    assert drawn(on_page(told), "clinician") == screen
    paper = [path for path in Paper(told, "x").clinician.paths() if path != "head.all.day"]
    assert drawn(page_of(told, "summary/document.html"), "clinician") == paper


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("most", [30, 4, 0])
def test_plain_text_tells_a_clinician_what_has_room_in_the_same_order(name: str, most: int) -> None:
    view = for_record(told_of(name).clinician, most)
    assert drawn(written(view, WORDS), "clinician") == list(view.paths())


def test_stop_page_and_terminal_tell_the_same_in_the_same_order() -> None:
    told = told_of("an emergency")
    expected = list(told.stop.paths())
    assert expected
    assert drawn(page_of(told, "stop.html"), "stop") == expected
    assert drawn(_printed(*stop_parts(told, WORDS)), "stop") == expected


def test_a_door_that_leaves_something_out_is_found() -> None:
    told = told_of("an ache")
    assert drawn(on_page(with_views(told, person=told.person.cut({"why": 0}))), "person") != list(told.person.paths())


def test_json_holds_every_item_of_every_view() -> None:
    told = told_of("an emergency")
    out = told_out(told)
    for view, sections in ((told.person, out.person), (told.clinician, out.clinician), (told.stop, out.stop)):
        assert [*_paths(sections)] == [*view.paths()]


def _paths(sections: tuple[SectionOut, ...]) -> Iterator[str]:
    for section in sections:
        for group in section.groups:
            yield from (f"{section.id}.{group.id}.{item.id}" for item in group.items)
