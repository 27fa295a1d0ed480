"""Cited works, as frozen records."""

from dataclasses import dataclass
from enum import StrEnum

from midback.terms import Confirmed


class SourceType(StrEnum):
    """What kind of work a source is."""

    AUDIT = "audit"
    CASE_CONTROL = "case_control"
    CASE_CROSSOVER = "case_crossover"
    CASE_REPORT = "case_report"
    COHORT = "cohort"
    CONSENSUS_FRAMEWORK = "consensus_framework"
    CRITERIA = "criteria"
    ESTIMATE = "estimate"
    EXPERIMENTAL = "experimental"
    GUIDANCE = "guidance"
    GUIDELINE = "guideline"
    MEMORY = "memory"
    META_ANALYSIS = "meta_analysis"
    OUTCOME_MEASURE = "outcome_measure"
    PATIENT_PAGE = "patient_page"
    RCT = "rct"
    REFERENCE_PAGE = "reference_page"
    RELIABILITY = "reliability"
    REVIEW = "review"
    SCOPING_REVIEW = "scoping_review"
    SECONDARY_PAGE = "secondary_page"
    SYSTEMATIC_REVIEW = "systematic_review"
    TERMINOLOGY = "terminology"
    TRIAGE_SYSTEM = "triage_system"


@dataclass(frozen=True, slots=True)
class Source:
    """A cited work. `seen` says how far the editors read it."""

    id: str
    title: str
    year: int
    link: str
    type: SourceType
    seen: Confirmed
    authors: str = ""
