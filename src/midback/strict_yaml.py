"""YAML read strictly: every scalar is text, keys are unique, and each value knows its line.

PyYAML's own types are not used: it reads `no`, `1:30`, `012` and `1.10` as something other than what
was written, and lets the later of two equal keys win. Nor is its composer: it calls itself for each bracket within a
bracket, so that a small file of brackets ends the program. The parser's events are counted as they come instead.
"""

from collections.abc import Iterator

import yaml

from midback.document import DEEPEST, Document, Path
from midback.errors import CaseError
from midback.text_gate import admit

_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _TooDeep(Exception):
    """Nothing beyond this is read; the fault is noted."""


def read(text: str, where: str) -> Document:
    """Parse one YAML document; whatever is wrong with it becomes a fault, never an exception."""
    document = Document(where)
    try:
        _Reader(document, yaml.parse(text, Loader=_Loader)).read()
    except _TooDeep:
        pass
    except (yaml.YAMLError, UnicodeEncodeError) as error:
        document.fault_at(_line_of(error), f"this isn't YAML: {_problem_of(error)}")
    return document


class _Reader:
    """Builds one document from the parser's events."""

    def __init__(self, document: Document, events: Iterator[yaml.Event]) -> None:
        self.document = document
        self.events = events

    def read(self) -> None:
        next(self.events)
        if isinstance(next(self.events), yaml.StreamEndEvent):
            return
        self.document.data = self.value(next(self.events), ())
        next(self.events)
        if not isinstance(more := next(self.events), yaml.StreamEndEvent):
            self.document.fault_at(_line(more), "a second document begins here; a file holds one")

    def value(self, event: yaml.Event, path: Path) -> object:
        self.document.lines[path] = _line(event)
        self.bounded(len(path), event)
        self.plain(event)
        match event:
            case yaml.MappingStartEvent():
                return self.mapping(path)
            case yaml.SequenceStartEvent():
                return [
                    self.value(item, (*path, place)) for place, item in enumerate(self.until(yaml.SequenceEndEvent))
                ]
            case yaml.ScalarEvent():
                return self.scalar(event, path)
            case _:
                return None

    def bounded(self, depth: int, event: yaml.Event) -> None:
        if depth > DEEPEST:
            self.document.fault_at(_line(event), f"is nested deeper than {DEEPEST}; nothing here needs that")
            raise _TooDeep

    def plain(self, event: yaml.Event) -> None:
        """What would make a value mean something else than what stands there is refused."""
        if getattr(event, "anchor", None):
            self.document.fault_at(_line(event), "anchors and aliases aren't read; write the value out")
        if getattr(event, "tag", None):
            self.document.fault_at(_line(event), "tags aren't read; take out what begins with `!`")

    def until(self, end: type[yaml.Event]) -> Iterator[yaml.Event]:
        """The first event of each part of a list or mapping."""
        while not isinstance(event := next(self.events), end):
            yield event

    def mapping(self, path: Path) -> dict[str, object]:
        found: dict[str, object] = {}
        for event in self.until(yaml.MappingEndEvent):
            key = self.key(event, path)
            if key is None or key in found:
                self.twice_or_skip(key, event)
            else:
                found[key] = self.value(next(self.events), (*path, key))
        return found

    def key(self, event: yaml.Event, path: Path) -> str | None:
        self.plain(event)
        if isinstance(event, yaml.ScalarEvent):
            return self.admitted(str(event.value), _line(event))
        self.document.fault(path, "a key must be a word")
        self.skip(event)
        return None

    def twice_or_skip(self, key: str | None, event: yaml.Event) -> None:
        if key is not None:
            self.document.fault_at(_line(event), f"`{key}` stands here twice; keep one")
        self.skip(next(self.events))

    def skip(self, event: yaml.Event) -> None:
        """Pass over a value."""
        depth = int(isinstance(event, yaml.CollectionStartEvent))
        while depth:
            self.bounded(depth, event)
            event = next(self.events)
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)

    def scalar(self, event: yaml.ScalarEvent, path: Path) -> str:
        if event.value == "" and not event.style:
            self.document.fault(path, "is empty; write a value, or leave the line out")
        return self.admitted(str(event.value), _line(event))

    def admitted(self, text: str, line: int) -> str:
        try:
            return admit(text)
        except CaseError as error:
            self.document.fault_at(line, error.faults[0].message)
            return ""


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0


def _line_of(error: Exception) -> int:
    mark = getattr(error, "problem_mark", None)
    return mark.line + 1 if mark else 0


def _problem_of(error: Exception) -> str:
    return str(getattr(error, "problem", None) or getattr(error, "reason", None) or "it can't be parsed")
