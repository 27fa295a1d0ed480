"""Where Midback keeps its data, and the key to it."""

import os
from pathlib import Path
from secrets import token_hex

from midback.errors import RecordError
from midback.records import Cipher, Database, new_key, read_keys, sqlite_file

KEY_FILE = "midback.key"


def open_database(url: str | None = None) -> Database:
    """The database at a URL, with the key to it; by default a SQLite file in the user's own data folder.

    Raises RecordError if it can't be opened, or the key isn't the one that it was written with.
    """
    url = url or default_url()
    return Database(url, cipher_for(url))


def default_url() -> str:
    """MIDBACK_DATABASE if set, else a SQLite file in the user's data folder, which only the user can read."""
    if configured := os.environ.get("MIDBACK_DATABASE"):
        return configured
    folder = data_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
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


def _kept_key(file: Path) -> str:
    try:
        if not file.exists():
            _make(file)
        return file.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise RecordError(f"{file}: the key can't be read or written ({type(error).__name__})") from None


def _make(file: Path) -> None:
    """Write a new key that only this user can read. Of two processes that start together, the first wins."""
    draft = file.with_name(f".{file.name}.{token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as handle:
        handle.write(new_key())
        handle.flush()
        os.fsync(handle.fileno())
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
