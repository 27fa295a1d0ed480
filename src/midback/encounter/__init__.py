"""The visit and what belongs to it: answers, links, clinicians' accounts and their desk. The only writer of records."""

from midback.encounter.accounts import Account, Accounts, MustWait, SignedOut, SignInRefused, open_accounts
from midback.encounter.clinic import Clinic
from midback.encounter.desk import Audited, Desk
from midback.encounter.desk_case import Decision, DeskCase, Entry, Examination
from midback.encounter.place import check_up_place, data_folder, default_url, place_file
from midback.encounter.sharing import SHARED_DAYS, Holder, NotShared, Shared, SharedLink, Sharing
from midback.encounter.standing import Listed, Listing, Standing
from midback.encounter.trail import Act
from midback.encounter.trail_reading import Trail, TrailLine, open_trail
from midback.encounter.visit import (
    KEPT,
    LONGEST,
    Encounter,
    Encounters,
    Opened,
    Visit,
    delete_unopened,
    open_encounters,
)

Shares = Sharing  # its name until now, for one release: a share is a proportion

__all__ = [
    "KEPT",
    "LONGEST",
    "SHARED_DAYS",
    "Account",
    "Accounts",
    "Act",
    "Audited",
    "Clinic",
    "Decision",
    "Desk",
    "DeskCase",
    "Encounter",
    "Encounters",
    "Entry",
    "Examination",
    "Holder",
    "Listed",
    "Listing",
    "MustWait",
    "NotShared",
    "Opened",
    "Shared",
    "SharedLink",
    "Shares",
    "Sharing",
    "SignInRefused",
    "SignedOut",
    "Standing",
    "Trail",
    "TrailLine",
    "Visit",
    "check_up_place",
    "data_folder",
    "default_url",
    "delete_unopened",
    "open_accounts",
    "open_encounters",
    "open_trail",
    "place_file",
]
