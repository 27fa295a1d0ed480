"""What it may be, and what isn't known yet."""

from collections.abc import Iterator, Sequence

from midback.engine.differential import ConditionRank, FamilyRank, Likely, Reason
from midback.engine.ruling_out import Suspect
from midback.exchange.told.fits import fit_of
from midback.exchange.told.telling import Telling, opening
from midback.exchange.told.tree import Group, Item, Kind, Section
from midback.knowledge.base import Finding
from midback.terms import Answer


def causes(telling: Telling) -> Section:
    """What is likely, what must be ruled out, and what else was looked at.

    A cause behind a raised red flag comes before what is likely: whoever is told to go now reads first what for.
    """
    suspects, likely = _to_rule_out(telling), _likely(telling)
    pointed = any(suspect.flags for suspect in telling.assessment.to_rule_out)
    lists = (suspects, likely) if pointed else (likely, suspects)
    return Section(
        "causes",
        telling.say("told.causes.title"),
        (*lists, _others(telling)),
        telling.say("told.causes.hint"),
        telling.say("told.causes.note"),
    )


def likely_lines(telling: Telling) -> tuple[Likely, ...]:
    """The list of what is likely, as long as this reader wants it."""
    return telling.assessment.causes.lines[: telling.limits.likely]


def _likely(telling: Telling) -> Group:
    lines = tuple(_line(telling, line) for line in likely_lines(telling))
    return Group("likely", lines, telling.say("told.causes.likely"), telling.to_them("told.causes.likely_note"))


def _line(telling: Telling, line: Likely) -> Item:
    """A family or a single cause: how well it fits, what it is, what speaks for and against it, its members."""
    record = line.family if line.is_family else line.conditions[0].condition
    return Item(
        record.id,
        opening(telling.words.text(record.lay)),
        Kind.FAMILY if line.is_family else Kind.CAUSE,
        telling.words.say(f"fit.{fit_of(line.probability)}"),
        sources=record.sources[: telling.limits.sources],
        parts=(
            Item("explain", telling.words.text(record.explain), Kind.EXPLAIN),
            *_weighing(telling, line.conditions[0]),
            *(_members(telling, line) if line.is_family else ()),
        ),
    )


def _members(telling: Telling, line: Likely) -> Iterator[Item]:
    """By name: nobody can tell which of them it is, so none of them comes first."""
    yield Item("members_note", telling.words.text(line.family.members_note), Kind.NOTE)
    text = telling.words.text
    for one in sorted((rank.condition for rank in line.conditions), key=lambda one: text(one.lay)):
        yield Item(one.id, text(one.lay), Kind.MEMBER, text(one.label))


def _to_rule_out(telling: Telling) -> Group:
    """The first in a paragraph each, those behind less urgent red flags in a line each."""
    most, suspects = telling.limits.to_rule_out, telling.assessment.to_rule_out
    explained = (_suspect(telling, one) for one in suspects[:most])
    named = (_in_a_line(telling, one) for one in suspects[most:])
    title, note = telling.say("told.causes.to_rule_out"), telling.to_them("told.causes.to_rule_out_note")
    return Group("to_rule_out", (*explained, *named), title, note)


def _in_a_line(telling: Telling, suspect: Suspect) -> Item:
    condition = suspect.rank.condition
    words, label = opening(telling.words.text(condition.lay)), telling.words.say("fit.to_rule_out")
    return Item(condition.id, words, Kind.TO_RULE_OUT, label, urgency=condition.urgency)


def _suspect(telling: Telling, suspect: Suspect) -> Item:
    """A cause to rule out, with what speaks for it, or what raised the red flag that points to it."""
    condition, text = suspect.rank.condition, telling.words.text
    return Item(
        condition.id,
        opening(text(condition.lay)),
        Kind.TO_RULE_OUT,
        telling.words.say("fit.to_rule_out"),
        urgency=condition.urgency,
        sources=condition.sources[: telling.limits.sources],
        parts=(Item("explain", text(condition.explain), Kind.EXPLAIN), *_behind(telling, suspect)),
    )


def _behind(telling: Telling, suspect: Suspect) -> tuple[Item, ...]:
    limits = telling.limits
    if reasons := said(suspect.rank.reasons_for)[: limits.reasons_for]:
        return tuple(_reason(telling, one, Kind.FOR) for one in reasons)
    flags = {flag.id for flag in suspect.flags}
    raised = (reason for reason in telling.assessment.raised if reason.red_flag.id in flags)
    found = {one.id: one for reason in raised for one in reason.findings}
    return tuple(telling.findings(list(found.values())[: limits.reasons_for], Kind.SAID))


def _others(telling: Telling) -> Group:
    """Every other family, and what isn't listed, by name."""
    listed = {line.family.id for line in likely_lines(telling)}
    rest = (_named(telling, rank) for rank in telling.assessment.families if rank.family.id not in listed)
    items = (*rest, Item("something_else", telling.say("told.causes.something_else"), Kind.FAMILY_NAMED))
    return Group("others", items, telling.say("told.causes.others"), telling.say("told.causes.others_note"), aside=True)


def _weighing(telling: Telling, rank: ConditionRank) -> Iterator[Item]:
    limits = telling.limits
    yield from (_reason(telling, one, Kind.FOR) for one in said(rank.reasons_for)[: limits.reasons_for])
    yield from (_reason(telling, one, Kind.AGAINST) for one in said(rank.reasons_against)[: limits.reasons_against])
    yield from telling.findings(rank.not_asked[: limits.would_tell], Kind.UNKNOWN)


def said(reasons: Sequence[Reason]) -> list[Reason]:
    """What the person has. What they lack moves a cause too, but few of them said so: most left a box empty."""
    return [reason for reason in reasons if reason.answer is Answer.PRESENT]


def _reason(telling: Telling, reason: Reason, kind: Kind) -> Item:
    return Item(
        reason.finding.id,
        telling.words.text(reason.finding.lay),
        kind,
        evidence=reason.kind,
        sources=reason.sources[: telling.limits.sources],
        answer=reason.answer,
    )


def _named(telling: Telling, rank: FamilyRank) -> Item:
    words, label = opening(telling.words.text(rank.family.lay)), telling.words.text(rank.family.label)
    return Item(rank.family.id, words, Kind.FAMILY_NAMED, label)


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
