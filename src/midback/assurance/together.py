"""Findings that come together, as in life: whoever has one complaint of a kind has others of it more often.

Written apart from the ranking, which knows nothing of it but the groups that it damps: here findings of one sheet go
together, and all symptoms and signs with how ill somebody is. Each is as common as before; only who has it differs.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from midback.knowledge import KnowledgeBase
from midback.knowledge.base import FindingKind

BY_SHEET = 0.3
BY_ILLNESS = 0.1
"""Of the spread of a finding, the part that it shares with its sheet and with all complaints (0–1). estimate: items of
symptom lists correlate by 0.2 to 0.4 within a field and by about 0.1 across fields."""


def together(knowledge: KnowledgeBase, count: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """A number (0–1) for each person and finding, the lower the sooner they have it; even over people."""
    findings = list(knowledge.findings.values())
    sheets = sorted({finding.topic for finding in findings})
    place = np.array([sheets.index(finding.topic) for finding in findings])
    complaint = np.array([finding.kind in (FindingKind.SYMPTOM, FindingKind.SIGN) for finding in findings])
    by_illness = np.where(complaint, BY_ILLNESS, 0.0)
    shared = (
        np.sqrt(BY_SHEET) * rng.standard_normal((count, len(sheets)))[:, place]
        + np.sqrt(by_illness) * rng.standard_normal((count, 1))
        + np.sqrt(1 - BY_SHEET - by_illness) * rng.standard_normal((count, len(findings)))
    )
    return np.asarray(ndtr(shared))
