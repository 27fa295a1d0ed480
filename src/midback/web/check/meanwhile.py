"""An answer that was changed in another window after a page was opened is never undone without a word.

Each form says how often its questions had been answered when it was made. An older form that says something else is
shown again, beside what was answered meanwhile. It also says what was asked: to a list that has grown since, "none of
these" is no answer, and a question that is gone can't be answered at all.
"""

from collections.abc import Mapping
from hashlib import sha256

from starlette.datastructures import FormData

from midback.encounter import Visit
from midback.engine import Said
from midback.knowledge.base import Question
from midback.web.check.answers import in_words
from midback.words import Words, say

SEEN, ASKED = "seen", "asked"
TYPED = ("number", "choice", "spread")
"""The fields of a question's form that hold what a person said."""
Answers = Mapping[str, Said | None]
"""What a form answers, by question; None takes an answer back."""


def seen_of(visit: Visit, *questions: str) -> str:
    """What a form of these questions has to say."""
    return str(visit.times_said(*questions))


def is_undone(visit: Visit, form: FormData, said: Answers) -> bool:
    """Would the form undo what it hadn't seen?"""
    seen = form.get(SEEN)
    if seen is None or seen == seen_of(visit, *said):
        return False
    now = visit.encounter.responses
    return any(visit.times_said(id) and _plain(now.get(id)) != _plain(answer) for id, answer in said.items())


def asked_of(question: Question) -> str:
    """What a form of this question has to say that it asked: another text where it has come to mean something else."""
    options = [(one.id, one.present, one.absent, one.opens, one.value, one.speaks_of) for one in question.options]
    meant = (question.kind.value, question.quantity, question.unit, options)
    return sha256(repr(meant).encode()).hexdigest()[:16]


def has_changed(question: Question, form: FormData) -> bool:
    """Is the question another one than the form was made from?"""
    return form.get(ASKED) != asked_of(question)


def typed(form: FormData) -> tuple[str, ...]:
    """What a person said in a form whose question is gone: options by the words of their ids, for no label is left."""
    said = (str(value) for name, value in form.multi_items() if name in TYPED)
    return tuple(" ".join(one.split("_")).strip() for one in said if one.strip("_ "))


def note(words: Words, visit: Visit, question: str) -> str:
    """That a question was answered elsewhere meanwhile, and how."""
    known, response = visit.encounters.knowledge.questions, visit.encounter.responses.get(question)
    if response is None:
        return say("meanwhile.taken_back")
    return words.say("meanwhile.changed", said=words.listed(in_words(words, known[question], response)))


def _plain(said: Said | None) -> tuple[frozenset[str], float | None, bool, str] | None:
    return (frozenset(said.chosen), said.number, said.not_sure, said.text) if said else None
