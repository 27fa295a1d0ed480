"""What happened: encounters and their answers, encrypted, in SQLite by default and PostgreSQL beyond."""

from midback.records import private
from midback.records.accounts import AccountStore, StoredAccount, StoredSession
from midback.records.address import sqlite_file
from midback.records.checkup import Checkup, check_up
from midback.records.cipher import Cipher, Unreadable, new_key, read_keys
from midback.records.clinic import ClinicStore, StoredCase
from midback.records.database import Database
from midback.records.faults import (
    Away,
    Busy,
    Clash,
    Damaged,
    DiskFull,
    Exposed,
    Failing,
    Misfit,
    Newer,
    NoDatabase,
    NoFolder,
    ReadOnly,
    StoreError,
    WrongAddress,
)
from midback.records.looking import looked_at
from midback.records.passwords import RETRY_SECONDS, Crowded, apart, fits, hashed, outdated, stand_in
from midback.records.sealed import Full, Gone, Moved, Row
from midback.records.shares import ShareStore, StoredHolder, StoredShare
from midback.records.standing import NewStanding, StandingStore, StoredStanding, noted_text
from midback.records.store import Answered, Store, Stored
from midback.records.trail import Break, Noted, TrailStore
from midback.records.unopened import forget_in

__all__ = [
    "RETRY_SECONDS",
    "AccountStore",
    "Answered",
    "Away",
    "Break",
    "Busy",
    "Checkup",
    "Cipher",
    "Clash",
    "ClinicStore",
    "Crowded",
    "Damaged",
    "Database",
    "DiskFull",
    "Exposed",
    "Failing",
    "Full",
    "Gone",
    "Misfit",
    "Moved",
    "NewStanding",
    "Newer",
    "NoDatabase",
    "NoFolder",
    "Noted",
    "ReadOnly",
    "Row",
    "ShareStore",
    "StandingStore",
    "Store",
    "StoreError",
    "Stored",
    "StoredAccount",
    "StoredCase",
    "StoredHolder",
    "StoredSession",
    "StoredShare",
    "StoredStanding",
    "TrailStore",
    "Unreadable",
    "WrongAddress",
    "apart",
    "check_up",
    "fits",
    "forget_in",
    "hashed",
    "looked_at",
    "new_key",
    "noted_text",
    "outdated",
    "private",
    "read_keys",
    "sqlite_file",
    "stand_in",
]
