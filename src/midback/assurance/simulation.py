"""How well the ranking is calibrated, and how long the interview lasts, for people drawn from the knowledge.

It shows whether the arithmetic holds together (capped and damped weights, rounding, implied findings). It can't
show whether the numbers are right: the people are drawn from the same numbers.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from midback.assurance.answering import answer, every_page, heard_until, interview, remembering
from midback.assurance.calibration import Reliability, reliability
from midback.assurance.population import Population, case_of, history, sample
from midback.assurance.proportion import middle, percentile_90
from midback.engine import Case, case_from, triage
from midback.engine.differential import pretest, rank
from midback.engine.disposition import Disposition, conclude
from midback.engine.said import Responses
from midback.kernel import Planes, scores, urgencies
from midback.kernel.triage import columns
from midback.knowledge import KnowledgeBase
from midback.knowledge.known_ids import AGE
from midback.knowledge.weights import MIMICS, SCALE, SOMETHING_ELSE
from midback.terms import Setting, Sex, Urgency

MOST_ALARMS = 10
MOST_SAID = 0.9
"""No family may be said to be likelier than this."""
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Interviews:
    """Simulated interviews: pages asked, and how many people were told less, or had more demanded of them, than
    their answers to every page demand.

    `checked` counts more people, who were interviewed only for whether they are told less: `told_less` says how many.
    """

    people: int
    pages_median: float
    pages_p90: float
    less_urgent: int
    more_urgent: int
    checked: int
    told_less: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """What was said beside what came true: of the likeliest family and cause, of every family and of every cause.

    `family_first` and `condition_first` are how often the likeliest is the true one (0–1); `over_most` counts people
    of whom some family is said to be likelier than MOST_SAID.
    """

    first_family: Reliability
    first_condition: Reliability
    all_families: Reliability
    all_conditions: Reliability
    family_first: float
    condition_first: float
    over_most: int


@dataclass(frozen=True, slots=True)
class Simulation:
    """The figures over drawn people, knowing all that they could tell.

    `as_in_life` is for people whose findings come together, which the ranking doesn't know.

    `urgencies` counts people by how soon their cause should be seen and what the red flags demand; `alarms`
    are the flags that most often demand it today or now of people whose cause can wait.
    """

    people: int
    seed: int
    setting: Setting
    calibration: Calibration
    as_in_life: Calibration
    urgencies: dict[tuple[Urgency, Urgency], int]
    alarms: tuple[tuple[str, int], ...]
    interviews: Interviews
    content_version: str


def simulate(
    knowledge: KnowledgeBase,
    count: int,
    seed: int,
    *,
    interviews: int,
    checked: int = 0,
    setting: Setting = Setting.COMMUNITY,
) -> Simulation:
    """Draw people, score all of them, hold an interview with some, and check of more that none is told too little."""
    people = sample(knowledge, count, seed, setting)
    told = history(knowledge, people)
    demanded = urgencies(knowledge, told)
    return Simulation(
        people=count,
        seed=seed,
        setting=setting,
        calibration=_calibration(knowledge, people),
        as_in_life=_calibration(knowledge, sample(knowledge, count, seed, setting, as_in_life=True)),
        urgencies=_crossed(knowledge, people, demanded),
        alarms=_alarms(knowledge, people, told),
        interviews=_interviews(knowledge, people, min(interviews, count), min(checked, count)),
        content_version=knowledge.version,
    )


def _calibration(knowledge: KnowledgeBase, people: Population) -> Calibration:
    chances = probabilities(knowledge, people, history(knowledge, people))
    truths = np.where(people.mimics, len(knowledge.weights.order), people.causes)
    families, members = _families(knowledge, chances)
    first, likeliest = families.argmax(axis=1), chances[:, :-1].argmax(axis=1)
    of_family, of_condition = members[truths] == first, truths == likeliest
    return Calibration(
        first_family=_first(families, first, of_family),
        first_condition=_first(chances, likeliest, of_condition),
        all_families=reliability(families.ravel(), _truth(members[truths], families.shape[1]).ravel()),
        all_conditions=reliability(chances[:, :-1].ravel(), _truth(truths, chances.shape[1] - 1).ravel()),
        family_first=float(of_family.mean()),
        condition_first=float(of_condition.mean()),
        over_most=int((families.max(axis=1) > MOST_SAID + ROUNDING).sum()),
    )


def probabilities(knowledge: KnowledgeBase, people: Population, told: Planes) -> NDArray[np.float64]:
    """Each person's probability (0–1) of each condition in the written order, and last of something else."""
    start = np.array([list(_start(knowledge, people, place)) for place in range(len(people))], dtype=np.int64)
    points = scores(knowledge, told, start.reshape(len(people), len(knowledge.weights.order)))
    other = np.full((len(people), 1), round(log(SOMETHING_ELSE) * SCALE))
    points = np.hstack([points, other])
    masses = np.exp((points - points.max(axis=1, keepdims=True)) / SCALE)
    chances = masses / masses.sum(axis=1, keepdims=True) * (1 - MIMICS)
    chances[:, -1] += MIMICS
    return np.asarray(chances)


