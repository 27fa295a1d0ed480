"""How far an interview is, in the words of every door that asks."""

from midback.engine import Step
from midback.words import Words

SECONDS_TO_ANSWER = 16
"""Reading and answering a page, as `midback walk` models it, by the pages that are needed so far. estimate."""


def progress(words: Words, step: Step) -> str:
    """Which of the two steps it is in, and about how many minutes that may still take."""
    minutes = max(1, round((step.at_most_more + 1) * SECONDS_TO_ANSWER / 60))
    return words.count(f"progress.{'cause' if step.is_about_cause else 'urgency'}", minutes)
