"""The possible causes: families first, then their members, each with what speaks for and against it."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from midback.cli.layout import MUTED, about, bullets, section, sentence
from midback.engine import Assessment
from midback.engine.differential import ConditionRank, FamilyRank, Reason
from midback.terms import Answer
from midback.words import say

MOST_FAMILIES = 4
MOST_MEMBERS = 3
MOST_REASONS = 4
SHOWN_FROM = 0.03
"""Families and members below this share are named in one line, or not at all."""
TELLING = 0.2
"""Reasons that move a cause less than this (natural logarithm) are left out."""


def causes(assessment: Assessment) -> RenderableType:
    """Every family worth a line, likeliest first."""
    shown = [rank for rank in assessment.families[:MOST_FAMILIES] if rank.probability >= SHOWN_FROM]
    rest = [rank for rank in assessment.families if rank not in shown and rank.probability >= 0.01]
    return section(
        say("assessment.causes"),
        Text(say("assessment.causes_note"), style=MUTED),
        *(family(rank) for rank in shown),
        *less_likely(rest),
        _share(say("assessment.other"), assessment.other_probability),
    )


def family(rank: FamilyRank) -> RenderableType:
    """A family with its share, and its likeliest members."""
    members = [one for one in rank.conditions[:MOST_MEMBERS] if one.probability >= SHOWN_FROM]
    note = rank.family.members_note if len(members) > 1 else ""
    return Group(
        _share(rank.family.label, rank.probability, style="bold"),
        *([Padding(Text(note, style=MUTED), (0, 0, 0, 2))] if note else []),
        Padding(bullets(_member(one) for one in members), (0, 0, 0, 2)),
    )


def less_likely(ranks: list[FamilyRank]) -> Iterator[Text]:
    """The families that get no paragraph of their own, in one line."""
    if ranks:
        named = "; ".join(f"{rank.family.label}, {about(rank.probability)}" for rank in ranks)
        yield Text(say("assessment.rest", families=named))


def _share(label: str, probability: float, style: str = "") -> Text:
    return Text(f"{label}: ", style=style).append(say("share.estimate", share=about(probability)), style="not bold")


def _member(rank: ConditionRank) -> Text:
    text = Text(f"{sentence(rank.condition.label)}: {about(rank.probability)}")
    for key, reasons in (("for", rank.reasons_for), ("against", rank.reasons_against)):
        if telling := [one for one in reasons if abs(one.strength) >= TELLING]:
            findings = "; ".join(reason(one) for one in telling[:MOST_REASONS])
            text.append("\n" + say(f"assessment.{key}", findings=findings), style=MUTED)
    return text


def reason(one: Reason) -> str:
    """A finding as an argument: as it is when present, with a no when absent."""
    key = "present" if one.answer is Answer.PRESENT else "absent"
    return say(f"assessment.{key}", words=one.finding.lay)
