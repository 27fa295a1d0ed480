"""Other people's formats, and our own on paper: pure translations of cases and assessments."""

__all__ = [
    "about",
    "case_document",
    "case_file",
    "denial",
    "numerals",
    "own_words",
    "phrases_heard",
    "plain",
    "report",
    "said",
    "summary",
    "told",
    "told_out",
]
