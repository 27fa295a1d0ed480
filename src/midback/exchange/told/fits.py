"""How well a group of causes fits, in words: for a person, who gains nothing from a number that is an estimate."""

WELL = 0.4
PARTLY = 0.1
"""The least probability (0–1) of a group that fits well, and that fits partly. estimate: from two in five on it leads
whatever else there is, and below one in ten a visit would seldom begin with it."""


def fit_of(probability: float) -> str:
    """`well`, `partly` or `less`, for a group's probability (0–1)."""
    if probability >= WELL:
        return "well"
    return "partly" if probability >= PARTLY else "less"
