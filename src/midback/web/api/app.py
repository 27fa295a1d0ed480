"""The JSON API: stateless, described by OpenAPI, and with no answers in an address.

Interview calls are posts although they change nothing: an answer in an address would end up in logs
and histories.
"""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from fastapi import Body, FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, StrictBool
from starlette.exceptions import HTTPException
from starlette.requests import Request

from midback import __version__
from midback.engine import Step, ask_next, assess, case_from, triage
from midback.errors import CaseError, Fault, MidbackError
from midback.exchange.case_file import CaseFile, Number, load_case, to_responses
from midback.exchange.plain import plain
from midback.exchange.report import Report, report
from midback.knowledge import DEFAULT_PROFILE, KnowledgeBase, words_at
from midback.knowledge.base import Option, Question
from midback.knowledge.shelf_names import shelf_called
from midback.terms import Setting
from midback.web.api.strict import StrictRoute, Unreadable, WrongKind
from midback.web.kit.caught import Caught
from midback.words import Words, say

MOST_ANSWERS = 200
STATUS = {Unreadable: 400, WrongKind: 415}
DESCRIPTION = (
    "From what is known of one person to an urgency, its reasons and possible causes. Informs; doesn't diagnose."
)


class FaultOut(BaseModel):
    where: str
    line: int
    message: str


class Problem(BaseModel):
    """What is wrong with a request, all of it."""

    faults: list[FaultOut]


class InterviewIn(BaseModel):
    """The answers so far, by question id: an option, a list of options, a number, "not_sure" or "none"."""

    model_config = ConfigDict(extra="forbid")

    answers: dict[str, str | Number | list[str]] = Field(default_factory=dict, max_length=MOST_ANSWERS)
    profile: str = DEFAULT_PROFILE
    setting: Setting = Setting.COMMUNITY
    beyond_emergency: StrictBool = False
    """Go on asking although an emergency was raised."""


class OptionOut(BaseModel):
    id: str
    label: str
    heading: str
    hint: str


class QuestionOut(BaseModel):
    id: str
    chapter: str
    kind: str
    ask: str
    ask_they: str
    clinician: str
    why: str
    hint: str
    options: list[OptionOut]
    none_label: str
    not_sure_label: str
    unit: str
    minimum: float | None
    maximum: float | None


class InterviewOut(BaseModel):
    """The next question, or none when the interview is done; and the urgency as things stand."""

    done: bool
    question: QuestionOut | None
    reason: str
    """emergency, always, urgency or cause: why this question comes now."""
    at_most_more: int
    """Pages that may follow, by what is known; a group that is ticked adds its own."""
    urgency_so_far: str
    settled: bool


def create_api(knowledge: KnowledgeBase, words: Words) -> FastAPI:
    """The API over one knowledge base, in the words of the place that a case names; described at /api/openapi.json."""
    api = FastAPI(title="Midback", version=__version__, description=DESCRIPTION, docs_url=None, redoc_url=None)
    at = {id: words_at(words, profile) for id, profile in knowledge.places.items()}
    problems: dict[int | str, dict[str, Any]] = {
        400: {"model": Problem, "description": "What was sent can't be read"},
        415: {"model": Problem, "description": "What was sent is no JSON in UTF-8"},
        422: {"model": Problem, "description": "What is wrong, all of it"},
    }

    api.router.route_class = StrictRoute

    @api.post("/assess", responses=problems, summary="Assess one case")
    def assess_case(case: Annotated[CaseFile, Body()]) -> Report:
        loaded = load_case(case.model_dump(exclude_unset=True, mode="json"), "case", knowledge)
        assessment = assess(knowledge, loaded.case, examined=loaded.examined)
        return report(assessment, knowledge, at[loaded.case.profile], loaded.visit)

    @api.post("/next-question", responses=problems, summary="What to ask next")
    def next_question(sent: InterviewIn) -> InterviewOut:
        responses = to_responses(sent.answers, knowledge)
        case = case_from(knowledge, responses=responses, profile=sent.profile, setting=sent.setting)
        step = ask_next(
            knowledge,
            responses,
            profile=sent.profile,
            setting=sent.setting,
            beyond_emergency=sent.beyond_emergency,
        )
        so_far = triage(knowledge, case.findings)
        return _interview_out(at[sent.profile], step, so_far.urgency.id, so_far.settled)

    @api.get("/questions", summary="Every question there is")
    def questions() -> list[QuestionOut]:
        return [_question_out(at[DEFAULT_PROFILE], question) for question in knowledge.interview]

    @api.get("/explain/{shelf}/{id}", responses={404: {"model": Problem}}, summary="One record of the knowledge")
    def explain(shelf: str, id: str) -> JSONResponse:
        return _explained(at[DEFAULT_PROFILE], knowledge, shelf, id)

    api.add_middleware(Caught, page=_broken)
    api.add_exception_handler(MidbackError, _problem)
    api.add_exception_handler(RequestValidationError, _misshapen)
    api.add_exception_handler(HTTPException, _refused)
    return api


