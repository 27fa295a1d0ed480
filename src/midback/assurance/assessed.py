"""A case whose answer is known, as Midback assesses it."""

from midback.engine import Assessment, assess
from midback.exchange.case_file import CaseFile, load_case
from midback.knowledge import KnowledgeBase


def assessed(knowledge: KnowledgeBase, id: str, file: CaseFile, *, history_only: bool) -> Assessment:
    """With what a patient can know, or with examination and tests as well. Raises CaseError for a faulty file."""
    loaded = load_case(file.model_dump(exclude_unset=True, mode="json"), id, knowledge, history_only=history_only)
    return assess(knowledge, loaded.case, examined=loaded.examined)
