"""Which questions stand behind which: a group opened by a gate, details that follow from an answer."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from midback.document import Path
from midback.knowledge.base import Question, QuestionKind

Ids = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gate:
    """The option of a question that opens another one."""

    question: str
    option: str


def gates_of(questions: Mapping[str, Question]) -> dict[str, tuple[Gate, ...]]:
    """For each question that others open: every option that opens it."""
    gates: dict[str, tuple[Gate, ...]] = {}
    for question in questions.values():
        for option in question.options:
            for opened in option.opens:
                gates[opened] = (*gates.get(opened, ()), Gate(question.id, option.id))
    return gates


def leading_to(
    settable: Mapping[str, frozenset[str]], gates: Mapping[str, tuple[Gate, ...]], askers: Mapping[str, Ids]
) -> dict[str, frozenset[str]]:
    """For each question all that it can settle or lead to: what it opens, and the details of what it asks."""
    before = {id: {*(gate.question for gate in gates.get(id, ())), *askers.get(id, ())} for id in settable}
    reached = {id: set(found) for id, found in settable.items()}
    while _spread(before, reached):
        pass
    return {id: frozenset(found) for id, found in reached.items()}


def _spread(before: Mapping[str, Iterable[str]], reached: Mapping[str, set[str]]) -> bool:
    """Hand each question's findings to those before it; says whether any was new to one of them."""
    known = sum(map(len, reached.values()))
    for id, earlier in before.items():
        for one in earlier:
            reached[one] |= reached[id]
    return sum(map(len, reached.values())) > known


def gate_faults(question: Question, questions: Mapping[str, Question]) -> Iterator[tuple[Path, str]]:
    """A gate without options to choose from, or that opens what comes before it or is asked of everybody."""
    for place, option in enumerate(question.options):
        for id in option.opens:
            opened = questions.get(id)
            if opened is not None and (fault := _fault(question, opened)):
                yield ("options", place), fault


def _fault(question: Question, opened: Question) -> str:
    if question.kind not in (QuestionKind.MULTIPLE, QuestionKind.SINGLE):
        return f"only an option can open `{opened.id}`: the kind must be multiple or single"
    if opened.order <= question.order:
        return f"`{opened.id}` must come after this question: give it a higher `order`"
    if opened.always:
        return f"`{opened.id}` is `always` asked, so nothing can open it"
    return ""
