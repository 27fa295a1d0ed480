"""Fills one database with a few visits and one with many, and times the same work on both. Ratios say how it grows.

One clinician has 20 cases in both; the other has every visit. `--few` and `--many` say how many visits, `--folder`
where the databases are (in memory, such as /dev/shm, the disk's own waiting stays out of the figures).
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

from starlette.testclient import TestClient

from midback.encounter import Accounts, Clinic, Encounters, Shares, open_encounters
from midback.engine import Said
from midback.knowledge import load_knowledge
from midback.records import Store
from midback.web.app import create_app

COOKIE, PASSWORD = "midback_clinic", "four quiet grey herons"
FEW_CASES, EVERY_CASE = "Few", "Every"
ANSWERS = {"emergency_screen": Said(), "age": Said(number=40), "sex_at_birth": Said(("female",))}
TIMES, CASES = 40, 20
HERE = "http://127.0.0.1"
ALLOWED = {
    "list of 20 cases": 2.0,
    "list of every case": 2.0,
    "an answer": 1.2,
    "start of a visit": 1.2,
    "purge, a visit": 1.2,
}


@dataclass
class Clock:
    """A clock that stands still until it is set."""

    time: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __call__(self) -> datetime:
        return self.time


@dataclass
class House:
    """A database with so many visits, and two clinicians signed in."""

    visits: int
    clock: Clock
    encounters: Encounters
    clients: dict[str, TestClient]


def fill(folder: Path, visits: int) -> House:
    """A new database with visits, each shared with who has every case, and the first 20 with the other."""
    clock = Clock()
    opened = open_encounters(f"sqlite:///{folder / 'midback.db'}", load_knowledge())
    encounters = Encounters(Store(opened.database), opened.knowledge, clock)
    app = create_app(encounters)
    app.state.accounts = accounts = Accounts(encounters.database, clock)
    app.state.clinic = clinic = Clinic(encounters, accounts)
    sessions = {name: signed_in(accounts, name) for name in (FEW_CASES, EVERY_CASE)}
    for number in range(visits):
        token = encounters.begin().token
        for question, said in ANSWERS.items():
            encounters.answer(token, question, said)
        link = Shares(encounters).share(token).token
        clinic.open_share(sessions[EVERY_CASE], link)
        if number < CASES:
            clinic.open_share(sessions[FEW_CASES], link)
    clients = {name: TestClient(app, HERE, cookies={COOKIE: session}) for name, session in sessions.items()}
    return House(visits, clock, encounters, clients)


def signed_in(accounts: Accounts, name: str) -> str:
    """The session of a new account."""
    accounts.add(name, PASSWORD)
    return accounts.sign_in(name, PASSWORD)


def timed(work: Callable[[], object]) -> float:
    """Milliseconds that it takes."""
    began = perf_counter()
    work()
    return (perf_counter() - began) * 1000


def in_turn(houses: list[House], work: Callable[[House], object]) -> list[float]:
    """The median of many times on each, one after the other, so that what else the machine does falls on both."""
    taken: list[list[float]] = [[] for _ in houses]
    for _ in range(TIMES):
        for times, house in zip(taken, houses, strict=True):
            times.append(timed(lambda house=house: work(house)))  # type: ignore[misc]  # mypy can't type a default that binds a loop's name
    return [median(times) for times in taken]


def listing(name: str) -> Callable[[House], object]:
    """The first page of a clinician's list, once how each case stands is noted."""

    def page(house: House) -> None:
        assert house.clients[name].get("/clinic").status_code == 200

    return page


def note_all(house: House) -> None:
    """Look at the list until how each case stands is noted: those without a note come first."""
    for _ in range(house.visits // 20 + 2):
        house.clients[EVERY_CASE].get("/clinic")


def answering(house: House) -> Callable[[House], object]:
    """One more answer to a visit that was just begun."""
    token, ages = house.encounters.begin().token, iter(range(20, 100))
    return lambda _: house.encounters.answer(token, "age", Said(number=next(ages)))


def purging(house: House) -> float:
    """Milliseconds a visit, when the time of all of them has ended."""
    house.clock.time += timedelta(days=2)
    deleted = 0

    def purge() -> None:
        nonlocal deleted
        deleted = house.encounters.purge()

    taken = timed(purge)
    assert deleted >= house.visits
    return taken / deleted


def measured(houses: list[House]) -> dict[str, list[float]]:
    """What each kind of work takes on each house, in milliseconds."""
    for house in houses:
        note_all(house)
    answers = {house.visits: answering(house) for house in houses}
    return {
        "list of 20 cases": in_turn(houses, listing(FEW_CASES)),
        "list of every case": in_turn(houses, listing(EVERY_CASE)),
        "an answer": in_turn(houses, lambda house: answers[house.visits](house)),
        "start of a visit": in_turn(houses, lambda house: house.encounters.begin()),
        "purge, a visit": [purging(house) for house in houses],
    }


def main() -> int:
    """Print every time and ratio; 1 where one grows faster than it may."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--few", type=int, default=20)
    options.add_argument("--many", type=int, default=2000)
    options.add_argument("--folder", type=Path)
    wanted = options.parse_args()
    with ExitStack() as stack:
        folders = [Path(stack.enter_context(tempfile.TemporaryDirectory(dir=wanted.folder))) for _ in range(2)]
        houses = [fill(folder, visits) for folder, visits in zip(folders, (wanted.few, wanted.many), strict=True)]
        ratios = {work: (*times, times[1] / times[0]) for work, times in measured(houses).items()}
        for house in houses:
            house.encounters.close()
    print(f"{'':24}{wanted.few:>8} visits{wanted.many:>8} visits   ratio  allowed")
    for work, (few, many, ratio) in ratios.items():
        print(f"{work:24}{few:12.2f} ms{many:12.2f} ms{ratio:8.2f}{ALLOWED[work]:9.1f}")
    return int(any(ratio > ALLOWED[work] for work, (_, _, ratio) in ratios.items()))


if __name__ == "__main__":
    sys.exit(main())
