"""What happened: encounters and their answers, in SQLite by default and PostgreSQL beyond."""

from midback.records.store import Answered, Store, Stored

__all__ = ["Answered", "Store", "Stored"]
