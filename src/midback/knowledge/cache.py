"""Parsed content kept between runs, by digest, so that YAML is read once. It holds no person's data."""

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any


def recall(version: str) -> dict[str, Any] | None:
    """What was parsed earlier from content with this digest, if it is still there and whole."""
    try:
        kept = json.loads(_file(version).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return kept if isinstance(kept, dict) else None


def remember(version: str, raw: dict[str, Any]) -> None:
    """Keep parsed content; a machine where that can't be written does without."""
    file = _file(version)
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(f".{os.getpid()}.part")
        part.write_text(json.dumps(raw), encoding="utf-8")
        part.replace(file)


def _file(version: str) -> Path:
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "midback" / f"content-{version}.json"
