"""Encounters in real databases: what was confirmed is there, what was deleted is gone."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import text
from tests.integration.conftest import KEY, NOON, Clock, everything_in

from midback.encounter import Encounters, open_encounters
from midback.engine import Said
from midback.errors import CaseError, RecordError, UnknownId
from midback.knowledge import load_knowledge
from midback.records import Answered, Cipher, Database, Gone, Store, Unreadable
from midback.terms import Answer

KNOWLEDGE = load_knowledge()
WORRY = "a zebra stepped on my shoulder blade"


def a_tick_list() -> str:
    return next(question.id for question in KNOWLEDGE.interview if question.emergency)


def answered() -> Answered:
    return Answered(a_tick_list(), None)


def count(database: Database, table: str) -> int:
    return len(column(database, f"select 1 from {table}"))  # noqa: S608 — our own names


def column(database: Database, query: str) -> list[object]:
    with database.read() as connection:
        return list(connection.execute(text(query)).scalars())


def test_an_answer_is_found_again_by_its_token(encounters: Encounters) -> None:
    token = encounters.begin(profile="uk").token
    encounters.answer(token, a_tick_list(), Said())
    found = encounters.find(token)
    assert found.profile == "uk"
    assert found.responses == {a_tick_list(): Said()}


def test_a_correction_counts_and_the_earlier_answer_stays_on_record(encounters: Encounters, database: Database) -> None:
    token = encounters.begin().token
    option = next(one for one in KNOWLEDGE.questions[a_tick_list()].options if one.present)
    encounters.answer(token, a_tick_list(), Said((option.id,)))
    encounter = encounters.answer(token, a_tick_list(), Said())
    assert encounters.case(encounter).findings[option.present[0]] is Answer.ABSENT
    assert count(database, "answers") == 2


def test_an_answer_taken_back_is_unknown_again(encounters: Encounters) -> None:
    token = encounters.begin().token
    encounters.answer(token, a_tick_list(), Said())
    assert encounters.retract(token, a_tick_list()).responses == {}


def test_a_wrong_token_finds_nothing(encounters: Encounters) -> None:
    with pytest.raises(RecordError, match="no longer here"):
        encounters.find("somebody-elses")


def test_what_does_not_fit_its_question_is_refused_and_nothing_is_lost(encounters: Encounters) -> None:
    token = encounters.begin().token
    encounters.answer(token, a_tick_list(), Said())
    with pytest.raises(CaseError):
        encounters.answer(token, a_tick_list(), Said(("no_such_option",)))
    with pytest.raises(UnknownId):
        encounters.answer(token, "no_such_question", Said())
    assert encounters.find(token).responses == {a_tick_list(): Said()}


def test_an_encounter_ends_after_a_day_unless_it_is_kept(encounters: Encounters, clock: Clock) -> None:
    left, kept = encounters.begin().token, encounters.begin().token
    encounters.keep(kept, timedelta(days=30))
    clock.time = NOON + timedelta(days=2)
    with pytest.raises(RecordError):
        encounters.find(left)
    assert encounters.find(kept).kept
    assert encounters.purge() == 1


def test_nothing_is_kept_longer_than_ninety_days_however_often_it_is_kept(encounters: Encounters, clock: Clock) -> None:
    token = encounters.begin().token
    assert encounters.keep(token, timedelta(days=4000)).ends == NOON + timedelta(days=90)
    clock.pass_(days=80)
    assert encounters.keep(token, timedelta(days=30)).ends == NOON + timedelta(days=90)


def test_deleting_leaves_no_answer_behind(encounters: Encounters, database: Database) -> None:
    token = encounters.begin().token
    encounters.answer(token, a_tick_list(), Said())
    encounters.delete(token)
    with pytest.raises(RecordError):
        encounters.find(token)
    assert (count(database, "encounters"), count(database, "answers")) == (0, 0)


def test_what_was_deleted_meanwhile_takes_no_answer(encounters: Encounters, database: Database) -> None:
    opened = encounters.begin()
    store = Store(database)
    (key,) = column(database, "select key from encounters")
    encounters.delete(opened.token)
    with pytest.raises(Gone, match="no longer here"):
        store.answer(str(key), answered(), NOON)
    assert count(database, "answers") == 0


def test_the_token_itself_is_not_in_the_database(encounters: Encounters, database: Database) -> None:
    token = encounters.begin().token
    keys = column(database, "select key from encounters")
    assert keys
    assert token not in keys


def test_many_answers_at_once_are_all_kept_and_numbered(encounters: Encounters, database: Database) -> None:
    token = encounters.begin().token
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: encounters.answer(token, "age", Said(number=20 + number)), range(24)))
    assert column(database, "select number from answers order by number") == list(range(24))


def test_a_change_that_fails_half_way_changes_nothing(
    encounters: Encounters, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = encounters.begin().token
    encounters.answer(token, a_tick_list(), Said())
    encounters.conclude(token)
    monkeypatch.setattr("midback.records.store.update", lambda _table: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        encounters.answer(token, a_tick_list(), Said(not_sure=True))
    monkeypatch.undo()
    found = encounters.find(token)
    assert found.responses == {a_tick_list(): Said()}
    assert found.concluded == NOON
    assert count(database, "answers") == 1


# ------------------------------------------------------------------------------------------------- encryption at rest


def test_nothing_that_was_said_can_be_read_in_the_database_files(tmp_path: Path) -> None:
    encounters = open_encounters(f"sqlite:///{tmp_path / 'midback.db'}", KNOWLEDGE)
    token = encounters.begin().token
    option = KNOWLEDGE.questions[a_tick_list()].options[0].id
    encounters.answer(token, a_tick_list(), Said((option,)))
    encounters.answer(token, "own_words", Said(text=WORRY))
    files = {file.name: file.read_bytes() for file in tmp_path.glob("midback.db*")}
    assert any(name.endswith("-wal") and raw for name, raw in files.items())
    written = b"".join(files.values())
    assert b"encounters" in written
    for secret in (option, a_tick_list(), "own_words", WORRY, WORRY[:7], "chosen", token):
        assert secret.encode() not in written
    encounters.close()


def test_no_column_holds_what_was_said(encounters: Encounters, database: Database) -> None:
    token = encounters.begin().token
    encounters.answer(token, "own_words", Said(text=WORRY))
    stored = everything_in(database, "answers")
    assert not [secret for secret in ("zebra", "own_words", "chosen") if secret in stored]
    assert encounters.find(token).responses["own_words"].text == WORRY


@pytest.mark.parametrize("other", ["another row of the same encounter", "another encounter"])
def test_answers_that_changed_places_are_refused(encounters: Encounters, database: Database, other: str) -> None:
    tokens = [encounters.begin().token, encounters.begin().token]
    for token, response in ((tokens[0], Said()), (tokens[0], Said(not_sure=True)), (tokens[1], Said())):
        encounters.answer(token, a_tick_list(), response)
    same = "a.encounter = b.encounter and a.number <> b.number"
    where = same if other.startswith("another row") else "a.encounter <> b.encounter and a.number = b.number"
    swap = f"update answers as a set sealed = (select b.sealed from answers as b where {where} limit 1)"  # noqa: S608 - our own names
    with database.change() as connection:
        connection.execute(text(f"{swap} where exists (select 1 from answers as b where {where})"))  # noqa: S608 - our own names
    with pytest.raises(Unreadable, match="changed or moved"):
        encounters.find(tokens[0])


def test_an_answer_removed_from_the_middle_is_noticed(encounters: Encounters, database: Database) -> None:
    token = encounters.begin().token
    encounters.answer(token, a_tick_list(), Said())
    encounters.answer(token, a_tick_list(), Said(not_sure=True))
    with database.change() as connection:
        connection.execute(text("delete from answers where number = 0"))
    with pytest.raises(Unreadable, match="missing"):
        encounters.find(token)


def test_a_new_key_takes_over_and_the_old_one_is_needed_no_longer(
    encounters: Encounters, open_again: Callable[..., Database], clock: Clock
) -> None:
    new = bytes(32)
    token = encounters.begin().token
    encounters.answer(token, a_tick_list(), Said())
    with pytest.raises(Unreadable, match="another key"):
        open_again(new)
    both = Encounters(Store(open_again(new, KEY)), KNOWLEDGE, clock)
    assert both.find(token).responses == {a_tick_list(): Said()}
    only = Encounters(Store(open_again(new)), KNOWLEDGE, clock)
    assert only.find(token).responses == {a_tick_list(): Said()}
    with pytest.raises(Unreadable, match="another key"):
        open_again(KEY)


# ------------------------------------------------------------------------------------------- what stays after deletion


@pytest.mark.parametrize("way", ["delete", "purge"])
@pytest.mark.parametrize("reading", [False, True])
def test_whoever_has_the_servers_key_reads_nothing_of_what_was_deleted(
    tmp_path: Path, clock: Clock, way: str, reading: bool
) -> None:
    file, cipher = tmp_path / "midback.db", Cipher([KEY])
    database = Database(f"sqlite:///{file}", cipher)
    encounters = Encounters(Store(database), KNOWLEDGE, clock)
    token = encounters.begin().token
    encounters.answer(token, "own_words", Said(text=WORRY))
    reader = sqlite3.connect(file)  # holds the log, so that it can't be emptied
    reader.execute("begin")
    assert reader.execute("select count(*) from answers").fetchone() == (1,)
    if not reading:
        reader.close()
    assert opened_from(tmp_path, cipher)
    clock.pass_(days=2 if way == "purge" else 0)
    encounters.purge() if way == "purge" else encounters.delete(token)
    assert (tmp_path / "midback.db-wal").stat().st_size == 0 or reading
    assert opened_from(tmp_path, cipher) == []
    reader.close()
    database.close()


def opened_from(folder: Path, cipher: Cipher) -> list[str]:
    """The key of any visit that the files still hold, opened with the server's; without one nothing else opens."""
    raw = b"".join(file.read_bytes() for file in sorted(folder.iterdir()))
    return texts(raw, cipher.first, AESGCM(KEY), re.findall(rb"[0-9a-f]{64}", raw))


