"""Encounters in real databases: what was confirmed is there, what was deleted is gone."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pgserver.postgres_server import get_server

from midback.encounter import Encounters
from midback.engine import Response
from midback.errors import CaseError, RecordError, UnknownId
from midback.knowledge import load_knowledge
from midback.records import Store
from midback.terms import Answer

KNOWLEDGE = load_knowledge()
NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


class Clock:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.time = NOON

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    server = get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="stop")
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'midback.db'}"
    return str(request.getfixturevalue("postgres"))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def encounters(url: str, clock: Clock) -> Iterator[Encounters]:
    opened = Encounters(Store(url), KNOWLEDGE, clock)
    yield opened
    opened.close()


def a_tick_list() -> str:
    return next(question.id for question in KNOWLEDGE.interview if question.emergency)


def test_an_answer_is_found_again_by_its_token(encounters: Encounters) -> None:
    token = encounters.begin(profile="uk").token
    encounters.answer(token, a_tick_list(), Response())
    found = encounters.find(token)
    assert found.profile == "uk"
    assert found.responses == {a_tick_list(): Response()}


def test_a_correction_counts_and_the_earlier_answer_stays_on_record(encounters: Encounters, url: str) -> None:
    token = encounters.begin().token
    option = KNOWLEDGE.questions[a_tick_list()].options[0]
    encounters.answer(token, a_tick_list(), Response((option.id,)))
    encounter = encounters.answer(token, a_tick_list(), Response())
    assert encounters.case(encounter).findings[option.present[0]] is Answer.ABSENT
    with Store(url)._engine.connect() as connection:
        assert connection.exec_driver_sql("select count(*) from answers").scalar_one() >= 2


def test_an_answer_taken_back_is_unknown_again(encounters: Encounters) -> None:
    token = encounters.begin().token
    encounters.answer(token, a_tick_list(), Response())
    assert encounters.retract(token, a_tick_list()).responses == {}


def test_a_wrong_token_finds_nothing(encounters: Encounters) -> None:
    with pytest.raises(RecordError, match="no longer here"):
        encounters.find("somebody-elses")


def test_what_does_not_fit_its_question_is_refused_and_nothing_is_lost(encounters: Encounters) -> None:
    token = encounters.begin().token
    encounters.answer(token, a_tick_list(), Response())
    with pytest.raises(CaseError):
        encounters.answer(token, a_tick_list(), Response(("no_such_option",)))
    with pytest.raises(UnknownId):
        encounters.answer(token, "no_such_question", Response())
    assert encounters.find(token).responses == {a_tick_list(): Response()}


def test_an_encounter_ends_after_a_day_unless_it_is_kept(encounters: Encounters, clock: Clock) -> None:
    left, kept = encounters.begin().token, encounters.begin().token
    encounters.keep(kept, timedelta(days=30))
    clock.time = NOON + timedelta(days=2)
    with pytest.raises(RecordError):
        encounters.find(left)
    assert encounters.find(kept).kept
    assert encounters.purge() >= 1


def test_nothing_is_kept_longer_than_ninety_days(encounters: Encounters) -> None:
    token = encounters.begin().token
    assert encounters.keep(token, timedelta(days=4000)).ends == NOON + timedelta(days=90)


def test_deleting_leaves_no_answer_behind(encounters: Encounters, url: str) -> None:
    token = encounters.begin().token
    encounters.answer(token, a_tick_list(), Response())
    encounters.delete(token)
    with pytest.raises(RecordError):
        encounters.find(token)
    with Store(url)._engine.connect() as connection:
        orphans = "select count(*) from answers where encounter not in (select key from encounters)"
        assert connection.exec_driver_sql(orphans).scalar_one() == 0


def test_the_token_itself_is_not_in_the_database(encounters: Encounters, url: str) -> None:
    token = encounters.begin().token
    with Store(url)._engine.connect() as connection:
        keys = [row[0] for row in connection.exec_driver_sql("select key from encounters")]
    assert keys
    assert token not in keys


def test_what_was_confirmed_survives_a_killed_process(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'killed.db'}"
    script = (
        "import os, sys; from midback.encounter import open_encounters; from midback.engine import Response;"
        f"e = open_encounters({url!r}); t = e.begin().token; e.answer(t, {a_tick_list()!r}, Response());"
        "sys.stdout.write(t); sys.stdout.flush(); os.kill(os.getpid(), 9)"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert run.returncode == -9
    assert Encounters(Store(url), KNOWLEDGE).find(run.stdout).responses == {a_tick_list(): Response()}


def test_a_database_that_can_not_be_opened_is_said_without_its_password() -> None:
    with pytest.raises(RecordError) as caught:
        Store("postgresql+psycopg://midback:secret@127.0.0.1:1/none")
    assert "can't be opened" in str(caught.value)
    assert "secret" not in str(caught.value)