def _interview_out(words: Words, step: Step | None, urgency: str, settled: bool) -> InterviewOut:
    return InterviewOut(
        done=step is None,
        question=_question_out(words, step.question) if step else None,
        reason=step.reason if step else "",
        at_most_more=step.at_most_more if step else 0,
        urgency_so_far=urgency,
        settled=settled,
    )


def _question_out(words: Words, question: Question) -> QuestionOut:
    return QuestionOut(
        id=question.id,
        chapter=question.chapter,
        kind=question.kind.value,
        ask=words.text(question.ask),
        ask_they=words.text(question.ask_they),
        clinician=words.text(question.clinician),
        why=words.text(question.why),
        hint=words.text(question.hint),
        options=[_option_out(words, one) for one in question.options],
        none_label=words.text(question.none_label),
        not_sure_label=words.text(question.not_sure_label),
        unit=question.unit,
        minimum=question.minimum,
        maximum=question.maximum,
    )


def _option_out(words: Words, option: Option) -> OptionOut:
    label, heading, hint = words.texts((option.label, option.heading, option.hint))
    return OptionOut(id=option.id, label=label, heading=heading, hint=hint)


EXPLAINED = (
    "findings",
    "conditions",
    "red_flags",
    "workup",
    "home_care",
    "exercises",
    "anatomy",
    "families",
    "sources",
)


def _explained(words: Words, knowledge: KnowledgeBase, shelf: str, id: str) -> JSONResponse:
    known = shelf_called(shelf)
    record = getattr(knowledge, known).get(id) if known in EXPLAINED else None
    if record is None:
        return _faulty(404, [Fault(f"{shelf}/{id}"[:80], 0, f"no such record; the shelves are {', '.join(EXPLAINED)}")])
    return JSONResponse(plain(record, words))


async def _problem(_request: Request, error: Exception) -> JSONResponse:
    status = next((status for kind, status in STATUS.items() if isinstance(error, kind)), 422)
    return _faulty(status, error.faults if isinstance(error, CaseError) else [Fault("", 0, str(error))])


async def _misshapen(_request: Request, error: Exception) -> JSONResponse:
    """What doesn't fit the described shape, by place; what was sent is not repeated."""
    found = error.errors() if isinstance(error, RequestValidationError) else ()
    return _faulty(422, [Fault(".".join(map(str, one["loc"])), 0, str(one["msg"])) for one in found])


async def _refused(_request: Request, error: Exception) -> JSONResponse:
    """What the framework itself refuses: an unknown address, another method."""
    status = error.status_code if isinstance(error, HTTPException) else 400
    headers = error.headers if isinstance(error, HTTPException) else None
    return _faulty(status, [Fault("", 0, str(getattr(error, "detail", "")))], headers)


def _broken(_request: Request) -> JSONResponse:
    return _faulty(500, [Fault("", 0, say("trouble.broken_bare"))])


def _faulty(status: int, faults: Iterable[Fault], headers: Mapping[str, str] | None = None) -> JSONResponse:
    told = [{"where": fault.where, "line": fault.line, "message": fault.message} for fault in faults]
    return JSONResponse({"faults": told}, status, headers=headers)
