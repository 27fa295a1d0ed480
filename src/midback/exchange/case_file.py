"""A case as a YAML or JSON file: findings by id, or answers by question, and what is expected of it.

The format is described in docs/reference/case-files.md; its JSON Schema is `case_file_schema()`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from midback.document import Document
from midback.engine import Case, Responses, Said, case_from
from midback.errors import CaseError, Fault
from midback.exchange.about import visit_of
from midback.exchange.case_document import case_document
from midback.exchange.numerals import NumberRefused, read_number, written
from midback.exchange.told import Circumstances
from midback.knowledge import DEFAULT_PROFILE, KnowledgeBase
from midback.knowledge.base import QuestionKind
from midback.knowledge.known_ids import AGE, DURATION_DAYS, FEMALE, PAIN_NOW, PAIN_WORST
from midback.terms import Setting, Sex

NOT_SURE = "not_sure"
NONE = "none"


def _in_one_way(value: object) -> object:
    """A number written as text, as every door reads it; others are left to be checked."""
    if isinstance(value, bool):
        raise ValueError("needs a number; true and false are none")
    return read_number(value) if isinstance(value, str) else value


Number = Annotated[float, Field(allow_inf_nan=False), BeforeValidator(_in_one_way)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Expectation(_Strict):
    """What is known of the right answer, for validation."""

    urgency_min: str | None = None
    """The least urgent level that two raters accept."""
    urgency_max: str | None = None
    """The most urgent level that two raters accept."""
    urgency_min_history: str | None = None
    """The least accepted when only the history is known."""
    urgency_max_history: str | None = None
    """The most accepted when only the history is known."""
    conditions: tuple[str, ...] = ()
    """The true cause, or the conditions that its published name covers."""


class CaseFile(_Strict):
    """One person. What is named neither present nor absent is unknown."""

    title: str = ""
    source: str = ""
    note: str = ""
    age: Number | None = Field(None, ge=0, le=120)
    """Age in years."""
    sex: Sex | None = None
    """Sex at birth."""
    setting: Setting = Setting.COMMUNITY
    profile: str = DEFAULT_PROFILE
    duration_days: Number | None = Field(None, ge=0, le=36500)
    """How long the pain has lasted, in days."""
    pain_now: Number | None = Field(None, ge=0, le=10)
    pain_worst: Number | None = Field(None, ge=0, le=10)
    """The worst pain, 0–10."""
    vitals: Mapping[str, Number] = {}
    """Measured by a clinician: temperature (°C), heart_rate, systolic_bp, respiratory_rate, oxygen_saturation (%)."""
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    """Findings asked and not known; the same as leaving them out, said aloud."""
    answers: Mapping[str, Any] = {}
    """Answers by question id: an option, a list of options, a number, not_sure, or none."""
    expect: Expectation = Expectation()


@dataclass(frozen=True, slots=True)
class LoadedCase:
    """A case ready to assess, and its file. `examined`: it holds what only a clinician could know."""

    file: CaseFile
    case: Case
    examined: bool
    visit: Circumstances
    """Who it is about and what they weren't sure of, for telling; without a day."""


def read_case(
    data: bytes | str, where: str, knowledge: KnowledgeBase, *, profile: str | None = None, history_only: bool = False
) -> LoadedCase:
    """Read a case file, JSON or YAML. Raises CaseError with every fault, each with its line and what would be right."""
    document = case_document(data, where)
    return load_case(document.data, where, knowledge, profile=profile, history_only=history_only, document=document)


def load_case(
    data: object,
    where: str,
    knowledge: KnowledgeBase,
    *,
    profile: str | None = None,
    history_only: bool = False,
    document: Document | None = None,
) -> LoadedCase:
    """Read a case from plain data. `history_only` leaves out what only a clinician could know.

    Raises CaseError with every fault.
    """
    document = document or Document(where, data)
    file, faults = _file(document.data, document)
    responses, unread = _responses(file.answers, knowledge)
    try:
        case = _case(file, responses, unread, knowledge, profile, history_only)
    except CaseError as error:
        raise CaseError([*faults, *(_placed(fault, document) for fault in error.faults)]) from None
    if faults:
        raise CaseError(faults)
    examined = bool(file.vitals) or not knowledge.clinician_only.isdisjoint(case.findings)
    visit = visit_of(knowledge, case, responses, on=None, unknown=file.unknown)
    return LoadedCase(file, case, examined and not history_only, visit)


def case_file_schema() -> dict[str, Any]:
    """The JSON Schema of a case file."""
    return CaseFile.model_json_schema()


def _file(data: object, document: Document) -> tuple[CaseFile, list[Fault]]:
    """The case, and the faults of the fields that had to be left out of it."""
    if not isinstance(data, dict):
        raise CaseError([Fault(document.where, 1, "must be a mapping, such as `age: 42`")])
    try:
        return CaseFile.model_validate(data), []
    except ValidationError as error:
        found = error.errors()
        sound = {name: value for name, value in data.items() if name not in {one["loc"][0] for one in found}}
        return CaseFile.model_validate(sound), [_fault(one["loc"], one["msg"], document) for one in found]


