"""YAML read strictly: every scalar is text, keys are unique, and each value knows its line.

PyYAML's own types are not used: it reads `no`, `1:30`, `012` and `1.10` as something other than what
was written, and lets the later of two equal keys win.
"""

from dataclasses import dataclass, field

import yaml

from midback.errors import Fault

Path = tuple[str | int, ...]
DEEPEST = 40

_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Document:
    """A parsed file: its data as text, lists and mappings; the line of each path; what is wrong with it."""

    where: str
    data: object = None
    lines: dict[Path, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def line(self, path: Path) -> int:
        """The line of the value at a path, or of the nearest one above it."""
        while path not in self.lines and path:
            path = path[:-1]
        return self.lines.get(path, 1)

    def fault(self, path: Path, message: str) -> None:
        """Note a fault at a path."""
        self.faults.append(Fault(self.where, self.line(path), message))


def read(text: str, where: str) -> Document:
    """Parse one YAML document; syntax errors, duplicate keys and anchors become faults, never exceptions."""
    document = Document(where)
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        document.faults.append(Fault(where, _line_of(error), f"this isn't YAML: {_problem_of(error)}"))
        return document
    if node is not None:
        document.data = _Reader(document).value(node, ())
    return document


class _Reader:
    """Walks the nodes of one document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.seen: set[int] = set()

    def value(self, node: yaml.Node, path: Path) -> object:
        self.document.lines[path] = node.start_mark.line + 1
        if id(node) in self.seen or len(path) > DEEPEST:
            self.document.fault(path, "anchors, aliases and very deep nesting aren't read; write the value out")
            return None
        self.seen.add(id(node))
        match node:
            case yaml.MappingNode():
                return self.mapping(node, path)
            case yaml.SequenceNode():
                return [self.value(item, (*path, place)) for place, item in enumerate(node.value)]
            case _:
                return self.scalar(node, path)

    def mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, object]:
        found: dict[str, object] = {}
        for key_node, value_node in node.value:
            key = key_node.value
            if not isinstance(key, str):
                self.document.fault(path, "a key must be a word")
            elif key in found:
                line = key_node.start_mark.line + 1
                self.document.faults.append(Fault(self.document.where, line, f"`{key}` stands here twice; keep one"))
            else:
                found[key] = self.value(value_node, (*path, key))
        return found

    def scalar(self, node: yaml.Node, path: Path) -> str:
        if node.value == "" and not getattr(node, "style", None):
            self.document.fault(path, "is empty; write a value, or leave the line out")
        return str(node.value)


def _line_of(error: yaml.YAMLError) -> int:
    mark = getattr(error, "problem_mark", None)
    return mark.line + 1 if mark else 0


def _problem_of(error: yaml.YAMLError) -> str:
    return str(getattr(error, "problem", None) or "it can't be parsed")
