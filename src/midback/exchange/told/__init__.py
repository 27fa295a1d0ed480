"""What is told about one case, decided once for every door: pages, paper, terminal, plain text, JSON."""

from midback.exchange.told.fits import PARTLY, WELL, fit_of
from midback.exchange.told.limits import SHORT, USUAL, WHOLE, Limits
from midback.exchange.told.shares import MOST, band, of_100, share_of, whole_of_100
from midback.exchange.told.tell import Told, tell
from midback.exchange.told.telling import Circumstances
from midback.exchange.told.tree import Group, Item, Kind, Section, Share, View
from midback.terms import Address

Visit = Circumstances  # its name until now, for one release: a visit is what an encounter opens

__all__ = [
    "MOST",
    "PARTLY",
    "SHORT",
    "USUAL",
    "WELL",
    "WHOLE",
    "Address",
    "Circumstances",
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
    "fit_of",
    "of_100",
    "share_of",
    "tell",
    "whole_of_100",
]
