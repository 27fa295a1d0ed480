"""The commands and their options. Solver and arrays are loaded when a command needs them, not before."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from midback.cli.assurance.files import case_files, written
from midback.cli.layout import show
from midback.cli.options import AsJson, ContentFolder, Html, Seed, read
from midback.knowledge import read_content
from midback.knowledge.load import SHIPPED
from midback.terms import Setting
from midback.words import say

FAILED = 1
"""The exit code when a statement doesn't hold, a review is overdue, or somebody falls to a lower urgency."""


def register(app: typer.Typer) -> None:
    """Add the commands to a program."""
    for command in (prove, validate, agree, walk, simulate, review, freshness, diff, card, judge):
        app.command(help=say(f"help.{command.__name__}"))(command)


def prove(
    kind: Annotated[list[str] | None, typer.Option("--kind", metavar="KIND", help=say("help.kind"))] = None,
    cases: Annotated[Path | None, typer.Option("--cases", metavar="FOLDER", help=say("help.counter_cases"))] = None,
    of: Annotated[Path | None, typer.Option("--of", metavar="FOLDER", help=say("help.of"))] = None,
    as_json: AsJson = False,
    content: ContentFolder = None,
) -> None:
    """Prove the rules safe, or say for whom they aren't."""
    from midback.cli.assurance.proofs import known_kinds, proved, tried

    knowledge, kinds = read(content).knowledge, known_kinds(kind or [])
    told = tried(knowledge, of, kinds, cases) if of else proved(knowledge, kinds, cases)
    output(told.data, told.parts, as_json)
    fail_if(not told.holds)


def validate(
    cases: Annotated[list[Path], typer.Argument(metavar="CASES...", help=say("help.cases"))],
    as_json: AsJson = False,
    html: Html = None,
    crossed: Annotated[bool, typer.Option("--cross", help=say("help.cross"))] = False,
    content: ContentFolder = None,
) -> None:
    """Assess cases whose answer is known, and say how well that went."""
    from midback.assurance.crossing import cross
    from midback.assurance.validation import validate as run
    from midback.cli.assurance.validation import crossed_data, draw, draw_crossed, validation_data, validation_page

    knowledge = read(content).knowledge
    files = case_files(cases, knowledge)
    if crossed:
        both = [cross(knowledge, files, history_only=history_only) for history_only in (True, False)]
        output(crossed_data(both), draw_crossed(both), as_json)
        return
    ways = [run(knowledge, files, history_only=history_only) for history_only in (True, False)]
    if html:
        written(html, validation_page(knowledge, ways))
    output(validation_data(ways), draw(knowledge, ways), as_json)


def agree(
    cases: Annotated[list[Path], typer.Argument(metavar="CASES...", help=say("help.cases"))],
    people: Annotated[int, typer.Option("--people", min=0, help=say("help.agree_people"))] = 10_000,
    seed: Seed = 0,
    as_json: AsJson = False,
    content: ContentFolder = None,
) -> None:
    """Look for things told to one person that can't both be meant."""
    from midback.assurance.agreement import agreement
    from midback.cli.assurance.agreement import agreement_data, draw

    knowledge = read(content).knowledge
    found = agreement(knowledge, case_files(cases, knowledge), people, seed)
    output(agreement_data(found), draw(found), as_json)
    fail_if(bool(found.rows))


def walk(
    people: Annotated[list[Path] | None, typer.Argument(metavar="[PEOPLE...]", help=say("help.walk_people"))] = None,
    number: Annotated[int, typer.Option("--simulate", min=0, help=say("help.walk_simulate"))] = 0,
    seed: Seed = 1,
    setting: Annotated[Setting, typer.Option("--setting", help=say("help.setting"))] = Setting.COMMUNITY,
    as_json: AsJson = False,
    content: ContentFolder = None,
) -> None:
    """Say what an interview asks of people: pages, words and minutes."""
    from midback.assurance.walking import walk_drawn, walk_people
    from midback.cli.assurance.walking import draw, walk_data

    known = read(content)
    if number:
        walks = walk_drawn(known.knowledge, known.words, number, seed, setting)
    else:
        walks = walk_people(known.knowledge, known.words, case_files(people or [], known.knowledge))
    output(walk_data(walks), draw(say("walk.people"), walks), as_json)
    fail_if(bool(walks.figures["urgency_lower"]))


