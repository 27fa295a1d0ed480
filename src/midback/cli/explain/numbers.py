"""The numbers behind conditions and findings, each with its kind and its sources."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from midback.cli.layout import columns, exactly, section
from midback.knowledge import KnowledgeBase
from midback.knowledge.base import Condition, Finding, Link, Pretest, Threshold
from midback.terms import Setting
from midback.words import say


def number(link: Link) -> str:
    """How often the finding goes with the condition, or how far it moves the odds, with the interval if known."""
    low, high = link.interval or (0.0, 0.0)
    if link.given is None:
        return _ratios(link) + (say("explain.interval", low=f"{low:g}", high=f"{high:g}") if link.interval else "")
    bounds = say("explain.interval", low=f"{low * 100:.3g}", high=f"{high * 100:.3g}") if link.interval else ""
    return exactly(link.given) + bounds


def _ratios(link: Link) -> str:
    present, absent = (f"{ratio:g}" if ratio is not None else "" for ratio in (link.present, link.absent))
    if present and absent:
        return say("explain.ratios", present=present, absent=absent)
    if present:
        return say("explain.ratio_present", present=present)
    return say("explain.ratio_absent", absent=absent)


def links_of(knowledge: KnowledgeBase, condition: Condition) -> RenderableType:
    """What each finding says of a condition."""
    rows = [(knowledge.findings[link.finding].label, link) for link in condition.findings]
    return section(say("explain.links"), _table(say("explain.finding_column"), rows))


def bears_on(knowledge: KnowledgeBase, finding: Finding) -> Iterator[RenderableType]:
    """The conditions that a finding speaks for or against."""
    rows = [
        (condition.label, link)
        for condition in knowledge.conditions.values()
        for link in condition.findings
        if link.finding == finding.id
    ]
    if rows:
        yield section(say("explain.bears_on"), _table(say("explain.condition_column"), rows))


def _table(first: str, rows: list[tuple[str, Link]]) -> RenderableType:
    table = columns(first, say("explain.number"), say("explain.kind_column"), say("explain.sources_column"))
    for label, link in rows:
        table.add_row(Text(label), Text(number(link)), link.kind.value, Text(", ".join(link.sources)))
    return table


def pretest(share: Pretest) -> Iterator[tuple[str, str]]:
    """How common a condition is before any answer, by setting, age and sex."""
    told = {setting.value: exactly(share.share(setting)) for setting in Setting}
    line = say("explain.pretest_share", **told)
    factors = [say("explain.by", band=band, factor=f"{factor:g}") for band, factor in share.by_age.items()]
    factors += [say("explain.by", band=sex.value, factor=f"{factor:g}") for sex, factor in share.by_sex.items()]
    yield say("explain.pretest"), f"{line} · {share.kind.value}"
    yield "", ", ".join(factors)
    yield say("explain.basis"), share.basis


def threshold(knowledge: KnowledgeBase, bounds: Threshold) -> str:
    """When a number makes a finding present."""
    quantity = knowledge.quantities[bounds.quantity]
    limits = (("at_least", bounds.at_least), ("below", bounds.below))
    return say("explain.and").join(
        say(f"explain.{key}", quantity=quantity.label, number=f"{limit:g}", unit=quantity.unit).rstrip()
        for key, limit in limits
        if limit is not None
    )
