"""The clinician's side: signing in, the desk, a case with its examination."""

__all__ = ["account", "desk", "device", "examination", "sign_in"]