def simulate(
    number: Annotated[int, typer.Argument(metavar="N", min=100, max=1_000_000, help=say("help.people"))] = 20_000,
    seed: Seed = 1,
    interviews: Annotated[int, typer.Option("--interviews", min=0, help=say("help.interviews"))] = 300,
    check: Annotated[int, typer.Option("--check", min=0, help=say("help.check_people"))] = 2_000,
    setting: Annotated[Setting, typer.Option("--setting", help=say("help.setting"))] = Setting.COMMUNITY,
    as_json: AsJson = False,
    html: Html = None,
    content: ContentFolder = None,
) -> None:
    """Draw people from the knowledge itself."""
    from midback.assurance.simulation import simulate as run
    from midback.cli.assurance.simulation import draw, simulation_data, simulation_page

    known = read(content)
    result = run(known.knowledge, number, seed, setting=setting, interviews=interviews, checked=check)
    if html:
        written(html, simulation_page(known.words, known.knowledge, result))
    output(simulation_data(result), draw(known.words, known.knowledge, result), as_json)
    fail_if(bool(result.interviews.told_less))


def review(
    everything: Annotated[bool, typer.Option("--all", help=say("help.review_all"))] = False,
    as_json: AsJson = False,
    content: ContentFolder = None,
) -> None:
    """List what a clinician still has to confirm, worst first."""
    from midback.assurance.numbers import to_confirm
    from midback.cli.assurance.review import draw, review_data

    knowledge = read(content).knowledge
    doubtful = to_confirm(knowledge)
    output(review_data(knowledge, doubtful), draw(knowledge, doubtful, everything=everything), as_json)


def freshness(
    on: Annotated[datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help=say("help.on"))] = None,
    as_json: AsJson = False,
    content: ContentFolder = None,
) -> None:
    """List the statements that are due for review on a day."""
    from midback.assurance.freshness import due, next_due
    from midback.cli.assurance.review import draw_due, due_data

    day: date = (on or datetime.now().astimezone()).date()
    knowledge = read(content).knowledge
    overdue = due(knowledge, day)
    output(due_data(overdue, day), draw_due(overdue, next_due(knowledge, day), day), as_json)
    fail_if(bool(overdue))


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help=say("help.old"))],
    new: Annotated[Path, typer.Argument(metavar="NEW", help=say("help.new"))],
    cases: Annotated[list[Path] | None, typer.Argument(metavar="[CASES...]", help=say("help.diff_cases"))] = None,
    people: Annotated[int, typer.Option("--people", min=0, max=1_000_000, help=say("help.diff_people"))] = 20_000,
    seed: Seed = 1,
    as_json: AsJson = False,
) -> None:
    """Compare two contents: every statement, and whom the change moves."""
    from midback.assurance.impact import impact
    from midback.cli.assurance.impact import draw, impact_data

    before, after = read_content(old), read_content(new)
    result = impact(before, after, case_files(cases or [], after.knowledge), people=people, seed=seed)
    output(impact_data(result), draw(after.knowledge, result), as_json)
    fail_if(bool(result.falls))


def card(content: ContentFolder = None) -> None:
    """Print the knowledge card as Markdown."""
    from midback.cli.assurance.card import knowledge_card

    typer.echo(knowledge_card(read(content).knowledge), nl=False)


def judge(
    verdicts: Annotated[Path | None, typer.Argument(metavar="[VERDICTS]", help=say("help.verdicts"))] = None,
    pairs: Annotated[Path | None, typer.Option("--pairs", metavar="FILE", help=say("help.pairs"))] = None,
    export: Annotated[Path | None, typer.Option("--export", metavar="FILE", help=say("help.export"))] = None,
    everything: Annotated[bool, typer.Option("--all", help=say("help.judge_all"))] = False,
    wait: Annotated[bool, typer.Option("--wait", help=say("help.wait"))] = False,
    content: ContentFolder = None,
) -> None:
    """Give out the pairs of words that nobody judged, and take verdicts in."""
    from midback.assurance.judged import accepted, read_judged, write_judged
    from midback.assurance.pairs import pairs_of
    from midback.cli.assurance.judging import draw, read_verdicts, rows

    folder, known = content or SHIPPED, {pair.key: pair for pair in pairs_of(read(content))}
    judgements = read_verdicts(verdicts, pairs) if verdicts else []
    judged = accepted(read_judged(folder), known, judgements)
    show(draw(known, judgements))
    if verdicts or wait:
        write_judged(folder, known.values(), judged, wait=wait)
    left = [pair for pair in known.values() if everything or not judged.fits(pair)]
    if export:
        written(export, rows(left))
    show([Text(say("judge.left", count=len(left), total=len(known)))])
    fail_if(bool(left) and not everything)


def output(data: Any, parts: Iterable[Any], as_json: bool) -> None:
    """Print as JSON, or for people."""
    if as_json:
        typer.echo(json.dumps(data, indent=2, ensure_ascii=False))
    else:
        show(parts)


def fail_if(failed: bool) -> None:
    """End with the exit code of a failure, if it is one."""
    if failed:
        raise typer.Exit(FAILED)