def _start(knowledge: KnowledgeBase, people: Population, place: int) -> tuple[int, ...]:
    sex = Sex.FEMALE if people.female[place] else Sex.MALE
    known = pretest(knowledge, people.setting, float(people.numbers[AGE][place]), sex)
    return tuple(points for id, points in known.items() if id)


def _families(knowledge: KnowledgeBase, chances: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Each person's probability of each family, and the family of each condition; something else is in none (-1)."""
    order = list(knowledge.families)
    members = np.array([order.index(knowledge.conditions[id].family) for id in knowledge.weights.order] + [-1])
    belongs = members[:, None] == np.arange(len(order))
    return chances @ belongs, members


def _first(chances: NDArray[np.float64], first: NDArray[np.int64], came_true: NDArray[np.bool_]) -> Reliability:
    return reliability(chances[np.arange(len(first)), first], came_true)


def _truth(places: NDArray[np.int64], width: int) -> NDArray[np.bool_]:
    return np.asarray(places[:, None] == np.arange(width))


def _crossed(
    knowledge: KnowledgeBase, people: Population, demanded: NDArray[np.int8]
) -> dict[tuple[Urgency, Urgency], int]:
    """Counts by the urgency of the true cause (something else can wait: routine) and the urgency demanded."""
    causes = _urgency_of_cause(knowledge, people)
    counts = Counter(zip(causes.tolist(), demanded.tolist(), strict=True))
    return {(cause, told): counts[cause, told] for cause in Urgency for told in Urgency}


def _urgency_of_cause(knowledge: KnowledgeBase, people: Population) -> NDArray[np.int64]:
    by_condition = [int(knowledge.conditions[id].urgency) for id in knowledge.weights.order]
    return np.array([*by_condition, int(Urgency.ROUTINE)])[people.causes]


def _alarms(knowledge: KnowledgeBase, people: Population, told: Planes) -> tuple[tuple[str, int], ...]:
    can_wait = _urgency_of_cause(knowledge, people) <= Urgency.ROUTINE
    urgent = [flag for flag in knowledge.red_flags.values() if flag.urgency >= Urgency.SAME_DAY]
    counts = Counter({flag.id: int((columns(flag.when, told)[0] & can_wait).sum()) for flag in urgent})
    return tuple((id, count) for id, count in counts.most_common(MOST_ALARMS) if count)


def _interviews(knowledge: KnowledgeBase, people: Population, count: int, checked: int) -> Interviews:
    held = [_held(knowledge, case_of(knowledge, people, place)) for place in range(count)]
    pages = [pages for pages, _, _ in held]
    return Interviews(
        people=count,
        pages_median=middle(pages),
        pages_p90=percentile_90(pages),
        less_urgent=sum(heard.urgency < whole.demanded for _, heard, whole in held),
        more_urgent=sum(heard.demanded > whole.demanded for _, heard, whole in held),
        checked=checked,
        told_less=sum(1 for _ in told_too_little(knowledge, people, checked)),
    )


def told_too_little(knowledge: KnowledgeBase, people: Population, count: int) -> Iterator[Case]:
    """Those of the first so many who are told less at the end of an interview than their answers to every page demand.

    Each interview ends early once the red flags demand as much, since no further answer lowers that.
    """
    for place in range(count):
        case = case_of(knowledge, people, place)
        answering = remembering(answer)
        demanded = _conclusion(knowledge, case, every_page(knowledge, case, answering)).demanded
        if demanded > Urgency.SELF_CARE:
            heard = heard_until(knowledge, case, demanded, answering=answering)
            if _conclusion(knowledge, case, heard).urgency < demanded:
                yield case


def _conclusion(knowledge: KnowledgeBase, case: Case, answers: Responses) -> Disposition:
    """What somebody is told who answered so."""
    heard = case_from(knowledge, responses=answers, setting=case.setting)
    return conclude(triage(knowledge, heard.findings), rank(knowledge, heard), knowledge.places[case.profile])


def _held(knowledge: KnowledgeBase, case: Case) -> tuple[int, Disposition, Disposition]:
    """The pages of one interview, what it ends in, and what the person's answers to every page end in."""
    answers = interview(knowledge, case)
    whole = _conclusion(knowledge, case, every_page(knowledge, case))
    return len(answers), _conclusion(knowledge, case, answers), whole
