"""What a person is told: the only way from a triage to where and how soon to be seen."""

from dataclasses import dataclass

from midback.engine.differential import ConditionRank, Differential
from midback.engine.red_flags import Triage
from midback.knowledge.advice import Advice, Profile
from midback.terms import Urgency
from midback.words import Lay


@dataclass(frozen=True, slots=True)
class Disposition:
    """Where to be seen, how soon and how to get there. `suspected` raised the urgency beyond the red flags.

    `demanded` is what the known facts call for; `urgency` is that, or the profile's floor while the case isn't settled.
    """

    urgency: Urgency
    demanded: Urgency
    settled: bool
    heading: Lay
    where: Lay
    how_soon: Lay
    transport: Lay
    not_settled: Lay
    suspected: tuple[ConditionRank, ...]


def conclude(triage: Triage, differential: Differential, profile: Profile) -> Disposition:
    """Red flags set the floor, suspicion may raise it, and a case that isn't settled gets the profile's floor."""
    suspected = dangerous(differential, triage.urgency)
    demanded = max([triage.urgency, *(rank.condition.urgency for rank in suspected)])
    urgency = demanded if triage.settled else max(demanded, profile.floor)
    advice: Advice = profile.advice[urgency]
    return Disposition(
        urgency=urgency,
        demanded=demanded,
        settled=triage.settled,
        heading=advice.heading,
        where=advice.where,
        how_soon=advice.how_soon,
        transport=advice.transport,
        not_settled=Lay() if triage.settled else profile.not_settled,
        suspected=suspected,
    )


def dangerous(differential: Differential, urgency: Urgency) -> tuple[ConditionRank, ...]:
    """Conditions likely enough to act on that are more urgent than the red flags say, most urgent first.

    Something that the person feels or shows must speak for one: what they lack, or a risk, alone sends nobody.
    """
    likely = [
        rank
        for rank in differential.conditions
        if rank.condition.action and rank.probability >= rank.condition.action.probability
    ]
    above = [rank for rank in likely if rank.condition.urgency > urgency and rank.has_signs]
    return tuple(sorted(above, key=lambda rank: -rank.condition.urgency))
