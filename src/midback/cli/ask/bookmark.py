"""The place where the last interview was left: its token, in a file that only this user can read."""

from pathlib import Path

from midback.encounter import data_folder
from midback.records import private


def kept() -> str | None:
    """The token of the last interview, if there is one."""
    try:
        return _file().read_text(encoding="ascii").strip() or None
    except (OSError, UnicodeDecodeError):
        return None


def keep(token: str) -> None:
    """Remember this token instead of any earlier one. Raises OSError."""
    file = _file()
    private.make_folder(file.parent)
    file.unlink(missing_ok=True)
    private.make_file(file, token)


def drop() -> None:
    """Forget it."""
    _file().unlink(missing_ok=True)


def _file() -> Path:
    return data_folder() / "interview-token"
