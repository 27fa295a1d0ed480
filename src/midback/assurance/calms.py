"""Harmless stories that must not be sent too high, proved by trying everybody whose story it is.

What is proved of a calm: whoever has all that it says is present (with what that implies), has its numbers, and
answers every other question no, is told no more than its maximum. Everybody is tried: each age in its range (the
knowledge tells ages apart only at certain marks, so one age a stretch between two marks stands for all), each sex
that it names, at home and at a general practice, in each profile; once from the history alone, with every sign and
test unknown, and once examined, with every other sign and test absent. What the red flags demand counts, and what
suspicion of a cause adds. Two things are no part of it: who leaves a question unanswered, and who is in an emergency
department already, where the most urgent advice sends people.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from midback.assurance.proof import Proof
from midback.engine import Case
from midback.engine.case import DAYS_A_YEAR, Known
from midback.engine.differential import rank
from midback.engine.disposition import Disposition, conclude
from midback.engine.red_flags import Triage, triage_of
from midback.knowledge import KnowledgeBase
from midback.knowledge.closure import complete
from midback.knowledge.known_ids import AGE, FEMALE
from midback.knowledge.stories import Calm
from midback.knowledge.weights import AGE_BANDS
from midback.terms import Findings, Setting, Sex, Urgency
from midback.words import say

SETTINGS = (Setting.COMMUNITY, Setting.PRIMARY_CARE)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one of the people whose story it is gets told."""

    case: Case
    examined: bool
    triage: Triage
    disposition: Disposition


def calms_hold(knowledge: KnowledgeBase) -> Iterator[Proof]:
    """Nobody whose story is a calm is told more than its maximum; who is told most is shown, and why."""
    for calm in knowledge.calms.values():
        worst = max(_outcomes(knowledge, calm), key=lambda one: one.disposition.urgency)
        holds = worst.disposition.urgency <= calm.maximum
        statement = say("prove.statements.calm", id=calm.id, level=calm.maximum.id)
        yield Proof("calm", statement, holds) if holds else _refuted(knowledge, calm, worst, statement)


def _outcomes(knowledge: KnowledgeBase, calm: Calm) -> Iterator[Outcome]:
    for sex in calm.sex.sexes:
        for age in ages(knowledge, calm):
            for examined in (False, True):
                yield from _everywhere(knowledge, person_of(knowledge, calm, age, sex, examined=examined), examined)


def _everywhere(knowledge: KnowledgeBase, case: Case, examined: bool) -> Iterator[Outcome]:
    """The same person in each of these settings and profiles."""
    triage = triage_of(knowledge, knowledge.index.signs.of(case.findings.lookup), examined=examined)
    for setting in SETTINGS:
        here = replace(case, setting=setting)
        causes = rank(knowledge, here)
        for profile in knowledge.profiles.values():
            yield Outcome(replace(here, profile=profile.id), examined, triage, conclude(triage, causes, profile))


def person_of(knowledge: KnowledgeBase, calm: Calm, age: float, sex: Sex, *, examined: bool) -> Case:
    """Whose story it is, at this age in years and of this sex; all else that could be told is answered no."""
    bits, index = knowledge.index.signs, knowledge.index
    female = bits.bit[FEMALE] << (sex is Sex.MALE)
    known = Known(knowledge, bits.present(calm.present) | female, {**calm.numbers, AGE: age})
    others = bits.everywhere & ~bits.known(known.signs)
    if not examined:
        others &= ~(index.clinicians >> 1)
    signs = bits.completed(known.signs | others << 1)
    return replace(known.case(Setting.COMMUNITY, ""), findings=bits.findings(signs))


def ages(knowledge: KnowledgeBase, calm: Calm) -> list[float]:
    """The first age, and each mark up to the last at which the knowledge tells ages apart."""
    first, last = calm.ages
    return [first, *(mark for mark in sorted({*_marks(knowledge, calm)}) if first < mark <= last)]


def _marks(knowledge: KnowledgeBase, calm: Calm) -> Iterator[float]:
    """Where findings of an age, of the age at onset, limits for children, and how common a cause is change."""
    yield from (low for _, low, _ in AGE_BANDS)
    yield from (under for under, _ in knowledge.index.young_rulers)
    yield from _cuts(knowledge, AGE)
    for id, derived in knowledge.index.derived.items():
        yield derived.from_age
        if derived.years == AGE:
            years = calm.numbers.get(derived.less_days, 0) / DAYS_A_YEAR
            yield from (cut + years for cut in _cuts(knowledge, id))


def _cuts(knowledge: KnowledgeBase, quantity: str) -> tuple[float, ...]:
    ruler = knowledge.index.rulers.get(quantity)
    return ruler.marks if ruler else ()


def _refuted(knowledge: KnowledgeBase, calm: Calm, worst: Outcome, statement: str) -> Proof:
    return Proof("calm", statement, False, _smallest(knowledge, calm, worst), note=_why(worst))


def _smallest(knowledge: KnowledgeBase, calm: Calm, worst: Outcome) -> Findings:
    """What raises too much: the story, and of all else only what is needed, where red flags raise it."""

    def is_too_high(one: Findings) -> bool:
        return triage_of(knowledge, knowledge.index.signs.of(one.lookup)).urgency > calm.maximum

    found = Findings(worst.case.findings.present)
    if not is_too_high(found):
        return worst.case.findings
    while less := next(filter(is_too_high, _with_less(knowledge, calm, found)), None):
        found = less
    return found


def _with_less(knowledge: KnowledgeBase, calm: Calm, known: Findings) -> Iterator[Findings]:
    """The same story with one known finding less; what follows from the others can't be left out."""
    for id in known:
        less = complete(Findings({*(known.present - {id}), *calm.present}), knowledge.wider)
        if less != known:
            yield less


def _why(worst: Outcome) -> str:
    """The level, the person, and the red flags that raised it, or the causes suspected."""
    disposition = worst.disposition
    return say(
        "prove.too_high",
        level=disposition.urgency.id,
        because=because(worst.triage, disposition, disposition.urgency),
        age=f"{worst.case.age:g}",
        sex=worst.case.sex.value if worst.case.sex else "",
        setting=worst.case.setting.value,
        profile=worst.case.profile,
        examined=say(f"prove.{'examined' if worst.examined else 'told_only'}"),
    )


def because(triage: Triage, disposition: Disposition, level: Urgency) -> str:
    """What makes it so urgent: the red flags of that level, else causes suspected, else what is still open."""
    flags = [flag.id for flag in triage.raised if flag.urgency is level]
    causes = [one.condition.id for one in disposition.suspected if one.condition.urgency is level]
    if flags:
        return say("prove.raised_by", ids=", ".join(flags))
    if causes:
        return say("prove.suspected_by", ids=", ".join(causes))
    if level is Urgency.SELF_CARE:
        return say("prove.raised_by_nothing")
    return say("prove.open_by", ids=", ".join(flag.id for flag in triage.still_open))
