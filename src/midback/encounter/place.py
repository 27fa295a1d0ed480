"""Where Midback keeps its data, and the key to it."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex

from midback.encounter.trail import Act, noted
from midback.errors import RecordError
from midback.records import (
    Checkup,
    Cipher,
    Database,
    Exposed,
    NoDatabase,
    NoFolder,
    Store,
    StoreError,
    Unreadable,
    check_up,
    looked_at,
    new_key,
    private,
    read_keys,
    sqlite_file,
)
from midback.words import say

KEY_FILE = "midback.key"

_log = logging.getLogger("midback")


def open_database(url: str | None = None, *, new: bool = False) -> Database:
    """The database at a URL, with the key to it; by default a SQLite file in the user's own data folder.

    What has ended is deleted at once. `new` begins a database although there is a key already.
    Raises RecordError if it can't be opened, or the key isn't the one that it was written with.
    """
    url = url or default_url()
    with _alone(sqlite_file(url)) as file:
        if file:
            _check_place(file, new=new)
        database = Database(url, cipher_for(url))
    _purge(database)
    return database


def default_url() -> str:
    """MIDBACK_DATABASE if set, else a SQLite file in the user's data folder, which only the user can read."""
    if configured := os.environ.get("MIDBACK_DATABASE"):
        return configured
    folder = data_folder()
    try:
        private.make_folder(folder)
    except OSError as error:
        raise NoFolder(say("place.no_folder", where=folder, problem=error.strerror)) from None
    return f"sqlite:///{folder / 'midback.db'}"


def check_up_place() -> Checkup:
    """Look at the configured database, its folder and its key; change nothing. Raises RecordError as opening does."""
    url = os.environ.get("MIDBACK_DATABASE") or f"sqlite:///{data_folder() / 'midback.db'}"
    file = sqlite_file(url)
    if file is None:
        return check_up(url, cipher_for(url))
    has_key = bool(os.environ.get("MIDBACK_KEY")) or file.with_name(KEY_FILE).exists()
    cipher = cipher_for(url) if has_key else None
    if not file.parent.is_dir() and not os.environ.get("MIDBACK_DATABASE"):
        return Checkup(is_new=True)
    with _alone(file):
        _check_place(file, new=False)
    return check_up(url, cipher)


def place_file() -> Path | None:
    """The file of the configured database, whether or not it is there; None on a server. Raises WrongAddress."""
    configured = os.environ.get("MIDBACK_DATABASE")
    return sqlite_file(configured) if configured else data_folder() / "midback.db"


def data_folder() -> Path:
    """Where Midback keeps this user's data."""
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "midback"


def cipher_for(url: str) -> Cipher:
    """The key in MIDBACK_KEY if set, else the one in `midback.key` beside a SQLite file, made when it is first needed.

    Raises RecordError if neither can be: a server shared by several machines needs a key that they share too.
    """
    if configured := os.environ.get("MIDBACK_KEY"):
        return read_keys(configured)
    file = sqlite_file(url)
    if file is None:
        raise RecordError(say("keys.needed"))
    return read_keys(_kept_key(file.with_name(KEY_FILE)))


@contextmanager
def _alone(file: Path | None) -> Iterator[Path | None]:
    """Of programs that start together on one folder, one makes key and database while the others wait."""
    if file is None or os.name != "posix":
        yield file
        return
    from fcntl import LOCK_EX, flock

    if not file.parent.is_dir():
        raise NoFolder(say("place.folder_missing", where=file.parent))
    handle = os.open(file.parent, os.O_RDONLY)
    try:
        flock(handle, LOCK_EX)
        yield file
    finally:
        os.close(handle)


def _check_place(file: Path, *, new: bool) -> None:
    """A key is made with a new database only, and a key that finds none is no first start."""
    key = file.with_name(KEY_FILE)
    if file.is_dir():
        raise NoFolder(say("place.is_folder", where=file))
    if os.environ.get("MIDBACK_KEY"):
        return
    there = looked_at(file)
    if there is None and key.exists() and not new:
        raise NoDatabase(say("place.no_database", where=file, key=KEY_FILE))
    if there and there.encrypted and not key.exists():
        raise Unreadable(say("keys.missing", where=key))


def _kept_key(file: Path) -> str:
    try:
        if not file.exists():
            _make(file)
        if private.is_open_to_others(file):
            raise Exposed(say("keys.exposed", where=file, mode=private.mode(file)))
        return file.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise RecordError(say("keys.unreadable", where=file, problem=type(error).__name__)) from None


def _make(file: Path) -> None:
    """Write a new key that only this user can read. Of two processes that start together, the first wins."""
    draft = file.with_name(f".{file.name}.{token_hex(8)}")
    private.make_file(draft, new_key())
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _purge(database: Database) -> None:
    """Whoever opens a database deletes what has ended; where that can't be done, reading goes on."""
    try:
        now = datetime.now(UTC)
        Store(database).purge(now, noted(Act.PURGED, now))
    except StoreError as error:
        _log.warning("%s while deleting what has ended; it is tried again later", type(error).__name__)
