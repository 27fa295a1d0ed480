"""The place where the last interview was left: its token, in a file that only this user can read."""

import os
from pathlib import Path

from midback.encounter import data_folder


def kept() -> str | None:
    """The token of the last interview, if there is one."""
    try:
        return _file().read_text(encoding="ascii").strip() or None
    except (OSError, UnicodeDecodeError):
        return None


def keep(token: str) -> None:
    """Remember this token instead of any earlier one."""
    file = _file()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as handle:
        handle.write(token)


def drop() -> None:
    """Forget it."""
    _file().unlink(missing_ok=True)


def _file() -> Path:
    return data_folder() / "interview-token"
