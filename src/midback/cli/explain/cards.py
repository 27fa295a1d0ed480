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
from midback.knowledge.stories import Calm, Ladder
from midback.logic import Expression, findings_in, prose
from midback.words import Words

Rows = Iterator[tuple[str, str]]
Parts = Iterator[RenderableType]


def card(words: Words, knowledge: KnowledgeBase, record: Any) -> Parts:
    """A record's text and numbers; sources come after it."""
    match record:
        case Finding():
            yield from finding_card(words, knowledge, record)
        case Condition():
            yield from condition_card(words, knowledge, record)
        case RedFlag() | Danger():
            yield facts(rule_rows(words, knowledge, record))
        case Calm() | Ladder():
            yield facts(story_rows(words, knowledge, record))
        case Investigation():
            yield from test_card(words, knowledge, record)
        case HomeCare() | Exercise():
            yield from care_card(words, knowledge, record)
        case Source():
            yield from source_card(words, knowledge, record)
        case _:
            yield facts(plain_rows(words, knowledge, record))


def finding_card(words: Words, knowledge: KnowledgeBase, finding: Finding) -> Parts:
    """A finding: words, how often it occurs, and what it bears on."""
    yield facts(finding_rows(words, knowledge, finding))
    yield from bears_on(words, knowledge, finding)


def finding_rows(words: Words, knowledge: KnowledgeBase, finding: Finding) -> Rows:
    """The facts of a finding."""
    kind = "test_finding" if finding.kind is FindingKind.TEST else finding.kind.value
    flags = [flag.id for flag in knowledge.red_flags.values() if finding.id in findings_in(flag.when)]
    asked = [question.id for question in knowledge.interview if finding.id in question.findings]
    together = [one.id for one in knowledge.findings.values() if finding.group and one.group == finding.group]
    yield words.say("explain.patient_words"), words.text(finding.lay)
    yield words.say("explain.kind_of_finding"), words.say(f"explain.{kind}")
    yield words.say("explain.background"), f"{exactly(finding.background)} · {finding.background_kind.value}"
    yield words.say("explain.threshold"), threshold(words, knowledge, finding.threshold) if finding.threshold else ""
    yield words.say("explain.implies"), ", ".join(finding.implies)
    yield words.say("explain.group"), ", ".join(id for id in together if id != finding.id)
    yield words.say("explain.asked_in"), ", ".join(asked)
    yield words.say("explain.used_by_flags"), ", ".join(flags)
    yield words.say("explain.note"), words.text(finding.note)
    yield reviewed(words, finding.review)


def condition_card(words: Words, knowledge: KnowledgeBase, condition: Condition) -> Parts:
    """A condition: its story, how common it is, and what each finding says of it."""
    yield facts(condition_rows(words, knowledge, condition))
    yield links_of(words, knowledge, condition)


def condition_rows(words: Words, knowledge: KnowledgeBase, condition: Condition) -> Rows:
    """The facts of a condition."""
    yield words.say("explain.patient_words"), words.text(condition.lay)
    yield words.say("explain.family_of"), words.text(knowledge.families[condition.family].label)
    yield words.say("explain.urgency"), words.say(f"urgency.{condition.urgency.id}")
    yield from _named(words, condition, "explain", "onset", "course", "recovery", "tell")
    yield from pretest(words, condition.pretest)
    if condition.action:
        action = condition.action
        yield words.say("explain.action"), f"{exactly(action.probability)}. {words.text(action.because)}"
    yield words.say("explain.look_alikes"), ", ".join(condition.look_alikes)
    yield words.say("explain.care"), ", ".join(condition.home_care)
    yield words.say("explain.avoid"), " ".join(words.texts(condition.avoid))
    codes = condition.codes
    yield words.say("explain.codes"), ", ".join((*codes.icd10_who, *codes.icd10_cm, codes.snomed)).strip(", ")
    yield words.say("explain.note"), words.text(condition.note)
    yield reviewed(words, condition.review)


def rule_rows(words: Words, knowledge: KnowledgeBase, record: RedFlag | Danger) -> Rows:
    """The facts of a red flag or a danger, with its rule as a sentence."""
    rule = aloud(words, knowledge, record.when)
    if isinstance(record, Danger):
        yield words.say("explain.least"), words.say(f"urgency.{record.minimum.id}")
        yield words.say("explain.rule_danger"), rule
    else:
        yield words.say("explain.urgency"), words.say(f"urgency.{record.urgency.id}")
        yield words.say("explain.rule"), rule
        yield from _named(words, record, "because", "rationale")
        yield words.say("explain.level_kind"), record.kind.value
        yield words.say("explain.suspects"), ", ".join(record.suspects)
    yield reviewed(words, record.review)


