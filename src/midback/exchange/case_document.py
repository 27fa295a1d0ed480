"""A case as it was written, in JSON or YAML, by the strict reader of either. What is JSON is read as JSON alone."""

from midback import strict_json, strict_yaml
from midback.document import Document
from midback.errors import CaseError, Fault
from midback.text_gate import utf8

LARGEST = 100_000
"""Bytes of one case; the longest published one has under 2,000."""
JSON_ENDING = ".json"


def case_document(data: bytes | str, where: str) -> Document:
    """The data of a case with the line of each value. Raises CaseError with every fault of its writing.

    A name that ends in .json stands for JSON; otherwise what begins with a brace and is no JSON may still be YAML.
    """
    if len(data) > LARGEST:
        raise CaseError([Fault(where, 0, f"is larger than {LARGEST:,} bytes; a case is one person, written out")])
    document = _read(utf8(data, where) if isinstance(data, bytes) else data, where)
    if document.faults:
        raise CaseError(document.faults)
    return document


def _read(text: str, where: str) -> Document:
    is_named_json = where.lower().endswith(JSON_ENDING)
    if not is_named_json and not text.lstrip("\ufeff \t\r\n").startswith("{"):
        return strict_yaml.read(text, where)
    document = strict_json.read_document(text, where)
    if document.data is not None or is_named_json:
        return document
    other = strict_yaml.read(text, where)
    return document if other.data is None else other
