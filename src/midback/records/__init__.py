"""What happened: encounters and their answers, encrypted, in SQLite by default and PostgreSQL beyond."""

from midback.records.accounts import AccountStore, StoredAccount, StoredSession
from midback.records.cipher import Cipher, Unreadable, new_key, read_keys
from midback.records.clinic import ClinicStore, StoredCase
from midback.records.database import Database, sqlite_file
from midback.records.passwords import fits, hashed, outdated
from midback.records.sealed import Full, Gone, Row
from midback.records.shares import ShareStore, StoredShare
from midback.records.store import Answered, Store, Stored
from midback.records.trail import Break, Noted, TrailStore

__all__ = [
    "AccountStore",
    "Answered",
    "Break",
    "Cipher",
    "ClinicStore",
    "Database",
    "Full",
    "Gone",
    "Noted",
    "Row",
    "ShareStore",
    "Store",
    "Stored",
    "StoredAccount",
    "StoredCase",
    "StoredSession",
    "StoredShare",
    "TrailStore",
    "Unreadable",
    "fits",
    "hashed",
    "new_key",
    "outdated",
    "read_keys",
    "sqlite_file",
]
