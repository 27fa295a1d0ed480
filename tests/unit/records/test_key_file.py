"""The key comes from MIDBACK_KEY, or from a file beside a SQLite database that only the user can read."""

import stat
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from midback.encounter.place import KEY_FILE, cipher_for, default_url
from midback.errors import RecordError
from midback.records import Unreadable

PLACE = ("answers", "an-encounter", "0")


@pytest.fixture(autouse=True)
def nothing_configured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MIDBACK_KEY", raising=False)
    monkeypatch.delenv("MIDBACK_DATABASE", raising=False)


def test_the_default_key_is_made_in_the_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    sealed = cipher_for(default_url()).seal("fever", *PLACE)
    file = tmp_path / "midback" / KEY_FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert cipher_for(default_url()).open(sealed, *PLACE) == "fever"


def test_a_key_in_the_environment_goes_first_and_makes_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path / 'midback.db'}"
    monkeypatch.setenv("MIDBACK_KEY", b64encode(bytes(32)).decode())
    sealed = cipher_for(url).seal("fever", *PLACE)
    assert list(tmp_path.iterdir()) == []
    monkeypatch.delenv("MIDBACK_KEY")
    with pytest.raises(Unreadable):
        cipher_for(url).open(sealed, *PLACE)


def test_processes_that_start_together_end_with_one_key(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'midback.db'}"
    with ThreadPoolExecutor(16) as pool:
        ciphers = list(pool.map(lambda _: cipher_for(url), range(16)))
    sealed = ciphers[0].seal("fever", *PLACE)
    assert {cipher.open(sealed, *PLACE) for cipher in ciphers} == {"fever"}
    assert [file.name for file in tmp_path.iterdir()] == [KEY_FILE]


@pytest.mark.parametrize("url", ["postgresql+psycopg://midback@db/midback", "sqlite://", "sqlite:///:memory:"])
def test_a_database_without_a_file_needs_a_key_in_the_environment(url: str) -> None:
    with pytest.raises(RecordError, match=r"MIDBACK_KEY.*openssl rand"):
        cipher_for(url)


def test_a_key_file_that_is_none_is_named_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).write_text("spoiled")
    with pytest.raises(RecordError):
        cipher_for(f"sqlite:///{tmp_path / 'midback.db'}")
    assert (tmp_path / KEY_FILE).read_text() == "spoiled"


def test_a_folder_that_can_not_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="can't be read or written"):
        cipher_for(f"sqlite:///{tmp_path / 'nowhere' / 'midback.db'}")
