"""Times one person's path in whichever Midback can be imported, today's or an older one. Prints medians in ms as JSON.

`one_person.py --against` runs it in turn with the code of a commit and with the code at hand.
"""

import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

from midback import engine
from midback.encounter import Accounts, Clinic, Shares, open_encounters
from midback.engine import ask_next, assess, case_from, triage
from midback.knowledge import load_knowledge

Said: Any = getattr(engine, "Said", None) or engine.Response  # type: ignore[attr-defined] # its name before
PASSWORD = "a long and quiet benchmark of herons"
CASES = 10
KNOWLEDGE = load_knowledge()
PRESENT = ("pain_medial_scapula", "aching", "muscle_tightness", "desk_or_driving_work")
ABSENT = ("fever", "leg_weakness", "weight_loss", "history_cancer")
CASE = case_from(KNOWLEDGE, present=PRESENT, absent=ABSENT, quantities={"age": 34, "duration_days": 5})


def milliseconds(work: Callable[[], object], rounds: int) -> float:
    """The median processor time of a piece of work, done once before: other programs of the machine count little."""
    work()
    times = []
    for _ in range(rounds):
        begun = process_time()
        work()
        times.append((process_time() - begun) * 1000)
    return median(times)


def states() -> list[dict[str, Any]]:
    """Every state on the way through an interview in which nothing is wrong."""
    answered: dict[str, Any] = {}
    seen = [dict(answered)]
    while (step := ask_next(KNOWLEDGE, answered)) is not None:
        answered[step.question.id] = ordinary(step.question)
        seen.append(dict(answered))
    return seen


def ordinary(question: Any) -> Any:
    """The most ordinary answer to a question."""
    match question.kind:
        case "multiple":
            return Said()
        case "number":
            return Said(number=35.0)
        case _:
            return Said((question.options[0].id,))


def clinic_list(folder: Path) -> Callable[[], object]:
    """What a clinician's list of ten cases is made from: each case with how urgent it is."""
    encounters = open_encounters(f"sqlite:///{folder / 'midback.db'}", KNOWLEDGE)
    accounts = Accounts(encounters.database)
    accounts.add("Ada", PASSWORD)
    clinic, shares, ada = Clinic(encounters, accounts), Shares(encounters), accounts.sign_in("Ada", PASSWORD)
    for _ in range(CASES):
        token = encounters.begin().token
        encounters.keep(token, timedelta(days=30))
        for id, said in states()[-1].items():
            encounters.answer(token, id, said)
        clinic.open_share(ada, shares.share(token).token)
    listed = getattr(clinic, "listed", None)
    if listed is not None:
        return lambda: listed(ada)
    return lambda: [(case, clinic.assess(case)) for case in clinic.cases(ada)]


def measured(folder: Path) -> Mapping[str, float]:
    """Medians in milliseconds by what was done."""
    path = states()
    return {
        "triage": milliseconds(lambda: triage(KNOWLEDGE, CASE.findings), 60),
        "assessment": milliseconds(lambda: assess(KNOWLEDGE, CASE), 40),
        "next question": median(milliseconds(lambda state=state: ask_next(KNOWLEDGE, state), 5) for state in path),  # type: ignore[misc] # mypy reads no default of a lambda
        f"clinic list of {CASES}": milliseconds(clinic_list(folder), 15),
    }


if __name__ == "__main__":
    with TemporaryDirectory() as temporary:
        print(json.dumps(measured(Path(temporary))))
