"""What it may be, and what isn't known yet."""

from collections.abc import Iterator, Sequence

from midback.engine.differential import ConditionRank, FamilyRank, Reason
from midback.exchange.told.telling import Telling, opening
from midback.exchange.told.tree import Group, Item, Kind, Section
from midback.knowledge.base import Finding
from midback.terms import Answer


def causes(telling: Telling) -> Section:
    """The families worth a paragraph, then the others and what isn't listed in a line each."""
    shown = main_families(telling)
    others = telling.assessment.families[len(shown) :]
    rest = (*(_named(telling, rank) for rank in others), _something_else(telling))
    return Section(
        "causes",
        telling.say("told.causes.title"),
        (
            Group("families", tuple(_family(telling, rank) for rank in shown)),
            Group("others", rest, telling.say("told.causes.others"), telling.say("told.causes.others_note")),
        ),
        telling.say("told.causes.hint"),
        telling.to_them("told.causes.note"),
    )


def main_families(telling: Telling) -> tuple[FamilyRank, ...]:
    """The first family always, then those of a share worth a paragraph."""
    ranks, limits = telling.assessment.families, telling.limits
    return (*ranks[:1], *(rank for rank in ranks[1 : limits.families] if rank.probability >= limits.least_share))


def _family(telling: Telling, rank: FamilyRank) -> Item:
    """A family with what fits and what doesn't for its first member, and its members."""
    return Item(
        rank.family.id,
        opening(telling.words.text(rank.family.lay)),
        Kind.FAMILY,
        telling.words.text(rank.family.label),
        share=telling.share(rank.probability),
        sources=rank.family.sources[: telling.limits.sources],
        parts=tuple(_about_family(telling, rank)),
    )


def _about_family(telling: Telling, rank: FamilyRank) -> Iterator[Item]:
    yield Item("explain", telling.words.text(rank.family.explain), Kind.EXPLAIN)
    if rank.conditions:
        yield from _weighing(telling, rank.conditions[0])
    if rank.family.members_note:
        yield Item("members_note", telling.words.text(rank.family.members_note), Kind.NOTE)
    for one in rank.conditions[: telling.limits.members]:
        label = telling.words.text(one.condition.label)
        words = telling.words.text(one.condition.lay)
        yield Item(one.condition.id, words, Kind.MEMBER, label, share=telling.share(one.probability))


def _weighing(telling: Telling, rank: ConditionRank) -> Iterator[Item]:
    limits = telling.limits
    yield from (_reason(telling, one, Kind.FOR) for one in rank.reasons_for[: limits.reasons_for])
    yield from (_reason(telling, one, Kind.AGAINST) for one in rank.reasons_against[: limits.reasons_against])
    yield from telling.findings(rank.not_asked[: limits.would_tell], Kind.UNKNOWN)


def _reason(telling: Telling, reason: Reason, kind: Kind) -> Item:
    return Item(
        reason.finding.id,
        telling.words.text(reason.finding.lay),
        kind,
        telling.say("told.causes.yes" if reason.answer is Answer.PRESENT else "told.causes.no"),
        evidence=reason.kind,
        sources=reason.sources[: telling.limits.sources],
        answer=reason.answer,
    )


def _named(telling: Telling, rank: FamilyRank) -> Item:
    words, label = opening(telling.words.text(rank.family.lay)), telling.words.text(rank.family.label)
    return Item(rank.family.id, words, Kind.FAMILY_NAMED, label, share=telling.share(rank.probability))


def _something_else(telling: Telling) -> Item:
    share = telling.share(telling.assessment.other_probability)
    return Item("something_else", telling.say("told.causes.something_else"), Kind.FAMILY_NAMED, share=share)


def unknown(telling: Telling) -> Section:
    """What isn't known: what could make it more urgent, then what could tell more about the cause."""
    urgent = {one.id: one for reason in telling.assessment.still_open for one in reason.findings if one.reportable}
    others = [one for one in telling.assessment.not_asked if one.id not in urgent]
    groups = (
        _open(
            telling, "urgent", tuple(urgent.values()), telling.limits.open_urgent, telling.say("told.open.urgent_note")
        ),
        _open(telling, "others", others, telling.limits.open_others),
    )
    found = tuple(filter(None, groups))
    if found:
        found = (*found, Group("visit", (Item("visit", telling.to_them("told.open.visit"), Kind.NOTE),)))
    return Section(
        "open", telling.say("told.open.title"), found, telling.say("told.open.hint"), telling.say("told.open.note")
    )


def _open(telling: Telling, id: str, findings: Sequence[Finding], most: int, note: str = "") -> Group:
    items = tuple(
        Item(one.id, opening(telling.words.text(one.lay)), Kind.UNKNOWN, question=_question(telling, one.id))
        for one in findings[:most]
    )
    return Group(id, items, telling.say(f"told.open.{id}"), note, left=len(findings) - len(items))


def _question(telling: Telling, finding: str) -> str:
    """The first question that can settle a finding, or ""."""
    return telling.knowledge.index.asked_in.get(finding, "")
