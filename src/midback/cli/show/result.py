"""An assessment for the terminal: the verdict first, then why, what to do now, and everything behind it."""

from collections.abc import Iterator

from rich import box
from rich.box import Box
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.text import Text

from midback.cli.layout import MUTED, about, bullets, section, sentence
from midback.cli.show.causes import causes
from midback.cli.show.plan import home, tests
from midback.engine import Assessment
from midback.engine.assessment import FlagReason
from midback.engine.differential import ConditionRank
from midback.knowledge.base import Finding
from midback.terms import Urgency
from midback.words import say

# Each level has its own mark, frame and colour, so that none depends on colour alone.
LOOKS: dict[Urgency, tuple[str, Box, str]] = {
    Urgency.EMERGENCY_NOW: ("⬢ !", box.HEAVY, "bold red"),
    Urgency.SAME_DAY: ("◆", box.DOUBLE, "dark_orange3"),
    Urgency.WITHIN_DAYS: ("■", box.SQUARE, "yellow"),
    Urgency.ROUTINE: ("●", box.ROUNDED, "blue"),
    Urgency.SELF_CARE: ("⌂", box.ROUNDED, "green"),
}
MOST_OPEN = 8


def draw(assessment: Assessment, title: str = "", *, full: bool = False) -> Iterator[RenderableType]:
    """The sections of an assessment, in the order in which they matter. `full` shortens nothing."""
    if title:
        yield Text(say("assessment.case", title=title), style=MUTED)
    yield verdict(assessment)
    yield section(say("assessment.why"), why(assessment, full=full))
    yield from meanwhile(assessment)
    yield sooner(assessment)
    yield causes(assessment)
    yield from not_known(assessment, full=full)
    yield tests(assessment, full=full)
    yield from home(assessment, full=full)
    yield expectation(assessment)
    yield closing(assessment, full=full)


def verdict(assessment: Assessment) -> Panel:
    """What to do, how soon, where, and how to get there."""
    told = assessment.disposition
    mark, frame, colour = LOOKS[told.urgency]
    unsettled = told.not_settled if told.urgency < Urgency.SAME_DAY else ""  # then nobody thinks of staying at home
    lines = (told.how_soon, told.where, told.transport, unsettled)
    return Panel(
        Group(Text(told.heading, style="bold"), *(Text(line) for line in lines if line)),
        title=Text(f"{mark} {say(f'urgency.{told.urgency.id}')}", style=colour),
        title_align="left",
        box=frame,
        border_style=colour,
        padding=(1, 2),
    )


def why(assessment: Assessment, *, full: bool = False) -> RenderableType:
    """The reasons for the urgency, in the person's own findings; less urgent ones by name alone."""
    main, lesser = told_apart(assessment, full=full)
    reasons: list[str | Text] = [suspicion(rank) for rank in assessment.disposition.suspected]
    reasons += [because(reason) for reason in main]
    if lesser:
        labels = "; ".join(reason.red_flag.label for reason in lesser)
        reasons.append(say("assessment.also_raised", labels=labels))
    return bullets(reasons or [say("assessment.none_raised")])


def told_apart(assessment: Assessment, *, full: bool) -> tuple[list[FlagReason], list[FlagReason]]:
    """The most urgent red flags raised, and the less urgent ones."""
    top = max((reason.red_flag.urgency for reason in assessment.raised), default=Urgency.SELF_CARE)
    main = [reason for reason in assessment.raised if full or reason.red_flag.urgency is top]
    return main, [reason for reason in assessment.raised if reason not in main]


def because(reason: FlagReason) -> Text:
    """Why one red flag matters, and what of the person raised it."""
    text = Text(say("assessment.raised", because=reason.red_flag.because))
    if reason.findings:
        text.append("\n" + say("assessment.told", findings=words(reason.findings)), style=MUTED)
    return text


def suspicion(rank: ConditionRank) -> str:
    """Why a likely cause by itself is reason enough."""
    action = rank.condition.action
    return say(
        "assessment.suspected",
        label=rank.condition.label,
        share=about(rank.probability),
        because=action.because if action else "",
    ).strip()


def meanwhile(assessment: Assessment) -> Iterator[RenderableType]:
    """What to do until then."""
    if assessment.safety_net.meanwhile:
        yield section(say("assessment.meanwhile"), bullets(assessment.safety_net.meanwhile))


def sooner(assessment: Assessment) -> RenderableType:
    """Signs to look out for, the most urgent first, each with what to do then."""
    watched = sorted(assessment.safety_net.watch, key=lambda watch: -watch.urgency)
    rows = [say("assessment.watch", sign=watch.sign.rstrip("."), action=watch.action) for watch in watched]
    return section(say("assessment.sooner"), bullets(rows))


def not_known(assessment: Assessment, *, full: bool) -> Iterator[RenderableType]:
    """What was answered both ways, and what would be worth knowing."""
    if assessment.contradictions:
        yield section(say("assessment.contradictions"), bullets(one.lay for one in assessment.contradictions))
    if assessment.not_asked:
        shown = assessment.not_asked if full else assessment.not_asked[:MOST_OPEN]
        rows = [sentence(one.lay) for one in shown]
        if more := len(assessment.not_asked) - len(rows):
            rows.append(say("assessment.and_more", count=more))
        note = Text(say("assessment.open_note"), style=MUTED)
        yield section(say("assessment.open"), note, bullets(rows, mark="?"))


def expectation(assessment: Assessment) -> RenderableType:
    """The course to expect, when to check again, and that Midback may be wrong."""
    net = assessment.safety_net
    return section(
        say("assessment.next"), bullets(text for text in (net.expect, net.follow_up, net.may_be_wrong) if text)
    )


def closing(assessment: Assessment, *, full: bool) -> RenderableType:
    """Sources, limits and version."""
    main, _ = told_apart(assessment, full=full)
    cited = dict.fromkeys(id for reason in main for id in reason.red_flag.sources)
    lines = [say("assessment.sources", ids=", ".join(cited))] if cited else []
    if not full:
        lines.append(say("assessment.shortened"))
    version = say("assessment.version", version=assessment.content_version, profile=assessment.profile.id)
    return Group(
        Text(),
        *(Text(line, style=MUTED) for line in lines),
        Text(say("assessment.limits"), style="bold"),
        Text(version, style=MUTED),
    )


def words(findings: tuple[Finding, ...]) -> str:
    """Findings as one phrase."""
    return "; ".join(finding.lay for finding in findings)