def texts(raw: bytes, name: bytes, cipher: AESGCM, encounters: list[bytes]) -> list[str]:
    """What was sealed with this key as the key of one of these encounters."""
    found = []
    for start in (match.start() for match in re.finditer(re.escape(name), raw)):
        nonce, body = raw[start + 4 : start + 16], raw[start + 16 : start + 16 + 256 + 16]
        for encounter in set(encounters):
            with suppress(InvalidTag):
                bound = b"midback\nvisit_keys\n" + encounter
                found.append(cipher.decrypt(nonce, body, bound).decode().rstrip())
    return found


def test_a_visits_key_lost_is_said_and_the_visit_can_still_be_deleted(
    encounters: Encounters, database: Database
) -> None:
    token = encounters.begin().token
    encounters.answer(token, a_tick_list(), Said())
    with database.change() as connection:
        connection.execute(text("delete from visit_keys"))
    with pytest.raises(Unreadable, match="key of these answers is missing"):
        encounters.find(token)
    encounters.delete(token)
    assert count(database, "answers") == 0


def test_the_last_answer_removed_is_noticed(encounters: Encounters, database: Database) -> None:
    token = encounters.begin().token
    encounters.answer(token, a_tick_list(), Said())
    encounters.answer(token, a_tick_list(), Said(not_sure=True))
    with database.change() as connection:
        connection.execute(text("delete from answers where number = 1"))
    with pytest.raises(Unreadable, match="missing"):
        encounters.find(token)


