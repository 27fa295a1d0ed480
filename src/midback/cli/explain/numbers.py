"""The numbers behind conditions and findings, each with its kind and its sources."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from midback.cli.layout import columns, exactly, section
from midback.knowledge import KnowledgeBase
from midback.knowledge.base import Condition, Finding, Link, Pretest
from midback.knowledge.numbers import Threshold
from midback.terms import Setting
from midback.words import Words, unit


def number(words: Words, link: Link) -> str:
    """How often the finding goes with the condition, or how far it moves the odds, with the interval if known."""
    low, high = link.interval or (0.0, 0.0)
    if link.given is None:
        return _ratios(words, link) + (
            words.say("explain.interval", low=f"{low:g}", high=f"{high:g}") if link.interval else ""
        )
    bounds = words.say("explain.interval", low=f"{low * 100:.3g}", high=f"{high * 100:.3g}") if link.interval else ""
    return exactly(link.given) + bounds


def _ratios(words: Words, link: Link) -> str:
    present, absent = (f"{ratio:g}" if ratio is not None else "" for ratio in (link.present, link.absent))
    if present and absent:
        return words.say("explain.ratios", present=present, absent=absent)
    if present:
        return words.say("explain.ratio_present", present=present)
    return words.say("explain.ratio_absent", absent=absent)


def links_of(words: Words, knowledge: KnowledgeBase, condition: Condition) -> RenderableType:
    """What each finding says of a condition."""
    rows = [(words.text(knowledge.findings[link.finding].label), link) for link in condition.findings]
    return section(words.say("explain.links"), _table(words, words.say("explain.finding_column"), rows))


def bears_on(words: Words, knowledge: KnowledgeBase, finding: Finding) -> Iterator[RenderableType]:
    """The conditions that a finding speaks for or against."""
    rows = [
        (words.text(condition.label), link)
        for condition in knowledge.conditions.values()
        for link in condition.findings
        if link.finding == finding.id
    ]
    if rows:
        yield section(words.say("explain.bears_on"), _table(words, words.say("explain.condition_column"), rows))


def _table(words: Words, first: str, rows: list[tuple[str, Link]]) -> RenderableType:
    table = columns(
        first, words.say("explain.number"), words.say("explain.kind_column"), words.say("explain.sources_column")
    )
    for label, link in rows:
        table.add_row(Text(label), Text(number(words, link)), link.kind.value, Text(", ".join(link.sources)))
    return table


def pretest(words: Words, share: Pretest) -> Iterator[tuple[str, str]]:
    """How common a condition is before any answer, by setting, age and sex."""
    told = {setting.value: exactly(share.share(setting)) for setting in Setting}
    line = words.say("explain.pretest_share", **told)
    factors = [words.say("explain.by", band=band, factor=f"{factor:g}") for band, factor in share.by_age.items()]
    factors += [words.say("explain.by", band=sex.value, factor=f"{factor:g}") for sex, factor in share.by_sex.items()]
    yield words.say("explain.pretest"), f"{line} · {share.kind.value}"
    yield "", ", ".join(factors)
    yield words.say("explain.basis"), words.text(share.basis)


def threshold(words: Words, knowledge: KnowledgeBase, bounds: Threshold) -> str:
    """When a number makes a finding present."""
    quantity = knowledge.quantities[bounds.quantity]
    limits = (("at_least", bounds.at_least), ("below", bounds.below))
    return words.say("explain.and").join(
        words.say(
            f"explain.{key}", quantity=quantity.label, number=f"{limit:g}", unit=unit(words, quantity.unit)
        ).rstrip()
        for key, limit in limits
        if limit is not None
    )
