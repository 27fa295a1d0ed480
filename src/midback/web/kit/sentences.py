"""What templates say: sentences by key, as markup."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup, escape

from midback.words import Words


def spoken(words: Words) -> Mapping[str, Callable[..., str]]:
    """`say`, `count` and `listed` for templates. What fills a blank is escaped unless it is markup, such as a link."""
    safe = replace(words, sentences=_Escaped(words.sentences), place=_Escaped(words.place))

    def filled(parts: Mapping[str, Any]) -> dict[str, str]:
        return {name: _escaped(_text(words, part)) for name, part in parts.items()}

    def say(key: str, /, **parts: object) -> Markup:
        return Markup(safe.say(key, **filled(parts)))  # noqa: S704 - all of it is escaped

    def count(key: str, count: int, /, **parts: object) -> Markup:
        return Markup(safe.count(key, count, **filled(parts)))  # noqa: S704 - all of it is escaped

    def listed(items: Sequence[object], joined_by: str = "and") -> Markup:
        return Markup(safe.listed([_escaped(_text(words, item)) for item in items], joined_by))  # noqa: S704 - all of it is escaped

    return {"say": say, "count": count, "listed": listed}


def _text(words: Words, part: Any) -> object:
    """A text or a number as it is; anything else is a record's line."""
    return part if isinstance(part, str | int | float) else words.text(part)


def _escaped(part: object) -> str:
    """A part as markup. An apostrophe stays: attributes stand in double quotes, and pages stay short."""
    return str(escape(part)).replace("&#39;", "'")


@dataclass(frozen=True, slots=True)
class _Escaped(Mapping[str, str]):
    """Sentences as markup, each when it is said."""

    plain: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return _escaped(self.plain[key])

    def __iter__(self) -> Iterator[str]:
        return iter(self.plain)

    def __len__(self) -> int:
        return len(self.plain)
