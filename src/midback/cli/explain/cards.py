"""What Midback knows of one thing, laid out: one function for each kind of record."""

from collections.abc import Iterable, Iterator
from typing import Any

from rich.console import RenderableType

from midback.cli.explain.citations import reviewed, source_card
from midback.cli.explain.numbers import bears_on, links_of, pretest, threshold
from midback.cli.layout import bullets, exactly, facts, numbered, section
from midback.knowledge import KnowledgeBase
from midback.knowledge.advice import Exercise, HomeCare, Indication, Investigation, Structure
from midback.knowledge.base import Condition, Danger, Family, Finding, FindingKind, RedFlag
from midback.knowledge.sources import Source
from midback.logic import Expression, findings_in, prose
from midback.words import say

Rows = Iterator[tuple[str, str]]
Parts = Iterator[RenderableType]


def card(knowledge: KnowledgeBase, record: Any) -> Parts:
    """A record's text and numbers; sources come after it."""
    match record:
        case Finding():
            yield from finding_card(knowledge, record)
        case Condition():
            yield from condition_card(knowledge, record)
        case RedFlag() | Danger():
            yield facts(rule_rows(knowledge, record))
        case Investigation():
            yield from test_card(knowledge, record)
        case HomeCare() | Exercise():
            yield from care_card(knowledge, record)
        case Source():
            yield from source_card(knowledge, record)
        case _:
            yield facts(plain_rows(knowledge, record))


def finding_card(knowledge: KnowledgeBase, finding: Finding) -> Parts:
    """A finding: words, how often it occurs, and what it bears on."""
    yield facts(finding_rows(knowledge, finding))
    yield from bears_on(knowledge, finding)


def finding_rows(knowledge: KnowledgeBase, finding: Finding) -> Rows:
    """The facts of a finding."""
    kind = "test_finding" if finding.kind is FindingKind.TEST else finding.kind.value
    flags = [flag.id for flag in knowledge.red_flags.values() if finding.id in findings_in(flag.when)]
    asked = [question.id for question in knowledge.interview if finding.id in question.findings]
    together = [one.id for one in knowledge.findings.values() if finding.group and one.group == finding.group]
    yield say("explain.patient_words"), finding.lay
    yield say("explain.kind_of_finding"), say(f"explain.{kind}")
    yield say("explain.background"), f"{exactly(finding.background)} · {finding.background_kind.value}"
    yield say("explain.threshold"), threshold(knowledge, finding.threshold) if finding.threshold else ""
    yield say("explain.implies"), ", ".join(finding.implies)
    yield say("explain.group"), ", ".join(id for id in together if id != finding.id)
    yield say("explain.asked_in"), ", ".join(asked)
    yield say("explain.used_by_flags"), ", ".join(flags)
    yield say("explain.note"), finding.note
    yield reviewed(finding.review)


def condition_card(knowledge: KnowledgeBase, condition: Condition) -> Parts:
    """A condition: its story, how common it is, and what each finding says of it."""
    yield facts(condition_rows(knowledge, condition))
    yield links_of(knowledge, condition)


def condition_rows(knowledge: KnowledgeBase, condition: Condition) -> Rows:
    """The facts of a condition."""
    yield say("explain.patient_words"), condition.lay
    yield say("explain.family_of"), knowledge.families[condition.family].label
    yield say("explain.urgency"), say(f"urgency.{condition.urgency.id}")
    yield from _named(condition, "explain", "onset", "course", "recovery", "tell")
    yield from pretest(condition.pretest)
    if condition.action:
        action = condition.action
        yield say("explain.action"), f"{exactly(action.probability)}. {action.because}"
    yield say("explain.look_alikes"), ", ".join(condition.look_alikes)
    yield say("explain.care"), ", ".join(condition.home_care)
    yield say("explain.avoid"), " ".join(condition.avoid)
    codes = condition.codes
    yield say("explain.codes"), ", ".join((*codes.icd10_who, *codes.icd10_cm, codes.snomed)).strip(", ")
    yield say("explain.note"), condition.note
    yield reviewed(condition.review)


def rule_rows(knowledge: KnowledgeBase, record: RedFlag | Danger) -> Rows:
    """The facts of a red flag or a danger, with its rule as a sentence."""
    rule = aloud(knowledge, record.when)
    if isinstance(record, Danger):
        yield say("explain.least"), say(f"urgency.{record.minimum.id}")
        yield say("explain.rule_danger"), rule
    else:
        yield say("explain.urgency"), say(f"urgency.{record.urgency.id}")
        yield say("explain.rule"), rule
        yield from _named(record, "because", "rationale")
        yield say("explain.level_kind"), record.kind.value
        yield say("explain.suspects"), ", ".join(record.suspects)
    yield reviewed(record.review)


def aloud(knowledge: KnowledgeBase, rule: Expression) -> str:
    """A rule as a sentence; the findings stand in quotes, since some of them hold an "or" of their own."""
    return prose(rule, lambda id: f"“{knowledge.findings[id].label}”")


def test_card(knowledge: KnowledgeBase, test: Investigation) -> Parts:
    """A test: what it shows and misses, and when it fits."""
    told = _named(test, "shows", "misses", "what_happens", "harms")
    yield facts([(say("explain.patient_words"), test.lay), *told, reviewed(test.review)])
    fits = [_indication(knowledge, one) for one in test.indications]
    yield section(say("explain.indications"), bullets([*fits, f"{say('explain.otherwise')}: {test.otherwise}"]))


def _indication(knowledge: KnowledgeBase, one: Indication) -> str:
    rule = [aloud(knowledge, one.when)] if one.when else []
    suspected = [f"{say('explain.suspects')}: {', '.join(one.suspected)}"] if one.suspected else []
    timing, rating = say(f"timing.{one.timing.value}"), say(f"rating.{one.rating.value}")
    return f"{timing} ({rating}): {one.because} [{'; '.join(rule + suspected)}]"


def care_card(knowledge: KnowledgeBase, record: HomeCare | Exercise) -> Parts:
    """Home care or an exercise: how to do it, and who had better not."""
    steps = record.how if isinstance(record, HomeCare) else record.steps
    yield section(say("explain.how"), numbered(steps))
    yield facts(care_rows(knowledge, record))


def care_rows(knowledge: KnowledgeBase, record: HomeCare | Exercise) -> Rows:
    """The facts of home care or an exercise."""
    if isinstance(record, HomeCare):
        yield say("explain.why"), f"{record.why} · {record.evidence.value}"
        yield say("explain.fits_when"), aloud(knowledge, record.when) if record.when else ""
        yield say("explain.ask_first"), record.ask_first
    else:
        yield from _named(record, "goal", "position", "dose", "easier", "harder")
        yield say("explain.families"), ", ".join(record.families)
    yield say("explain.unless"), aloud(knowledge, record.unless) if record.unless else ""
    yield say("explain.stop_when"), record.stop_when
    yield reviewed(record.review)


def plain_rows(knowledge: KnowledgeBase, record: Family | Structure) -> Rows:
    """The facts of a family or a part of the back."""
    yield say("explain.explain"), record.explain
    if isinstance(record, Structure):
        yield say("explain.how_it_hurts"), record.how_it_hurts
        yield say("explain.how_many"), str(record.count)
    else:
        members = (one.id for one in knowledge.conditions.values() if one.family == record.id)
        yield say("explain.members"), ", ".join(members)
        yield say("explain.members_note"), record.members_note
    yield reviewed(record.review)


def _named(record: Any, *names: str) -> Iterable[tuple[str, str]]:
    return ((say(f"explain.{name}"), getattr(record, name)) for name in names)
