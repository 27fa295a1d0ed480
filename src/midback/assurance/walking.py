"""What an interview asks of people: pages, words and minutes, until it is settled how soon to be seen, and whole.

Time is modelled, not measured on people: careful readers take in 238 words a minute, a choice takes two seconds and a
page a second and a half. The start page and the page that says that enough is known are two more. A map of the body
is read as its instructions: its places are a picture, and the list of them is folded.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import mean

from midback.assurance.answering import answer, every_page
from midback.assurance.population import case_of, sample
from midback.assurance.proportion import middle, percentile_90
from midback.engine import Case, Said, ask_next, assess, case_from
from midback.engine.said import Responses
from midback.exchange.case_file import CaseFile, load_case
from midback.knowledge import KnowledgeBase
from midback.knowledge.base import Question, QuestionKind
from midback.terms import Address, Setting, Urgency
from midback.words import Words, say

WORDS_A_MINUTE = 238.0
"""Careful silent reading by adults, as the review of the pages took it. estimate."""
SECONDS_A_CHOICE = 2.0
"""estimate."""
SECONDS_A_PAGE = 1.5
"""estimate."""


@dataclass(frozen=True, slots=True)
class Burden:
    """What was asked: pages, options on them, words to read, choices made, and pages that ended in "none of these"."""

    pages: int = 0
    options: int = 0
    words: int = 0
    choices: int = 0
    none: int = 0

    def __add__(self, other: "Burden") -> "Burden":
        return Burden(
            self.pages + other.pages,
            self.options + other.options,
            self.words + other.words,
            self.choices + other.choices,
            self.none + other.none,
        )

    @property
    def minutes(self) -> float:
        """Modelled time to read and answer it."""
        return self.words / WORDS_A_MINUTE + (self.choices * SECONDS_A_CHOICE + self.pages * SECONDS_A_PAGE) / 60


@dataclass(frozen=True, slots=True)
class Walk:
    """One person's way: until it was settled how soon to be seen, and to the end, where the rest tells of the cause.

    `demanded` is how soon by the short interview, `demanded_by_all` by an answer to every page that isn't beside the
    point; `family` and `family_by_all` are the likeliest families by each.
    """

    who: str
    settled: Burden
    whole: Burden
    demanded: Urgency
    demanded_by_all: Urgency
    family: str
    family_by_all: str


@dataclass(frozen=True)
class Walks:
    """The ways of several people. It isn't slotted, for it keeps what was worked out."""

    walks: tuple[Walk, ...]
    content_version: str

    @cached_property
    def figures(self) -> dict[str, float]:
        """Medians and ninetieth percentiles of what is asked, and how often the short interview says the same."""
        settled, whole = [one.settled for one in self.walks], [one.whole for one in self.walks]
        return {
            **dict(_spread("settled", settled)),
            **dict(_spread("whole", whole)),
            "none_share": mean(one.none / one.pages for one in whole),
            "urgency_equal": mean(one.demanded is one.demanded_by_all for one in self.walks),
            "urgency_lower": float(sum(one.demanded < one.demanded_by_all for one in self.walks)),
            "family_equal": mean(one.family == one.family_by_all for one in self.walks),
        }


def _spread(name: str, burdens: Sequence[Burden]) -> Iterator[tuple[str, float]]:
    for measure in ("pages", "options", "words", "minutes"):
        values = [getattr(one, measure) for one in burdens]
        yield f"{name}_{measure}_median", middle(values)
        yield f"{name}_{measure}_p90", percentile_90(values)


def walk_people(knowledge: KnowledgeBase, words: Words, files: Iterable[tuple[str, CaseFile]]) -> Walks:
    """The ways of written people, who have what their files say and nothing else."""
    return Walks(tuple(_walk_of(knowledge, words, id, file) for id, file in files), knowledge.version)


def walk_drawn(knowledge: KnowledgeBase, words: Words, count: int, seed: int, setting: Setting) -> Walks:
    """The ways of so many drawn people, whose findings come together as in life."""
    people = sample(knowledge, count, seed, setting, as_in_life=True)
    walks = (_walk(knowledge, words, str(place), case_of(knowledge, people, place)) for place in range(count))
    return Walks(tuple(walks), knowledge.version)


def _walk_of(knowledge: KnowledgeBase, words: Words, id: str, file: CaseFile) -> Walk:
    loaded = load_case(file.model_dump(exclude_unset=True, mode="json"), id, knowledge, history_only=True)
    they = loaded.visit.address is Address.THEY
    return _walk(knowledge, words, id, _with_nothing_else(knowledge, loaded.case), they=they)


def _with_nothing_else(knowledge: KnowledgeBase, case: Case) -> Case:
    """All that somebody could tell and that isn't known of them is absent; what a number says is left to the number."""
    told = knowledge.findings.keys() - knowledge.clinician_only - case.findings.present
    return case_from(
        knowledge,
        present=case.findings.present,
        absent=[id for id in told if not knowledge.findings[id].threshold],
        quantities=case.quantities,
        setting=case.setting,
        profile=case.profile,
    )


def _walk(knowledge: KnowledgeBase, words: Words, who: str, case: Case, *, they: bool = False) -> Walk:
    responses: dict[str, Said] = {}
    settled, whole = Burden(), Burden()
    while step := ask_next(knowledge, responses, profile=case.profile, setting=case.setting):
        said = answer(step.question, case, knowledge)
        responses[step.question.id] = said
        whole += burden_of(words, step.question, said, they=they)
        settled = settled if step.is_about_cause else whole
    short, every = (_concluded(knowledge, case, heard) for heard in (responses, every_page(knowledge, case)))
    return Walk(who, settled, whole, short[0], every[0], short[1], every[1])


def _concluded(knowledge: KnowledgeBase, case: Case, responses: Responses) -> tuple[Urgency, str]:
    heard = case_from(knowledge, responses=responses, setting=case.setting, profile=case.profile)
    told = assess(knowledge, heard)
    return told.disposition.demanded, told.families[0].family.id


def burden_of(words: Words, question: Question, said: Said, *, they: bool = False) -> Burden:
    """What one page asks. Its ways out, "none of these" and "not sure", are words and no options."""
    listed = () if question.beside else question.options
    lines = [question.ask_they if they else question.ask, question.hint, question.not_sure_label]
    lines += [question.none_label] if question.kind is QuestionKind.MULTIPLE else []
    lines += [line for option in listed for line in (option.heading, option.label, option.hint)]
    told = [words.text(line) for line in lines if line]
    told += [say("pages.question.tick_all")] if question.kind is QuestionKind.MULTIPLE else []
    is_none = question.kind is QuestionKind.MULTIPLE and not said.chosen and not said.not_sure
    count = sum(len(line.split()) for line in told)
    return Burden(1, len(listed), count, max(len(said.chosen), 1), int(is_none))
