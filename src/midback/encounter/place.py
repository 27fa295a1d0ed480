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
    Cipher,
    Database,
    Exposed,
    NoDatabase,
    NoFolder,
    Store,
    StoreError,
    Unreadable,
    looked_at,
    new_key,
    private,
    read_keys,
    sqlite_file,
)

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
        raise NoFolder(f"{folder}: the folder can't be made ({error.strerror}); set MIDBACK_DATABASE") from None
    return f"sqlite:///{folder / 'midback.db'}"


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
        raise RecordError(
            "this database needs MIDBACK_KEY, the key that its answers are encrypted with: `openssl rand -base64 32` "
            "makes one. Keep it apart from the database and its backups; without it nothing can be read"
        )
    return read_keys(_kept_key(file.with_name(KEY_FILE)))


@contextmanager
def _alone(file: Path | None) -> Iterator[Path | None]:
    """Of programs that start together on one folder, one makes key and database while the others wait."""
    if file is None or os.name != "posix":
        yield file
        return
    from fcntl import LOCK_EX, flock

    if not file.parent.is_dir():
        raise NoFolder(f"{file.parent}: the folder for the database isn't there; make it, or mend MIDBACK_DATABASE")
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
        raise NoFolder(f"{file}: that is a folder; name a file in it")
    if os.environ.get("MIDBACK_KEY"):
        return
    there = looked_at(file)
    if there is None and key.exists() and not new:
        raise NoDatabase(_no_database(file))
    if there and there.encrypted and not key.exists():
        raise Unreadable(_no_key(key))


def _kept_key(file: Path) -> str:
    try:
        if not file.exists():
            _make(file)
        if private.is_open_to_others(file):
            raise Exposed(_exposed(file))
        return file.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise RecordError(f"{file}: the key can't be read or written ({type(error).__name__})") from None


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


def _no_database(file: Path) -> str:
    return (
        f"{file}: there is a key ({KEY_FILE}) but no database, or an empty one. Is this the right folder, and is its "
        "disk mounted? Put the database back; or, to begin a new one on purpose, start once with `--new`"
    )


def _no_key(key: Path) -> str:
    return (
        f"{key}: the key to this database isn't there: put back the `midback.key` that belongs to it, or set "
        "MIDBACK_KEY. No new one is made, for it couldn't open what is here"
    )


def _exposed(file: Path) -> str:
    return (
        f"{file}: others on this machine can read the key (mode {private.mode(file)}): `chmod 600 {file}`, and think "
        "about who read it meanwhile: docs/operate.md says how to change a key"
    )
