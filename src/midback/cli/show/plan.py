"""Tests worth doing, and the plan for home."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from midback.cli.layout import bullets, section
from midback.engine import Assessment
from midback.engine.plan import CareAdvice, Fit
from midback.engine.work_up import InvestigationAdvice
from midback.knowledge.advice import Appropriateness, Exercise, Timing
from midback.words import say


def tests(assessment: Assessment, *, full: bool) -> RenderableType:
    """Tests for now, for later, and those that don't fit as things stand, each with its reason."""
    named = [] if full else [one for one in assessment.tests if _is_far_off(one)]
    shown = [one for one in assessment.tests if one not in named]
    labels = "; ".join(one.test.label for one in named)
    return section(
        say("assessment.tests"),
        *(part for timing in Timing for part in _timed(shown, timing, full=full)),
        *([Text(say("assessment.not_called_for", labels=labels))] if named else []),
    )


def _is_far_off(advice: InvestigationAdvice) -> bool:
    """Neither called for nor advised against by a guideline: its name is enough."""
    return advice.timing is Timing.NOT_NOW and advice.rating is Appropriateness.UNRATED


def _timed(advice: list[InvestigationAdvice], timing: Timing, *, full: bool) -> Iterator[RenderableType]:
    if here := [one for one in advice if one.timing is timing]:
        yield Text(say(f"assessment.{timing.value}"), style="bold")
        yield bullets(_test(one, full=full) for one in here)


def _test(advice: InvestigationAdvice, *, full: bool) -> str:
    change = " ".join(one.because for one in advice.changers)
    return _advised(advice) + (say("assessment.changers", because=change) if full and change else "")


def _advised(advice: InvestigationAdvice) -> str:
    if advice.rating is Appropriateness.UNRATED:
        return say("assessment.test_short", label=advice.test.label, because=advice.because)
    rating = say(f"assessment.{advice.rating.value}")
    return say("assessment.test", label=advice.test.label, rating=rating, because=advice.because)


def home(assessment: Assessment, *, full: bool) -> Iterator[RenderableType]:
    """Care that fits or doesn't, exercises, and what to avoid; nothing where there is no plan for home."""
    plan = assessment.plan
    if plan.home_care:
        yield section(say("assessment.plan"), bullets(_care(advice, full) for advice in plan.home_care))
    if plan.exercises:
        yield section(say("assessment.exercises"), bullets(_exercise(one, full) for one in plan.exercises))
    if plan.avoid:
        yield section(say("assessment.avoid"), bullets(plan.avoid))


def _care(advice: CareAdvice, full: bool) -> str | Text:
    care = advice.care
    if advice.status is not Fit.FITS:
        return say(f"assessment.{advice.status.value}", label=care.label, because=advice.because)
    if full:
        return _headed(care.label, " ".join(care.how))
    return _headed(care.label, f"{care.how[0]} [{care.id}]")


def _exercise(exercise: Exercise, full: bool) -> Text:
    steps = " ".join(exercise.steps) if full else say("assessment.steps_in", id=exercise.id)
    text = _headed(exercise.label, exercise.goal)
    for line in (steps, say("assessment.dose", dose=exercise.dose), exercise.stop_when):
        text.append(f"\n{line}", style="not bold")
    return text


def _headed(label: str, words: str) -> Text:
    return Text(f"{label}: ", style="bold").append(words, style="not bold")
