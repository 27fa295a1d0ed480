"""Whether a question may be asked: opened by its gate, closed by a no to the whole group, or still waiting for it.

A gate asks about a group in a few words; its boxes open the questions about the group (docs/adr/0017).
"""

from collections.abc import Iterator
from enum import Enum

from midback.engine.said import Responses
from midback.knowledge.gates import Gate
from midback.knowledge.index import Index


class Opening(Enum):
    """To be asked; answered with no for the whole group; or no gate of it has been answered yet."""

    OPEN = "open"
    CLOSED = "closed"
    WAITING = "waiting"


def opening(index: Index, question: str, responses: Responses) -> Opening:
    """Who isn't sure of a group is asked about it: its details are easier to be sure of. What nothing opens is open."""
    gates = index.gates.get(question)
    if gates is None:
        return Opening.OPEN
    states = set(_states(index, gates, responses))
    return next(state for state in (Opening.OPEN, Opening.WAITING, Opening.CLOSED) if state in states)


def _states(index: Index, gates: tuple[Gate, ...], responses: Responses) -> Iterator[Opening]:
    for gate in gates:
        said = responses.get(gate.question)
        if said is None:
            before = opening(index, gate.question, responses)
            yield Opening.CLOSED if before is Opening.CLOSED else Opening.WAITING
        else:
            yield Opening.OPEN if gate.option in said.chosen or said.not_sure else Opening.CLOSED
