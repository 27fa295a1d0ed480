"""How much a finding would tell about the cause, worked out as far as it can be before anybody is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2
from operator import mul


@dataclass(frozen=True, slots=True)
class Information:
    """A finding's share and uncertainty in the causes that list it, each beside those in everybody else.

    `places` are those causes' in the written order.
    """

    places: tuple[int, ...]
    shares: tuple[float, ...]
    entropies: tuple[float, ...]
    background: float

    def bits(self, probabilities: Sequence[float]) -> float:
        """Mutual information between the finding and the cause, in bits; probabilities in the written order."""
        held = [probabilities[place] for place in self.places]
        overall: float = self.background + sum(map(mul, held, self.shares))
        within: float = entropy(self.background) + sum(map(mul, held, self.entropies))
        return entropy(overall) - within


def entropy(share: float) -> float:
    """The uncertainty of yes or no, in bits."""
    return -sum(part * log2(part) for part in (share, 1 - share) if part > 0)


def information_of(given: Mapping[str, float], background: float, order: Sequence[str]) -> Information:
    """For a finding with these shares by condition, and this one in all others."""
    places = {id: place for place, id in enumerate(order)}
    beside = entropy(background)
    return Information(
        tuple(places[id] for id in given),
        tuple(share - background for share in given.values()),
        tuple(entropy(share) - beside for share in given.values()),
        background,
    )
