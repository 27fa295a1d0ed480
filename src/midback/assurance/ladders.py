"""Stories that get graver step by step, proved by climbing each.

What is proved of a ladder: at every step what is known demands no less than at the step before, more where the step
says `higher`, and no more where it says `not_higher`. It is climbed six times: in each setting, once with all that the
ladder doesn't say unknown, and once with all of it answered no (signs and tests stay unknown). More is asked of a
graver step at home alone: in an emergency department suspicion may have raised the step before as far as it goes. What
the red flags demand counts, and what suspicion of a cause adds.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise, product

from midback.assurance.calms import because
from midback.assurance.proof import Proof
from midback.engine import Case
from midback.engine.differential import rank
from midback.engine.disposition import conclude
from midback.engine.red_flags import triage_of
from midback.knowledge import DEFAULT_PROFILE, KnowledgeBase
from midback.knowledge.closure import complete
from midback.knowledge.stories import Ladder, Relation, Step
from midback.terms import Findings, Setting, Urgency
from midback.words import say


@dataclass(frozen=True, slots=True)
class Rung:
    """Where somebody stands after a step: what is known, how soon that demands to be seen, and why."""

    step: Step
    findings: Findings
    demanded: Urgency
    because: str


@dataclass(frozen=True, slots=True)
class Fall:
    """Two steps that don't stand to each other as the ladder says, and where they don't."""

    before: Rung
    after: Rung
    place: int
    setting: Setting
    denied: bool


def ladders_hold(knowledge: KnowledgeBase) -> Iterator[Proof]:
    """No step of a ladder lowers what the facts demand, and a graver one raises it; the first that fails is shown."""
    for ladder in knowledge.ladders.values():
        statement = say("prove.statements.ladder", id=ladder.id)
        fall = next(_falls(knowledge, ladder), None)
        if fall is None:
            yield Proof("ladder", statement, holds=True)
        else:
            yield Proof("ladder", statement, False, fall.before.findings, fall.after.findings, _why(fall))


def _falls(knowledge: KnowledgeBase, ladder: Ladder) -> Iterator[Fall]:
    for denied, setting in product((False, True), Setting):
        rungs = _rungs(knowledge, ladder, setting, denied=denied)
        for place, (before, after) in enumerate(pairwise(rungs), start=2):
            if not _stands(after.step.relation, before.demanded, after.demanded, setting):
                yield Fall(before, after, place, setting, denied)


def _stands(relation: Relation, before: Urgency, after: Urgency, setting: Setting) -> bool:
    if relation is Relation.NOT_HIGHER:
        return after <= before
    return after > before or (after == before and (relation is Relation.NOT_LOWER or setting is not Setting.COMMUNITY))


def _rungs(knowledge: KnowledgeBase, ladder: Ladder, setting: Setting, *, denied: bool) -> Iterator[Rung]:
    so_far = accumulate(ladder.steps, lambda known, step: known | {*step.add}, initial=frozenset[str]())
    for step, present in zip(ladder.steps, list(so_far)[1:], strict=True):
        yield _rung(knowledge, step, story(knowledge, present, denied=denied), setting)


def story(knowledge: KnowledgeBase, present: frozenset[str], *, denied: bool) -> Findings:
    """What is known of somebody with these findings, and all else unknown or answered no."""
    others = frozenset(knowledge.findings) - knowledge.clinician_only if denied else frozenset[str]()
    has = complete(Findings(present), knowledge.wider).present
    return complete(Findings(has, others - has), knowledge.wider)


def _rung(knowledge: KnowledgeBase, step: Step, findings: Findings, setting: Setting) -> Rung:
    case = Case(findings, setting=setting)
    triage = triage_of(knowledge, knowledge.index.signs.of(findings.lookup))
    disposition = conclude(triage, rank(knowledge, case), knowledge.profiles[DEFAULT_PROFILE])
    return Rung(step, findings, disposition.demanded, because(triage, disposition, disposition.demanded))


def _why(fall: Fall) -> str:
    return say(
        f"prove.{'not_higher' if fall.after.demanded == fall.before.demanded else 'other_level'}",
        place=fall.place,
        added=", ".join(fall.after.step.add),
        before=fall.before.demanded.id,
        after=fall.after.demanded.id,
        because=fall.after.because,
        because_before=fall.before.because,
        otherwise=say(f"prove.{'denied' if fall.denied else 'unknown'}"),
        setting=fall.setting.value,
    )