def test_a_database_is_not_opened_with_a_wrong_key(encounters: Encounters, open_again: Callable[..., Database]) -> None:
    encounters.answer(encounters.begin().token, a_tick_list(), Said())
    with pytest.raises(Unreadable, match=r"put back the `midback\.key`"):
        open_again(bytes(32))


def test_a_lost_key_file_is_said_when_the_database_is_opened(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'midback.db'}"
    encounters = open_encounters(url, KNOWLEDGE)
    encounters.answer(encounters.begin().token, a_tick_list(), Said())
    encounters.close()
    (tmp_path / "midback.key").rename(tmp_path / "elsewhere")
    with pytest.raises(Unreadable, match=r"put back the `midback\.key`"):
        open_encounters(url, KNOWLEDGE)
    (tmp_path / "elsewhere").rename(tmp_path / "midback.key")
    open_encounters(url, KNOWLEDGE).close()


# -------------------------------------------------------------------------------------------------- what was confirmed

WRITER = """
import sys
from midback.encounter import open_encounters
from midback.engine import Said

encounters = open_encounters(sys.argv[1])
token = encounters.begin().token
print(token, flush=True)
for number in range(100_000):
    encounters.answer(token, "own_words", Said(text=f"answer {number}"))
    print(number, flush=True)
"""


@pytest.mark.parametrize("confirmed", [1, 25, 60])
def test_no_confirmed_answer_is_lost_when_the_process_is_killed(
    url: str, open_again: Callable[..., Database], confirmed: int
) -> None:
    environment = {**os.environ, "MIDBACK_KEY": b64encode(KEY).decode()}
    command = [sys.executable, "-c", WRITER, url]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout
        token = writer.stdout.readline().strip()
        for _ in range(confirmed):
            writer.stdout.readline()
        writer.kill()
        said = [line for line in writer.stdout.read().splitlines() if line]
    assert writer.returncode == -signal.SIGKILL
    last = int(said[-1]) if said else confirmed - 1
    database = open_again()
    stored = column(database, "select number from answers order by number")
    assert stored == list(range(len(stored)))
    assert len(stored) in (last + 1, last + 2)  # one may have been written and not yet said
    kept = Encounters(Store(database), KNOWLEDGE).find(token).responses["own_words"].text
    assert kept == f"answer {stored[-1]}"


def test_a_database_that_can_not_be_opened_is_said_without_its_password() -> None:
    with pytest.raises(RecordError) as caught:
        Database("postgresql+psycopg://midback:secret@127.0.0.1:1/none", Cipher([KEY]))
    assert "can't be opened" in str(caught.value)
    assert "secret" not in str(caught.value)
