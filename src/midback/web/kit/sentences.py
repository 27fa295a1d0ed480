"""What templates say: sentences by key, as markup."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from markupsafe import Markup, escape

from midback.words import Words


def spoken(words: Words) -> Mapping[str, Callable[..., str]]:
    """`say`, `count` and `listed` for templates. What fills a blank is escaped unless it is markup, such as a link."""
    safe = replace(words, sentences=_escaped(words.sentences), place=_escaped(words.place))

    def say(key: str, /, **parts: object) -> Markup:
        return Markup(safe.say(key, **_escaped(parts)))  # noqa: S704 - all of it is escaped

    def count(key: str, count: int, /, **parts: object) -> Markup:
        return Markup(safe.count(key, count, **_escaped(parts)))  # noqa: S704 - all of it is escaped

    def listed(items: Sequence[object], joined_by: str = "and") -> Markup:
        return Markup(safe.listed([str(escape(item)) for item in items], joined_by))  # noqa: S704 - all of it is escaped

    return {"say": say, "count": count, "listed": listed}


def _escaped(parts: Mapping[str, object]) -> Mapping[str, str]:
    """Each part as markup. An apostrophe stays: attributes stand in double quotes, and pages stay short."""
    return {name: str(escape(part)).replace("&#39;", "'") for name, part in parts.items()}
