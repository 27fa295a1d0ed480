"""The clinician's side: signing in, the desk, a case with its examination."""

__all__ = [
    "account",
    "at_desk",
    "case",
    "case_page",
    "cases",
    "device",
    "examination",
    "sign_in",
    "sign_in_page",
    "typed",
]
