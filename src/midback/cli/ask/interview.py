"""The adaptive interview in the terminal. Every answer is kept at once, so that it can be left at any page."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import typer
from rich.console import Console
from rich.text import Text

from midback.cli.ask import bookmark
from midback.cli.ask.answers import Unclear, Wish, keys, understand
from midback.cli.ask.pages import page, reason, stop_screen
from midback.cli.layout import MUTED, sentence, terminal
from midback.cli.show.result import draw
from midback.encounter import Encounter, Encounters, delete_unopened, open_encounters
from midback.engine import Said, Step, ask_next, triage
from midback.errors import CaseError, RecordError
from midback.exchange.about import visit_of
from midback.exchange.told import SHORT, WHOLE, Told, tell
from midback.knowledge import DEFAULT_PROFILE, KnowledgeBase, load_words
from midback.records import Gone, StoreError
from midback.terms import Urgency
from midback.words import Words, say

STOPPED = 130
"""The exit code of a program ended by Ctrl-C."""


class Left(Exception):
    """The person stops here; what was answered is kept."""


def interview(*, profile: str | None, clinician: bool, resume: bool, full: bool, new: bool = False) -> None:
    """Ask until there is a conclusion, and show it; whatever ends it early, say how to go on."""
    encounters = open_encounters(new=new)
    console = terminal()
    try:
        Interview(encounters, _token(encounters, profile, resume), clinician, full, console).run()
    except (Left, KeyboardInterrupt, EOFError) as end:
        console.print()
        _say_what_is_kept(encounters, console)
        raise typer.Exit(STOPPED if isinstance(end, KeyboardInterrupt) else 0) from None
    finally:
        encounters.close()


def forget() -> None:
    """Delete the answers kept from last time. No key is needed for it."""
    token = bookmark.kept()
    if token:
        delete_unopened(token)
    bookmark.drop()
    terminal().print(say("interview.forgotten" if token else "interview.nothing_kept"))


def _token(encounters: Encounters, profile: str | None, resume: bool) -> str:
    """The token to go on with: the one kept, if that is wished, or a new one."""
    earlier = bookmark.kept()
    if resume:
        if earlier is None:
            raise RecordError(say("error.no_bookmark"))
        return earlier
    if earlier and _goes_on(encounters, earlier, profile):
        return earlier
    if earlier:
        encounters.delete(earlier)  # before its token is overwritten: nobody could delete it afterwards
    token = _begun(encounters, profile)
    terminal().print(Text(say("interview.begin")))
    return token


def _begun(encounters: Encounters, profile: str | None) -> str:
    token = encounters.begin(profile=profile or DEFAULT_PROFILE).token
    try:
        bookmark.keep(token)
    except OSError as error:
        encounters.delete(token)
        raise RecordError(say("error.no_place", problem=error.strerror)) from None
    return token


def _goes_on(encounters: Encounters, token: str, profile: str | None) -> bool:
    """Are there earlier answers, and should they be gone on with? Where nothing was answered, nobody is asked."""
    try:
        encounter = encounters.find(token)
    except Gone:
        return False
    if not encounter.responses:
        return profile in (None, encounter.profile)
    console = terminal()
    console.print(say("interview.may_resume", begun=_clock(encounter)))
    if _yes(console):
        return True
    encounters.delete(token)
    console.print(say("interview.begun_anew"))
    return False


def _say_what_is_kept(encounters: Encounters, console: Console) -> None:
    token = bookmark.kept()
    try:
        encounter = encounters.find(token) if token else None
    except Gone:
        encounter = None
    console.print(Text(_kept(encounter) if encounter else say("interview.nothing_kept"), style=MUTED))


def _kept(encounter: Encounter) -> str:
    return say("interview.kept", until=f"{encounter.ends.astimezone():%d %B, %H:%M}")


def _yes(console: Console) -> bool:
    """Ask until there is a plain yes or no."""
    while True:
        console.print(Text(say("interview.yes_no"), style=MUTED))
        match _typed(console).strip().lower():
            case "y":
                return True
            case "n":
                return False
            case _:
                pass


def _left_out(words: Words, knowledge: KnowledgeBase, encounter: Encounter) -> Iterator[str]:
    """What is told of answers that no longer fit the questions."""
    asked = [words.text(knowledge.questions[id].ask) if id in knowledge.questions else id for id in encounter.left_out]
    if asked:
        yield say("left_out.terminal", questions=" · ".join(asked))
    if encounter.profile_is_gone:
        yield words.say("left_out.place", place=knowledge.places[encounter.profile].label)


@dataclass(slots=True)
class Interview:
    """One run at the terminal. `asked` is the trail to go back along; `beyond` says to go on after an emergency."""

    encounters: Encounters
    token: str
    clinician: bool
    full: bool
    console: Console
    asked: list[str] = field(default_factory=list)
    beyond: bool = False

    def run(self) -> None:
        """Ask, then conclude."""
        self._welcome_back()
        while step := self._next():
            self._ask(step)
        self._conclude()

    @property
    def encounter(self) -> Encounter:
        """The visit as it stands."""
        return self.encounters.find(self.token)

    @property
    def words(self) -> Words:
        """What is said in the place of the visit."""
        return load_words(self.encounter.profile)

    def _welcome_back(self) -> None:
        encounter = self.encounter
        self.asked = list(encounter.responses)
        if self.asked:
            self.console.print(say("interview.resumed", count=len(self.asked), begun=_clock(encounter)))
        for told in _left_out(self.words, self.encounters.knowledge, encounter):
            self.console.print(Text(told))

    def _next(self) -> Step | None:
        """The next page; an emergency stops before it, until the person chooses to go on."""
        while self._is_emergency() and not self.beyond:
            self._stop()
        encounter = self.encounter
        return ask_next(
            self.encounters.knowledge,
            encounter.responses,
            profile=encounter.profile,
            setting=encounter.setting,
            beyond_emergency=self.beyond,
        )

    def _is_emergency(self) -> bool:
        case = self.encounters.case(self.encounter)
        return triage(self.encounters.knowledge, case.findings).urgency is Urgency.EMERGENCY_NOW

    def _stop(self) -> None:
        self.console.print(stop_screen(self._told(), self.words))
        match _typed(self.console).strip().lower():
            case "c":
                self.beyond = True
            case Wish.BACK:
                self._back()
            case _:
                raise Left

    def _ask(self, step: Step) -> None:
        """Show a page until it is answered, or left by going back."""
        chapter = self.words.text(self.encounters.knowledge.chapters[step.question.chapter].label)
        self.console.print(page(self.words, step, chapter, clinician=self.clinician))
        while not self._heard(step):
            pass

    def _heard(self, step: Step) -> bool:
        """Read one line; is the page done with?"""
        try:
            said = understand(self.words, _typed(self.console), step.question)
            return self._obey(said, step) if isinstance(said, Wish) else self._record(said, step)
        except StoreError as problem:
            self.console.print(Text(say("interview.not_kept", problem=problem)))
            return False
        except Unclear as problem:
            self.console.print(Text(str(problem)), Text(keys(self.words, step.question), style=MUTED), sep="\n")
            return False

    def _record(self, response: Said, step: Step) -> bool:
        try:
            self.encounters.answer(self.token, step.question.id, response)
        except CaseError as error:
            raise Unclear("; ".join(sentence(fault.message) for fault in error.faults) + ".") from None
        self.asked.append(step.question.id)
        return True

    def _obey(self, wish: Wish, step: Step) -> bool:
        if wish is Wish.STOP:
            raise Left
        if wish is Wish.WHY:
            self.console.print(Text(reason(self.words, step), style=MUTED))
            return False
        return self._back()

    def _back(self) -> bool:
        """Take the last answer back; False where there is none."""
        if not self.asked:
            self.console.print(say("interview.first"))
            return False
        self.encounters.retract(self.token, self.asked[-1])
        self.asked.pop()
        self.console.print(Text(say("interview.back"), style=MUTED))
        return True

    def _conclude(self) -> None:
        self.console.print()
        for part in draw(self._told(), self.words, full=self.full):
            self.console.print(part)
        self.console.print(Text(_kept(self.encounter), style=MUTED))

    def _told(self) -> Told:
        assessment, knowledge = self.encounters.conclude(self.token), self.encounters.knowledge
        encounter = self.encounter
        day = (encounter.concluded or encounter.begun).astimezone().date()
        visit = visit_of(knowledge, assessment.case, encounter.responses, day)
        return tell(assessment, knowledge, self.words, visit, WHOLE if self.full else SHORT)


def _typed(console: Console) -> str:
    return console.input(Text(say("interview.prompt")))


def _clock(encounter: Encounter) -> str:
    return f"{encounter.begun.astimezone():%d %B, %H:%M}"
