"""An answer that was changed in another window after a page was opened is never undone without a word.

Each form says how often its questions had been answered when it was made. An older form that says something else is
shown again, beside what was answered meanwhile.
"""

from collections.abc import Mapping

from starlette.datastructures import FormData

from midback.encounter import Visit
from midback.engine import Said
from midback.web.check.answers import in_words
from midback.words import Words, say

SEEN = "seen"
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


def note(words: Words, visit: Visit, question: str) -> str:
    """That a question was answered elsewhere meanwhile, and how."""
    known, response = visit.encounters.knowledge.questions, visit.encounter.responses.get(question)
    if response is None:
        return say("meanwhile.taken_back")
    return words.say("meanwhile.changed", said=words.listed(in_words(words, known[question], response)))


def _plain(said: Said | None) -> tuple[frozenset[str], float | None, bool, str] | None:
    return (frozenset(said.chosen), said.number, said.not_sure, said.text) if said else None
