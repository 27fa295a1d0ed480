"""A page of the interview, and the screen that stops it, as they look in a terminal."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.text import Text

from midback.cli.ask.answers import keys, places
from midback.cli.layout import MUTED, hanging
from midback.cli.show.result import stop_parts
from midback.engine import Step
from midback.exchange.told import Told
from midback.knowledge.base import Option, Question
from midback.words import Words, say


def page(step: Step, chapter: str, *, clinician: bool = False) -> RenderableType:
    """One question: where we are, what is asked, the choices, and which keys to use."""
    question = step.question
    return Group(
        Text(),
        Rule(Text(progress(step, chapter), style=MUTED), align="right", style=MUTED),
        Text(question.clinician if clinician else question.ask, style="bold"),
        *([Text(question.hint)] if question.hint else []),
        *choices(question),
        Text(keys(question), style=MUTED),
    )


def progress(step: Step, chapter: str) -> str:
    """The chapter and how many pages may follow, so that no bar runs backwards."""
    if step.at_most_more:
        return say("interview.progress", chapter=chapter, count=step.at_most_more)
    return say("interview.progress_last", chapter=chapter)


def choices(question: Question) -> Iterator[RenderableType]:
    """The numbered options, below their headings, and the key for none of them."""
    heading = ""
    for place, option in places(question).items():
        if option.heading and option.heading != heading:
            yield Text(option.heading, style="italic")
        heading = option.heading
        yield hanging([(f"{place:>3} ", _label(option, place))])
    if question.none_label:
        yield hanging([("  n ", question.none_label)])
    yield hanging([("  s ", question.not_sure_label)])


def _label(option: Option, place: str) -> Text:
    scale = option.value is not None and option.label.split()[0] == place == f"{option.value:g}"
    text = Text(option.label.removeprefix(place).lstrip(" ·") if scale else option.label)
    return text.append(f"\n{option.hint}", style=MUTED) if option.hint else text


def reason(step: Step) -> str:
    """Why this is asked, and why now."""
    return f"{step.question.why} {say(f'interview.{step.reason}')}"


def stop_screen(told: Told, words: Words) -> RenderableType:
    """An emergency: what to do, and why, and nothing else."""
    return Group(
        Text(),
        *stop_parts(told, words),
        Text(),
        Text(say("interview.stop_keys"), style=MUTED),
    )
