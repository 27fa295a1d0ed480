"""One person: from answers to findings, urgency, causes, tests and a plan. Pure: no clock, chance, disk or network."""

from midback.engine.assess import Assessment, assess
from midback.engine.case import Case, Response, Responses, case_from
from midback.engine.interview import Step, ask_next
from midback.engine.triage import Triage, triage

__all__ = [
    "Assessment",
    "Case",
    "Response",
    "Responses",
    "Step",
    "Triage",
    "ask_next",
    "assess",
    "case_from",
    "triage",
]
