"""The commands, their options, and how a mistake is told."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from errno import EPIPE
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text
from typer.core import TyperGroup

from midback import __version__
from midback.assurance.judged import read_judged
from midback.assurance.pairs import pairs_of
from midback.cli.assurance import register
from midback.cli.explain.inventory import inventory
from midback.cli.explain.questions import draw_questions, questions_data
from midback.cli.explain.records import explanations, kind_called, listing, overview
from midback.cli.explain.schemas import write_schemas
from midback.cli.layout import show
from midback.cli.options import AsJson, ContentFolder, read
from midback.cli.run.trail import show_trail
from midback.cli.run.users import users
from midback.cli.show.cases import load_cases, titles
from midback.cli.show.result import draw
from midback.engine import Assessment
from midback.engine import assess as conclude
from midback.errors import ContentError, MidbackError, UnknownId
from midback.exchange.case_file import LoadedCase
from midback.exchange.report import Report, report
from midback.exchange.summary import as_text as summary_of
from midback.exchange.told import SHORT, USUAL, WHOLE, Circumstances, tell
from midback.knowledge import DEFAULT_PROFILE, Content, KnowledgeBase
from midback.knowledge.load import SHIPPED
from midback.words import Words, english, say

DAY = ["%Y-%m-%d"]
MISTAKE = 2
"""The exit code for something that the user can mend."""


class Commands(TyperGroup):
    """Tells an error of ours on stderr, without a traceback."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command, and see that all it printed was written."""
        try:
            with flushed():
                return super().invoke(ctx)
        except MidbackError as error:
            message = str(error)
        except OSError as error:
            if error.errno == EPIPE:
                raise  # whoever read has left; the framework ends quietly
            drop_output()
            message = say("error.not_written", problem=error.strerror)
        except ModuleNotFoundError as error:
            message = say("error.not_installed", problem=error)
        typer.echo(say("error.prefix", message=message), err=True)
        raise typer.Exit(MISTAKE)


@contextmanager
def flushed() -> Iterator[None]:
    """Write what is left to write, while an error can still be told."""
    try:
        yield
    finally:
        sys.stdout.flush()


def drop_output() -> None:
    """Let what can't be written go, or Python tries once more at its end, and says so in its own words."""
    with suppress(OSError), Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


app = typer.Typer(
    cls=Commands,
    help=say("help.app"),
    epilog=say("help.app_examples"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["--help", "-h"]},
)

Profile = Annotated[str, typer.Option("--profile", help=say("help.profile"))]
MaybeProfile = Annotated[str | None, typer.Option("--profile", help=say("help.profile"))]
New = Annotated[bool, typer.Option("--new", help=say("help.new_database"))]
Full = Annotated[bool, typer.Option("--full", help=say("help.full"))]


def say_version(wanted: bool) -> None:
    """Print the version and leave, if that is wanted."""
    if wanted:
        typer.echo(f"midback {__version__}")
        raise typer.Exit


@app.callback()
def midback(
    version: Annotated[
        bool, typer.Option("--version", callback=say_version, is_eager=True, help=say("help.version"))
    ] = False,
) -> None:
    """Options of the program itself."""


@app.command(help=say("help.interview"))
def interview(
    profile: MaybeProfile = None,
    clinician: Annotated[bool, typer.Option("--clinician", help=say("help.clinician"))] = False,
    resume: Annotated[bool, typer.Option("--resume", help=say("help.resume"))] = False,
    full: Full = False,
    forget: Annotated[bool, typer.Option("--forget", help=say("help.forget"))] = False,
    new: New = False,
) -> None:
    """Ask in the terminal."""
    from midback.cli.ask import interview as talk  # brings the database along

    if forget:
        talk.forget()
    else:
        talk.interview(profile=profile, clinician=clinician, resume=resume, full=full, new=new)


@app.command(help=say("help.assess"))
def assess(
    files: Annotated[list[str], typer.Argument(metavar="CASE...", help=say("help.file"))],
    as_json: AsJson = False,
    profile: MaybeProfile = None,
    full: Full = False,
    history_only: Annotated[bool, typer.Option("--history-only", help=say("help.history_only"))] = False,
    content: ContentFolder = None,
    summary: Annotated[bool, typer.Option("--summary", help=say("help.summary"))] = False,
) -> None:
    """Assess case files."""
    known_content = read(content)
    knowledge = known_content.knowledge
    cases = load_cases(files, knowledge, profile=known(knowledge, profile), history_only=history_only)
    results = [(title, *_concluded(known_content, loaded)) for title, loaded in titles(cases)]
    if as_json:
        typer.echo(as_json_text([report(result, knowledge, words, visit) for _, words, result, visit in results]))
        return
    limits = USUAL if summary else WHOLE if full else SHORT
    today = datetime.now().astimezone().date()
    told = [
        (title, words, tell(result, knowledge, words, replace(visit, on=today), limits))
        for title, words, result, visit in results
    ]
    if summary:
        typer.echo("\n".join(summary_of(one.clinician, words) for _, words, one in told), nl=False)
    else:
        show(part for title, words, one in told for part in draw(one, words, title, full=full))