def _fault(location: tuple[int | str, ...], message: str, document: Document) -> Fault:
    name = ".".join(str(part) for part in location)
    message = message.removeprefix("Value error, ")
    if message == "Extra inputs are not permitted":
        message = f"is not a field of a case; the fields are {', '.join(CaseFile.model_fields)}"
    return Fault(document.where, document.line(location), f"`{name}` {message[:1].lower()}{message[1:]}")


def _case(
    file: CaseFile,
    responses: Responses,
    unread: Sequence[Fault],
    knowledge: KnowledgeBase,
    profile: str | None,
    history_only: bool,
) -> Case:
    faults = [Fault("unknown", 0, f"`{id}` is no finding") for id in file.unknown if id not in knowledge.findings]
    hidden = knowledge.clinician_only if history_only else frozenset()
    sex = {Sex.FEMALE: ({FEMALE}, set()), Sex.MALE: (set(), {FEMALE}), None: (set(), set())}[file.sex]
    try:
        case = case_from(
            knowledge,
            responses=responses,
            present=(set(file.present) | sex[0]) - hidden,
            absent=(set(file.absent) | sex[1]) - hidden,
            quantities=_quantities(file, history_only),
            setting=file.setting,
            profile=profile or file.profile,
        )
    except CaseError as error:
        raise CaseError([*faults, *unread, *error.faults]) from None
    if faults or unread:
        raise CaseError([*faults, *unread])
    return case


def _quantities(file: CaseFile, history_only: bool) -> dict[str, float]:
    told = {
        AGE: file.age,
        DURATION_DAYS: file.duration_days,
        PAIN_NOW: file.pain_now,
        PAIN_WORST: file.pain_worst,
    }
    measured = {} if history_only else dict(file.vitals)
    return {**{id: number for id, number in told.items() if number is not None}, **measured}


def _responses(answers: Mapping[str, Any], knowledge: KnowledgeBase) -> tuple[dict[str, Said], list[Fault]]:
    """What each answer says, and what is wrong with those that say nothing."""
    said: dict[str, Said] = {}
    faults: list[Fault] = []
    for id, answer in answers.items():
        try:
            said[id] = to_response(answer, id, knowledge)
        except CaseError as error:
            faults += error.faults
    return said, faults


def to_responses(answers: Mapping[str, Any], knowledge: KnowledgeBase) -> dict[str, Said]:
    """Every answer as `to_response` reads it. Raises CaseError with the faults of all of them."""
    said, faults = _responses(answers, knowledge)
    if faults:
        raise CaseError(faults)
    return said


def to_response(answer: object, question: str, knowledge: KnowledgeBase) -> Said:
    """An answer as written in a file or sent to the API: an option, a list of them, a number, not_sure or none."""
    known = knowledge.questions.get(question)
    parts = [_part(part, question) for part in (answer if isinstance(answer, list | tuple) else [answer])]
    if parts == [NOT_SURE]:
        return Said(not_sure=True)
    if parts in ([NONE], []):
        return Said()
    if known and known.kind is QuestionKind.NUMBER:
        return Said(number=_number(parts, question))
    chosen = tuple(part if isinstance(part, str) else written(part) for part in parts if part != NOT_SURE)
    return Said(chosen, not_sure=NOT_SURE in parts)


def _part(part: object, question: str) -> str | float:
    if isinstance(part, bool) or not isinstance(part, str | int | float):
        raise CaseError([Fault(f"answers.{question}", 0, f"needs {_FORMS}")])
    return part


_FORMS = "an option, a list of options, a number, not_sure, or none"


def _number(parts: Sequence[str | float], question: str) -> float:
    try:
        (number,) = (read_number(part) if isinstance(part, str) else float(part) for part in parts)
    except NumberRefused as refused:
        raise CaseError([Fault(f"answers.{question}", 0, str(refused))]) from None
    except (ValueError, OverflowError):
        raise CaseError([Fault(f"answers.{question}", 0, "needs one number")]) from None
    return number


def _placed(fault: Fault, document: Document) -> Fault:
    """A fault that names a field, with the file and the field's line."""
    path = tuple(fault.where.split("."))
    line = document.line(path) if document.lines else 0
    named = [path for path in document.lines if path[:1] in (("present",), ("absent",), ("unknown",))]
    for candidate in named:
        if len(candidate) == 2 and f"`{_at(document.data, candidate)}`" in fault.message:
            line = document.line(candidate)
    named_first = f"`{fault.where}` " if path[0] == "answers" else ""
    return Fault(document.where, line, f"{named_first}{fault.message}")


def _at(data: Any, path: tuple[str | int, ...]) -> Any:
    for part in path:
        data = data[part]
    return data
