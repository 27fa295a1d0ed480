"""The interview in the terminal: adaptive, resumable, and it stops at once for an emergency."""

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from midback.cli import app
from midback.cli.ask.answers import places
from midback.engine import Said, Step, ask_next, case_from, triage
from midback.knowledge import load_knowledge, load_words
from midback.knowledge.base import Question, QuestionKind
from midback.records import DiskFull
from midback.terms import Findings, Urgency
from midback.words import say

KNOWLEDGE = load_knowledge()
WORDS = load_words()
PAGE = "? why · q stop"
"""What every page ends in."""
runner = CliRunner(env={"COLUMNS": "80", "NO_COLOR": "1", "TERM": "dumb"})


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A data folder of its own for each test."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.delenv("MIDBACK_DATABASE", raising=False)
    return tmp_path / "midback"


def talk(*lines: str, options: tuple[str, ...] = ()) -> Result:
    """One run of the interview in which these lines are typed; then the input ends."""
    result = runner.invoke(app, ["interview", *options], input="".join(f"{line}\n" for line in lines))
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def words(result: Result) -> str:
    return " ".join(result.stdout.split())


def first_page() -> Question:
    step = ask_next(KNOWLEDGE, {})
    assert step
    return step.question


def alarm() -> str:
    """The number of an option on the first page that by itself is an emergency."""
    for number, option in enumerate(first_page().options, start=1):
        if triage(KNOWLEDGE, Findings(option.present)).urgency is Urgency.EMERGENCY_NOW:
            return str(number)
    raise AssertionError("no option of the first page is an emergency")


def calm(question: Question) -> tuple[str, Said]:
    """An answer of somebody with nothing to report, as typed and as recorded."""
    if question.kind is QuestionKind.MULTIPLE:
        return "n", Said()
    if question.kind is QuestionKind.NUMBER:
        number = min(question.maximum or 40, 40)
        return f"{number:g}", Said(number=number)
    quiet = (option for option in question.options if not option.present)
    if option := next(quiet, None):
        return next(typed for typed, one in places(WORDS, question).items() if one == option), Said((option.id,))
    return "s", Said(not_sure=True)


def calm_interview() -> list[str]:
    """Everything that such a person types, page by page."""
    typed: list[str] = []
    responses: dict[str, Said] = {}
    while step := next_step(responses):
        line, responses[step.question.id] = calm(step.question)
        typed.append(line)
    return typed


def next_step(responses: dict[str, Said]) -> Step | None:
    case = case_from(KNOWLEDGE, responses=responses)
    assert triage(KNOWLEDGE, case.findings).urgency < Urgency.EMERGENCY_NOW
    return ask_next(KNOWLEDGE, responses)


@pytest.mark.slow
def test_a_whole_interview_ends_in_an_assessment() -> None:
    result = talk(*calm_interview())
    assert result.exit_code == 0
    assert say("limits.informs") in words(result)
    assert "--resume" in words(result)


def test_an_emergency_stops_at_once() -> None:
    result = talk(alarm(), "")
    assert say("urgency.emergency_now") in result.stdout
    assert KNOWLEDGE.profiles["international"].emergency_number in result.stdout
    assert say("told.causes.title") not in result.stdout
    assert words(result).count(PAGE) == 1


def test_after_an_emergency_the_person_may_go_on() -> None:
    assert words(talk(alarm(), "c")).count(PAGE) == 2


def test_a_slip_can_be_taken_back_from_the_stop_screen() -> None:
    result = talk(alarm(), "b")
    assert say("interview.back") in words(result)
    assert words(result).count(WORDS.text(first_page().ask).split("{", maxsplit=1)[0].strip()) == 2


def test_back_on_the_first_page_says_so() -> None:
    assert say("interview.first") in words(talk("b"))


def test_back_asks_the_page_before_again() -> None:
    second = next_step({first_page().id: calm(first_page())[1]})
    assert second
    result = talk("n", "b", "n")
    for page in (first_page(), second.question):
        assert words(result).count(" ".join(WORDS.text(page.ask).split())) == 2, page.id


def test_a_question_mark_says_why() -> None:
    result = talk("?")
    assert " ".join(WORDS.text(first_page().why).split()) in words(result)
    assert say("interview.emergency") in words(result)


def test_an_unclear_line_is_asked_again() -> None:
    result = talk("", "99", "n 1")
    assert "Nothing was typed" in result.stdout
    assert "`99` is no choice here" in words(result)
    assert "can't both be true" in words(result)


def test_a_number_out_of_range_is_not_taken() -> None:
    responses: dict[str, Said] = {}
    while (step := next_step(responses)) and step.question.kind is not QuestionKind.NUMBER:
        responses[step.question.id] = calm(step.question)[1]
    assert step, "no page of the interview asks for a number"
    assert "Needs a number from" in words(talk(*calm_interview()[: len(responses)], "-3"))


def test_what_was_answered_is_kept_and_gone_on_with() -> None:
    left = talk("n", "q")
    assert left.exit_code == 0
    assert "kept on this machine" in words(left)
    resumed = talk(options=("--resume",))
    assert "Going on with 1 answers" in words(resumed)
    assert " ".join(WORDS.text(first_page().ask).split()) not in words(resumed)


def test_the_end_of_the_input_keeps_answers_too() -> None:
    assert "kept on this machine" in words(talk("n"))


def test_earlier_answers_are_offered_and_only_a_plain_no_deletes_them() -> None:
    talk("n", "q")
    offered = talk("", "perhaps", "y", "q")
    assert words(offered).count("y yes · n no") == 3
    assert "Going on with 1 answers" in words(offered)
    anew = talk("n", "q")
    assert say("interview.begun_anew") in words(anew)
    assert " ".join(WORDS.text(first_page().ask).split()) in words(anew)


