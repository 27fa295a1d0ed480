"""Everything Midback concludes about one case, in one immutable record."""

from collections.abc import Iterator
from dataclasses import dataclass

from midback.engine.case import Case
from midback.engine.differential import Differential, FamilyRank, rank
from midback.engine.disposition import Disposition, conclude
from midback.engine.plan import Plan, plan
from midback.engine.red_flags import Triage, triage
from midback.engine.work_up import InvestigationAdvice, work_up
from midback.knowledge import KnowledgeBase
from midback.knowledge.advice import Profile, SafetyNet
from midback.knowledge.base import Finding, RedFlag
from midback.terms import Answer


@dataclass(frozen=True, slots=True)
class FlagReason:
    """A red flag and the person's findings behind it: those present if raised, those unknown if still open."""

    red_flag: RedFlag
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """The conclusion for one case: numbers, and records of the knowledge, which hold ids and lines but no sentence."""

    case: Case
    profile: Profile
    disposition: Disposition
    raised: tuple[FlagReason, ...]
    still_open: tuple[FlagReason, ...]
    causes: Differential
    tests: tuple[InvestigationAdvice, ...]
    plan: Plan
    safety_net: SafetyNet
    not_asked: tuple[Finding, ...]
    contradictions: tuple[Finding, ...]
    content_version: str

    @property
    def families(self) -> tuple[FamilyRank, ...]:
        """Families of causes in the order to consider them."""
        return self.causes.families

    @property
    def other_probability(self) -> float:
        """The share of what isn't listed (0–1)."""
        return self.causes.something_else


def assess(knowledge: KnowledgeBase, case: Case, *, examined: bool = False) -> Assessment:
    """Urgency, causes, tests and plan for one case. `examined` says that a clinician has examined the person."""
    profile = knowledge.profiles[case.profile]
    urgency = triage(knowledge, case.findings, examined=examined)
    causes = rank(knowledge, case)
    disposition = conclude(urgency, causes, profile)
    return Assessment(
        case=case,
        profile=profile,
        disposition=disposition,
        raised=_because(knowledge, case, urgency.raised, Answer.PRESENT),
        still_open=_because(knowledge, case, urgency.still_open, Answer.UNKNOWN),
        causes=causes,
        tests=work_up(knowledge, case, urgency, causes),
        plan=plan(knowledge, case, causes, disposition.urgency),
        safety_net=knowledge.safety_netting[disposition.urgency],
        not_asked=tuple(_not_asked(knowledge, urgency, causes, case)),
        contradictions=tuple(knowledge.findings[id] for id in case.contradictions),
        content_version=knowledge.version,
    )


def _because(
    knowledge: KnowledgeBase, case: Case, flags: tuple[RedFlag, ...], answer: Answer
) -> tuple[FlagReason, ...]:
    return tuple(FlagReason(flag, _behind(knowledge, case, flag, answer)) for flag in flags)


def _behind(knowledge: KnowledgeBase, case: Case, flag: RedFlag, answer: Answer) -> tuple[Finding, ...]:
    """A finding that follows from another one in the list isn't said twice."""
    known, named = case.findings.lookup, knowledge.index.rules[flag.id].named
    if answer is Answer.UNKNOWN:
        return tuple(knowledge.findings[id] for id in named if id not in known)
    ids = [id for id in named if id in known and known[id] is answer]
    follows = {wide for id in ids for wide in knowledge.wider.get(id, ())}
    return tuple(knowledge.findings[id] for id in ids if id not in follows)


def _not_asked(knowledge: KnowledgeBase, urgency: Triage, causes: Differential, case: Case) -> Iterator[Finding]:
    """Unknown findings that could change the urgency, then those that could change the first causes."""
    in_flags = [id for flag in urgency.still_open for id in knowledge.index.rules[flag.id].named]
    known = case.findings.lookup
    in_causes = [finding.id for rank in causes.conditions[:5] for finding in rank.not_asked[:3]]
    for id in dict.fromkeys([*in_flags, *in_causes]):
        if id not in known and knowledge.findings[id].reportable:
            yield knowledge.findings[id]
