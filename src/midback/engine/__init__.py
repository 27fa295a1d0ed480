"""One person: from answers to findings, urgency, causes, tests and a plan. Pure: no clock, chance, disk or network."""

from midback.engine.assessment import Assessment, assess
from midback.engine.case import Case, case_from
from midback.engine.interview import Step, ask_next
from midback.engine.red_flags import Triage, triage
from midback.engine.said import Responses, Said

__all__ = [
    "Assessment",
    "Case",
    "Responses",
    "Said",
    "Step",
    "Triage",
    "ask_next",
    "assess",
    "case_from",
    "triage",
]