def test_the_place_is_kept_where_only_this_user_can_read_it(home: Path) -> None:
    talk("n", "q")
    assert stat.S_IMODE((home / "interview-token").stat().st_mode) == 0o600
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_answers_can_be_deleted(home: Path) -> None:
    talk("n", "q")
    assert say("interview.forgotten") in words(talk(options=("--forget",)))
    assert not (home / "interview-token").exists()
    assert say("interview.nothing_kept") in words(talk(options=("--forget",)))


def test_without_answers_there_is_nothing_to_resume() -> None:
    result = talk(options=("--resume",))
    assert result.exit_code == 2
    assert "there are no answers to go on with" in result.stderr


def rows(home: Path, table: str = "encounters") -> int:
    with closing(sqlite3.connect(home / "midback.db")) as connection:
        return int(connection.execute(f"select count(*) from {table}").fetchone()[0])  # noqa: S608 - our own names


def test_each_new_interview_deletes_the_one_before(home: Path) -> None:
    for lines in (("n", "q"), ("n", "n", "q"), ("n", "q"), ("n", "n", "n", "q")):
        talk(*lines)
        assert rows(home) == 1
    talk(options=("--forget",))
    assert (rows(home), rows(home, "answers")) == (0, 0)


def test_what_has_ended_is_deleted_at_the_next_start_and_its_place_is_used_anew(home: Path) -> None:
    talk("n", "q")
    with closing(sqlite3.connect(home / "midback.db")) as connection:
        connection.execute("update encounters set ends = '2020-01-01 00:00:00.000000'")
        connection.commit()
    assert " ".join(WORDS.text(first_page().ask).split()) in words(talk("q"))
    assert (rows(home), rows(home, "answers")) == (1, 0)


def test_answers_are_deleted_without_their_key_and_no_new_one_is_made(home: Path) -> None:
    talk("n", "q")
    (home / "midback.key").unlink()
    resumed = talk(options=("--resume",))
    assert (resumed.exit_code, "put back the `midback.key`" in " ".join(resumed.stderr.split())) == (2, True)
    assert say("interview.forgotten") in words(talk(options=("--forget",)))
    assert (rows(home), rows(home, "answers")) == (0, 0)
    assert not (home / "midback.key").exists()
    with closing(sqlite3.connect(home / "midback.db-keys")) as connection:
        assert connection.execute("select count(*) from visit_keys").fetchone() == (0,)


def test_deleting_does_not_hide_that_the_file_of_keys_is_lost(home: Path) -> None:
    talk("n", "q")
    (home / "midback.db-keys").unlink()
    assert say("interview.forgotten") in words(talk(options=("--forget",)))
    assert rows(home) == 0
    assert not (home / "midback.db-keys").exists()


def test_what_cannot_be_read_is_neither_deleted_nor_replaced(home: Path) -> None:
    talk("n", "q")
    place = (home / "interview-token").read_text(encoding="ascii")
    with closing(sqlite3.connect(home / "midback.db-keys")) as connection:
        ((sealed,),) = connection.execute("select sealed from visit_keys").fetchall()
        connection.execute("update visit_keys set sealed = ?", (bytes(4) + sealed[4:],))
        connection.commit()
    assert talk("n").exit_code == 2
    assert (home / "interview-token").read_text(encoding="ascii") == place
    assert rows(home) == 1


@pytest.mark.parametrize("lines", [(), ("",)])
def test_the_end_of_the_input_at_the_first_question_keeps_answers_too(lines: tuple[str, ...]) -> None:
    talk("n", "q")
    result = talk(*lines)
    assert result.exit_code == 0
    assert "kept on this machine" in words(result)
    assert "Aborted" not in result.output


def test_an_answer_that_cannot_be_kept_is_told_so_and_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as once:

        def full(*_: object, **_more: object) -> None:
            once.undo()
            raise DiskFull

        once.setattr("midback.records.Store.answer", full)
        result = talk("n", "n", "q")
    assert "That answer was not kept: the disk with the database is full" in words(result)
    assert "kept on this machine" in words(result)


def test_a_place_that_cannot_be_kept_leaves_nothing_behind(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_token: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("midback.cli.ask.bookmark.keep", full)
    result = talk("n")
    assert (result.exit_code, "No space left" in result.stderr) == (2, True)
    assert rows(home) == 0


def test_a_key_without_its_database_is_told_and_new_begins_anew(home: Path) -> None:
    talk("n", "q")
    for file in home.glob("midback.db*"):
        file.unlink()
    assert "--new" in talk("q").stderr
    assert talk("q", options=("--new",)).exit_code == 0


def test_answers_that_are_gone_are_told_so(home: Path) -> None:
    home.mkdir(parents=True)
    (home / "interview-token").write_text("gone")
    result = talk(options=("--resume",))
    assert result.exit_code == 2
    assert "no longer here" in result.stderr


def test_an_unknown_profile_is_told_so() -> None:
    result = talk(options=("--profile", "mars"))
    assert result.exit_code == 2
    assert "`mars` is no profile" in result.stderr


def test_the_profile_gives_the_number_to_call() -> None:
    result = talk(alarm(), "", options=("--profile", "us"))
    assert KNOWLEDGE.profiles["us"].emergency_number in result.stdout


def test_a_clinician_is_asked_in_a_clinicians_words() -> None:
    assert " ".join(WORDS.text(first_page().clinician).split()) in words(talk("q", options=("--clinician",)))
