"""The clinician's side: signing in, the desk, a case with its examination."""
