"""How we know: proofs over the rules, validation on cases, what a change moves, what is due for review."""

__all__ = [
    "answering",
    "calibration",
    "calms",
    "facts",
    "freshness",
    "impact",
    "ladders",
    "misses",
    "numbers",
    "population",
    "proof",
    "proofs",
    "proportion",
    "reach",
    "simulation",
    "solving",
    "statements",
    "symbols",
    "validation",
]
