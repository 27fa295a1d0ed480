"""A file as it was read: its data, the line of each value, and what is wrong with it."""

from dataclasses import dataclass, field

from midback.errors import Fault

Path = tuple[str | int, ...]
DEEPEST = 40
"""Lists and mappings within each other; no file of ours needs ten."""


@dataclass(slots=True)
class Document:
    """A parsed file: its data, the line of each path, its faults."""

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
        self.fault_at(self.line(path), message)

    def fault_at(self, line: int, message: str) -> None:
        """Note a fault at a line."""
        self.faults.append(Fault(self.where, line, message))
