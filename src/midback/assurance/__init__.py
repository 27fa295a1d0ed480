"""How we know: proofs over the rules, validation on cases, what a change moves, what is due for review."""

__all__ = [
    "answering",
    "calibration",
    "calms",
    "freshness",
    "impact",
    "ladders",
    "misses",
    "numbers",
    "population",
    "proof",
    "proofs",
    "proportion",
    "simulation",
    "statements",
    "symbols",
    "validation",
]
