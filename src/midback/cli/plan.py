"""Tests worth doing, and the plan for home."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from midback.cli.layout import bullets, section
from midback.cli.words import say
from midback.engine import Assessment
from midback.engine.plan import CareAdvice, Fit
from midback.engine.workup import TestAdvice
from midback.knowledge.advice import Appropriateness, Exercise, Timing


def tests(assessment: Assessment) -> RenderableType:
    """Tests for now, for later, and those that don't fit as things stand, each with its reason."""
    return section(
        say("assessment.tests"),
        *(part for timing in Timing for part in _timed(assessment.tests, timing)),
    )


def _timed(advice: tuple[TestAdvice, ...], timing: Timing) -> Iterator[RenderableType]:
    if here := [one for one in advice if one.timing is timing]:
        yield Text(say(f"assessment.{timing.value}"), style="bold")
        yield bullets(_test(one) for one in here)


def _test(advice: TestAdvice) -> str:
    if advice.rating is Appropriateness.UNRATED:
        return say("assessment.test_short", label=advice.test.label, because=advice.because)
    rating = say(f"assessment.{advice.rating.value}")
    return say("assessment.test", label=advice.test.label, rating=rating, because=advice.because)


def home(assessment: Assessment) -> Iterator[RenderableType]:
    """Care that fits or doesn't, exercises, and what to avoid; nothing where there is no plan for home."""
    plan = assessment.plan
    if plan.home_care:
        yield section(say("assessment.plan"), bullets(_care(advice) for advice in plan.home_care))
    if plan.exercises:
        yield section(say("assessment.exercises"), bullets(_exercise(one) for one in plan.exercises))
    if plan.avoid:
        yield section(say("assessment.avoid"), bullets(plan.avoid))


def _care(advice: CareAdvice) -> str | Text:
    label = advice.care.label
    if advice.status is not Fit.FITS:
        return say(f"assessment.{advice.status.value}", label=label, because=advice.because)
    return Text(f"{label}: ", style="bold").append(" ".join(advice.care.how), style="not bold")


def _exercise(exercise: Exercise) -> Text:
    text = Text(f"{exercise.label}: ", style="bold").append(" ".join(exercise.steps), style="not bold")
    for key, value in (("dose", exercise.dose), ("stop_when", exercise.stop_when)):
        text.append("\n" + say(f"assessment.{key}", dose=value, when=value), style="not bold")
    return text
