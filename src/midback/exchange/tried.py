"""Every phrase of the content tried: in sentences that mean its finding, and in sentences that don't."""

from collections.abc import Iterator

from midback.errors import Fault
from midback.exchange.own_words import phrases_in
from midback.knowledge import KnowledgeBase
from midback.knowledge.speech import Phrases
from midback.words import say
from midback.words.catalogue import ENGLISH


def misheard(knowledge: KnowledgeBase) -> list[Fault]:
    """Sentences that aren't understood as the content says, and phrases that no sentence tries."""
    said = [one for one in knowledge.phrases.values() if one.language == ENGLISH]
    return [Fault(f"phrases/{one.id}", 0, message) for one in said for message in _faults(knowledge, one)]


def _faults(knowledge: KnowledgeBase, phrases: Phrases) -> Iterator[str]:
    tried: set[str] = set()
    for sentence in phrases.means:
        heard = _heard(knowledge, phrases, sentence) | _heard(knowledge, phrases, sentence, of_them=True)
        tried |= heard
        if not heard:
            yield say("check.unheard", sentence=sentence)
    for sentence in phrases.means_not:
        if heard := _heard(knowledge, phrases, sentence):
            yield say("check.misheard", sentence=sentence, phrases=" | ".join(sorted(heard)))
    yield from (say("check.untried", phrase=said) for said in phrases.say if said not in tried)


def _heard(knowledge: KnowledgeBase, phrases: Phrases, sentence: str, *, of_them: bool = False) -> set[str]:
    found = phrases_in(knowledge, sentence, of_them=of_them)
    return {one.said for one in found if one.finding == phrases.finding}
