"""Everything Midback concludes about one case, in one immutable record."""

from dataclasses import dataclass, field, replace

from midback.engine.case import Case
from midback.engine.differential import Differential, FamilyRank, rank
from midback.engine.disposition import Disposition, conclude
from midback.engine.plan import Plan, plan
from midback.engine.red_flags import Triage, triage_of
from midback.engine.ruling_out import MOST, Suspect, to_rule_out
from midback.engine.work_up import InvestigationAdvice, work_up
from midback.knowledge import KnowledgeBase
from midback.knowledge.advice import Profile, SafetyNet
from midback.knowledge.base import Finding, RedFlag
from midback.logic import evaluate
from midback.terms import Answer, Urgency


@dataclass(frozen=True, slots=True)
class FlagReason:
    """A red flag, and the person's findings behind it, worked out when asked for.

    `answer` says which: those PRESENT if it is raised, those UNKNOWN if it is still open.
    """

    red_flag: RedFlag
    answer: Answer
    case: Case = field(repr=False)
    knowledge: KnowledgeBase = field(repr=False)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """In the order in which the rule names them. One that follows from another in the list isn't said twice."""
        known, named = self.case.findings.lookup, self.knowledge.index.named[self.red_flag.id]
        if self.answer is Answer.UNKNOWN:
            return tuple(self.knowledge.findings[id] for id in named if id not in known)
        ids = [id for id in named if id in known and known[id] is self.answer]
        follows = {wide for id in ids for wide in self.knowledge.wider.get(id, ())}
        return tuple(self.knowledge.findings[id] for id in ids if id not in follows)


@dataclass(frozen=True, slots=True)
class Assessment:
    """The conclusion for one case: numbers, and records of the knowledge, which hold ids and lines but no sentence."""

    case: Case
    profile: Profile
    disposition: Disposition
    triage: Triage
    causes: Differential
    to_rule_out: tuple[Suspect, ...]
    tests: tuple[InvestigationAdvice, ...]
    plan: Plan
    safety_net: SafetyNet
    contradictions: tuple[Finding, ...]
    knowledge: KnowledgeBase = field(repr=False)

    @property
    def raised(self) -> tuple[FlagReason, ...]:
        """The red flags that are raised, most urgent first, each with what raised it."""
        return self._because(self.triage.raised, Answer.PRESENT)

    @property
    def still_open(self) -> tuple[FlagReason, ...]:
        """Those that could make it more urgent, each with what isn't known."""
        return self._because(self.triage.still_open, Answer.UNKNOWN)

    def _because(self, flags: tuple[RedFlag, ...], answer: Answer) -> tuple[FlagReason, ...]:
        return tuple(FlagReason(flag, answer, self.case, self.knowledge) for flag in flags)

    @property
    def content_version(self) -> str:
        """The version of the knowledge that this was concluded from."""
        return self.knowledge.version

    @property
    def families(self) -> tuple[FamilyRank, ...]:
        """Families of causes, the likeliest first."""
        return self.causes.families

    @property
    def other_probability(self) -> float:
        """The share of what isn't listed (0–1)."""
        return self.causes.something_else

    @property
    def not_asked(self) -> tuple[Finding, ...]:
        """Unknown findings that could change the urgency, then those that could change the first causes."""
        in_flags = [finding for reason in self.still_open for finding in reason.findings]
        likely = (line.conditions[0] for line in self.causes.likely)
        listed = (*likely, *(one.rank for one in self.to_rule_out[:MOST]))
        in_causes = [finding for rank in listed for finding in rank.not_asked[:3]]
        unknown = {finding.id: finding for finding in (*in_flags, *in_causes)}
        return tuple(finding for finding in unknown.values() if finding.reportable)


def assess(knowledge: KnowledgeBase, case: Case, *, examined: bool = False) -> Assessment:
    """Urgency, causes, tests and plan for one case. `examined` says that a clinician has examined the person."""
    profile = knowledge.places[case.profile]
    signs = knowledge.index.signs.of(case.findings.lookup)
    urgency = triage_of(knowledge, signs, examined=examined)
    causes = rank(knowledge, case)
    disposition = conclude(urgency, causes, profile)
    at_home = disposition.urgency is Urgency.SELF_CARE
    suspects = to_rule_out(knowledge, causes, urgency.raised, disposition.suspected, at_home=at_home)
    return Assessment(
        case=case,
        profile=profile,
        disposition=disposition,
        triage=urgency,
        causes=causes,
        to_rule_out=suspects,
        tests=work_up(knowledge, signs, urgency, causes, disposition.urgency),
        plan=plan(knowledge, signs, causes, disposition.urgency, suspects),
        safety_net=_net_for(case, knowledge.safety_netting[disposition.urgency]),
        contradictions=tuple(knowledge.findings[id] for id in case.contradictions),
        knowledge=knowledge,
    )


def _net_for(case: Case, net: SafetyNet) -> SafetyNet:
    """The net without the signs that this person can't have, such as those of a pregnancy."""
    known = case.findings
    kept = tuple(one for one in net.watch if one.when is None or evaluate(one.when, known) is not Answer.ABSENT)
    return net if len(kept) == len(net.watch) else replace(net, watch=kept)