def _concluded(content: Content, loaded: LoadedCase) -> tuple[Words, Assessment, Circumstances]:
    """The words of a case's place, what it comes to, and to whom it is told."""
    case = loaded.case
    return content.at(case.profile), conclude(content.knowledge, case, examined=loaded.examined), loaded.visit


def as_json_text(reports: list[Report]) -> str:
    """One report as a JSON object; several as an array in the order given."""
    texts = [one.model_dump_json(indent=2) for one in reports]
    return texts[0] if len(texts) == 1 else f"[{','.join(texts)}]"


@app.command(help=say("help.explain"))
def explain(
    id: Annotated[str | None, typer.Argument(metavar="[ID]", help=say("help.id"))] = None,
    profile: Profile = DEFAULT_PROFILE,
    content: ContentFolder = None,
) -> None:
    """Explain an id, list a kind, or list the kinds."""
    knowledge, words = at(profile, content)
    if id is None:
        show([overview(words, knowledge)])
    elif kind := kind_called(id):
        show([listing(words, knowledge, kind)])
    else:
        show(explanations(words, knowledge, id))


@app.command(help=say("help.questions"))
def questions(as_json: AsJson = False, profile: Profile = DEFAULT_PROFILE, content: ContentFolder = None) -> None:
    """List the pages of the interview."""
    knowledge, words = at(profile, content)
    if as_json:
        typer.echo(json.dumps(questions_data(words, knowledge), indent=2, ensure_ascii=False))
    else:
        show(draw_questions(words, knowledge))


@app.command(help=say("help.check"))
def check(
    folder: Annotated[Path | None, typer.Argument(metavar="[FOLDER]", help=say("help.folder"))] = None,
    schema: Annotated[Path | None, typer.Option("--schema", metavar="FOLDER", help=say("help.schema"))] = None,
) -> None:
    """Check content, try its phrases, and write schemas."""
    from midback.exchange.tried import misheard  # builds every phrase

    content = read(folder)
    knowledge = content.knowledge
    judged, pairs = read_judged(folder or SHIPPED), pairs_of(content)
    if faults := [*misheard(knowledge), *judged.faults(pairs)]:
        raise ContentError(faults)
    show([inventory(english(), knowledge, str(folder) if folder else say("check.shipped"))])
    if judged.waiting:
        show([Text(say("check.waiting", count=len(judged.waiting), total=len(pairs)))])
    if schema:
        show([Text(say("check.wrote", count=write_schemas(schema), folder=schema))])


@app.command(help=say("help.serve"))
def serve(
    host: Annotated[str, typer.Option("--host", help=say("help.host"))] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help=say("help.port"))] = 8000,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help=say("help.workers"))] = 1,
    new: New = False,
    content: ContentFolder = None,
) -> None:
    """Serve the web pages."""
    from midback.web.server import serve as listen  # brings the web framework along

    where = f"[{host}]" if ":" in host else host
    starting = say("serve.starting", host=where, port=port)
    listen(host, port, workers, new=new, content=content, listening=lambda: typer.echo(starting))


@app.command(help=say("help.trail"))
def trail(
    since: Annotated[datetime | None, typer.Option("--since", formats=DAY, help=say("help.since"))] = None,
    until: Annotated[datetime | None, typer.Option("--until", formats=DAY, help=say("help.until"))] = None,
    as_json: AsJson = False,
) -> None:
    """List who did what when, and check the chain."""
    show_trail(since, until, as_json=as_json)


@app.command(help=say("help.doctor"))
def doctor() -> None:
    """Say what is set up wrongly."""
    from midback.cli.run.doctor import doctor as look  # brings database and web framework along

    look()


register(app)
app.add_typer(users, name="user")


def known(knowledge: KnowledgeBase, profile: str | None) -> str | None:
    """The profile, if it is one. Raises UnknownId."""
    if profile is not None and profile not in knowledge.places:
        raise UnknownId(say("error.profile", id=profile, known=", ".join(sorted(knowledge.profiles))))
    return profile


def at(profile: str, folder: Path | None) -> tuple[KnowledgeBase, Words]:
    """What a content folder, or the shipped content, means, and what it says in a place. Raises UnknownId."""
    content = read(folder)
    known(content.knowledge, profile)
    return content.knowledge, content.at(profile)


def main() -> None:
    """The `midback` command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without our marks still gets the words
    app(prog_name="midback")
