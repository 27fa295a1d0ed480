"""A page of the interview, and the screen that stops it, as they look in a terminal."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.text import Text

from midback.cli.ask.answers import keys, places
from midback.cli.layout import MUTED, hanging
from midback.cli.show.result import stop_parts
from midback.engine import Step
from midback.exchange.progress import progress
from midback.exchange.told import Told
from midback.knowledge.base import Option, Question
from midback.words import Lay, Words


def page(words: Words, step: Step, chapter: str, *, clinician: bool = False) -> RenderableType:
    """One question: where we are, what is asked, the choices, and which keys to use."""
    question = step.question
    where = words.say("interview.progress", chapter=chapter, progress=progress(words, step))
    return Group(
        Text(),
        Rule(Text(where, style=MUTED), align="right", style=MUTED),
        Text(words.text(question.clinician if clinician else question.ask), style="bold"),
        *([Text(words.text(question.hint))] if question.hint else []),
        *choices(words, question),
        Text(keys(words, question), style=MUTED),
    )


def choices(words: Words, question: Question) -> Iterator[RenderableType]:
    """The numbered options, below their headings, and the key for none of them."""
    heading = Lay()
    for place, option in places(words, question).items():
        if option.heading and option.heading != heading:
            yield Text(words.text(option.heading), style="italic")
        heading = option.heading
        yield hanging([(f"{place:>3} ", _label(words, option, place))])
    if question.none_label:
        yield hanging([("  n ", words.text(question.none_label))])
    yield hanging([("  s ", words.text(question.not_sure_label))])


def _label(words: Words, option: Option, place: str) -> Text:
    label = words.text(option.label)
    scale = option.value is not None and label.split()[0] == place == f"{option.value:g}"
    text = Text(label.removeprefix(place).lstrip(" ·") if scale else label)
    return text.append(f"\n{words.text(option.hint)}", style=MUTED) if option.hint else text


def reason(words: Words, step: Step) -> str:
    """Why this is asked, and why now."""
    return f"{words.text(step.question.why)} {words.say(f'interview.{step.reason}')}"


def stop_screen(told: Told, words: Words) -> RenderableType:
    """An emergency: what to do, and why, and nothing else."""
    return Group(
        Text(),
        *stop_parts(told, words),
        Text(),
        Text(words.say("interview.stop_keys"), style=MUTED),
    )