def story_rows(words: Words, knowledge: KnowledgeBase, story: Calm | Ladder) -> Rows:
    """The facts of a harmless story, or the steps of one that gets graver."""
    told = _calm_rows(words, knowledge, story) if isinstance(story, Calm) else _steps(words, knowledge, story)
    yield from told
    yield words.say("explain.estimate"), words.text(story.estimate)
    yield reviewed(words, story.review)


def _calm_rows(words: Words, knowledge: KnowledgeBase, calm: Calm) -> Rows:
    first, last = calm.ages
    yield words.say("explain.most"), words.say(f"urgency.{calm.maximum.id}")
    yield words.say("explain.story"), _labels(words, knowledge, calm.present)
    yield words.say("explain.numbers"), ", ".join(f"{id} {number:g}" for id, number in calm.numbers.items())
    yield words.say("explain.ages"), words.say("explain.ages_from_to", first=f"{first:g}", last=f"{last:g}")
    yield words.say("explain.of_sex"), calm.sex.value


def _steps(words: Words, knowledge: KnowledgeBase, ladder: Ladder) -> Rows:
    for place, step in enumerate(ladder.steps, start=1):
        relation = words.say(f"explain.relations.{step.relation.value}")
        yield words.say("explain.step", place=place), f"{_labels(words, knowledge, step.add)} · {relation}"


def _labels(words: Words, knowledge: KnowledgeBase, ids: tuple[str, ...]) -> str:
    return "; ".join(words.text(knowledge.findings[id].label) for id in ids)


def aloud(words: Words, knowledge: KnowledgeBase, rule: Expression) -> str:
    """A rule as a sentence; the findings stand in quotes, since some of them hold an "or" of their own."""
    return prose(rule, lambda id: f"“{words.text(knowledge.findings[id].label)}”")


def test_card(words: Words, knowledge: KnowledgeBase, test: Investigation) -> Parts:
    """A test: what it shows and misses, and when it fits."""
    told = _named(words, test, "shows", "misses", "what_happens", "harms")
    yield facts([(words.say("explain.patient_words"), words.text(test.lay)), *told, reviewed(words, test.review)])
    fits = [_indication(words, knowledge, one) for one in test.indications]
    yield section(
        words.say("explain.indications"),
        bullets([*fits, f"{words.say('explain.otherwise')}: {words.text(test.otherwise)}"]),
    )


def _indication(words: Words, knowledge: KnowledgeBase, one: Indication) -> str:
    rule = [aloud(words, knowledge, one.when)] if one.when else []
    suspected = [f"{words.say('explain.suspects')}: {', '.join(one.suspected)}"] if one.suspected else []
    timing, rating = words.say(f"timing.{one.timing.value}"), words.say(f"rating.{one.rating.value}")
    return f"{timing} ({rating}): {words.text(one.because)} [{'; '.join(rule + suspected)}]"


def care_card(words: Words, knowledge: KnowledgeBase, record: HomeCare | Exercise) -> Parts:
    """Home care or an exercise: how to do it, and who had better not."""
    steps = record.how if isinstance(record, HomeCare) else record.steps
    yield section(words.say("explain.how"), numbered(words.texts(steps)))
    yield facts(care_rows(words, knowledge, record))


def care_rows(words: Words, knowledge: KnowledgeBase, record: HomeCare | Exercise) -> Rows:
    """The facts of home care or an exercise."""
    if isinstance(record, HomeCare):
        yield words.say("explain.why"), f"{words.text(record.why)} · {record.evidence.value}"
        yield words.say("explain.ask_first"), words.text(record.ask_first)
    else:
        yield from _named(words, record, "goal", "position", "dose", "easier", "harder")
        yield words.say("explain.families"), ", ".join(record.families)
        yield words.say("explain.suits"), aloud(words, knowledge, record.suits) if record.suits else ""
    yield words.say("explain.fits_when"), aloud(words, knowledge, record.when) if record.when else ""
    yield words.say("explain.unless"), aloud(words, knowledge, record.unless) if record.unless else ""
    yield words.say("explain.stop_when"), words.text(record.stop_when)
    yield reviewed(words, record.review)


def plain_rows(words: Words, knowledge: KnowledgeBase, record: Family | Structure) -> Rows:
    """The facts of a family or a part of the back."""
    yield words.say("explain.explain"), words.text(record.explain)
    if isinstance(record, Structure):
        yield words.say("explain.how_it_hurts"), words.text(record.how_it_hurts)
        yield words.say("explain.how_many"), str(record.count)
    else:
        members = (one.id for one in knowledge.conditions.values() if one.family == record.id)
        yield words.say("explain.members"), ", ".join(members)
        yield words.say("explain.members_note"), words.text(record.members_note)
    yield reviewed(words, record.review)


def _named(words: Words, record: Any, *names: str) -> Iterable[tuple[str, str]]:
    return ((words.say(f"explain.{name}"), words.text(getattr(record, name))) for name in names)
