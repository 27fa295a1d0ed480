"""Other people's formats, and our own on paper: pure translations of cases and assessments."""
