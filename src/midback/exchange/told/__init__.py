"""What is told about one case, decided once for every door: pages, paper, terminal, plain text, JSON."""

from midback.exchange.told.limits import SHORT, USUAL, WHOLE, Limits
from midback.exchange.told.shares import band, of_100, share_of
from midback.exchange.told.tell import Told, tell
from midback.exchange.told.telling import Visit
from midback.exchange.told.tree import Group, Item, Kind, Section, Share, View
from midback.terms import Address

__all__ = [
    "SHORT",
    "USUAL",
    "WHOLE",
    "Address",
    "Group",
    "Item",
    "Kind",
    "Limits",
    "Section",
    "Share",
    "Told",
    "View",
    "Visit",
    "band",
    "of_100",
    "share_of",
    "tell",
]
