"""Files and folders for the owner alone: the one place that makes them, and that sees whether others can read them."""

import os
import stat
from contextlib import suppress
from pathlib import Path

OTHERS = stat.S_IRWXG | stat.S_IRWXO
FILE_MODE = 0o600
FOLDER_MODE = 0o700


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it that are missing. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True, mode=FOLDER_MODE)


def make_file(file: Path, text: str = "") -> None:
    """Make a file that wasn't there and write a text to disk; after an error none is left. Raises OSError."""
    handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE_MODE)
    try:
        with os.fdopen(handle, "w") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
    except OSError:
        file.unlink(missing_ok=True)
        raise


def touch(file: Path) -> None:
    """Make an empty file unless there is one. Raises OSError."""
    with suppress(FileExistsError):
        make_file(file)


def is_open_to_others(path: Path) -> bool:
    """Can anybody but its owner read, write or enter it? Windows has other means, of which this says nothing."""
    return os.name == "posix" and path.exists() and bool(path.stat().st_mode & OTHERS)


def mode(path: Path) -> str:
    """Its mode as `chmod` takes it, such as 0644."""
    return f"{stat.S_IMODE(path.stat().st_mode):04o}"


def keep_to_owner(path: Path) -> bool:
    """Take from others what they may do with a file; False if that isn't ours to do."""
    try:
        if is_open_to_others(path):
            path.chmod(stat.S_IMODE(path.stat().st_mode) & ~OTHERS)
    except OSError:
        return False
    return True
