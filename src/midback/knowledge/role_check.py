"""Whether what a question declares of its own part can be so: the map and its marks, who a check is for, own words."""

from collections.abc import Callable, Iterator, Mapping

from midback.document import Path
from midback.knowledge.base import Question, QuestionKind
from midback.knowledge.roles import is_written, speaks_of_somebody

Found = Iterator[tuple[Path, str]]
Questions = Mapping[str, Question]


def roles(question: Question, questions: Questions) -> Found:
    """What can't be so, each with its place in the question."""
    if question.beside:
        yield from _alone(question, questions, lambda one: one.beside is not None, "has a map of the body")
        yield from _marks(question, questions)
    if speaks_of_somebody(question):
        yield from _alone(question, questions, speaks_of_somebody, "says who the check is for")
    if is_written(question):
        yield from _alone(question, questions, is_written, "is answered in writing")


def _alone(question: Question, questions: Questions, plays: Callable[[Question], bool], what: str) -> Found:
    first = next((one.id for one in questions.values() if plays(one)), question.id)
    if first != question.id:
        yield (), f"`{first}` {what} already; one question can"


def _marks(question: Question, questions: Questions) -> Found:
    """Both are about the places of this page; one place is the worst, and pain may spread to many."""
    if question.kind is not QuestionKind.MULTIPLE or question.beside is None:
        yield ("beside",), "marks stand beside boxes to tick: the kind must be multiple"
        return
    places = {option.id for option in question.options}
    wanted = {"worst": QuestionKind.SINGLE, "spread": QuestionKind.MULTIPLE}
    for name, kind in wanted.items():
        mark = questions.get(getattr(question.beside, name))
        if mark is None:
            continue
        if mark.kind is not kind:
            yield ("beside", name), f"`{mark.id}` must be of kind {kind}"
        if mark.findings or mark.always:
            yield ("beside", name), f"`{mark.id}` is answered by a mark, so it sets no finding and isn't `always` asked"
        if strange := sorted({option.id for option in mark.options} - places):
            yield ("beside", name), f"`{mark.id}` offers {', '.join(strange)}, which is no place of this question"
