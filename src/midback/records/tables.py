"""The tables. What is said is only ever added: a correction is a later row, so that nothing said is lost.

An encounter's key is a digest of the token in the person's hands: whoever reads the database can't
pose as them. The same holds for shares and sessions. What was said is in columns called `sealed`, encrypted.
Rows that belong to an encounter go with it; only the audit trail, which says nothing of a person, stays.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    TypeDecorator,
)

metadata = MetaData()


class Moment(TypeDecorator[datetime]):
    """A time in UTC. SQLite gives back no zone; all that is written is UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Write in UTC."""
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Read as UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _of_encounter(**more: Any) -> Column[str]:
    return Column("encounter", String(64), ForeignKey("encounters.key", ondelete="CASCADE"), nullable=False, **more)


def _of_account(**more: Any) -> Column[str]:
    return Column("account", String(64), ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False, **more)


encounters = Table(
    "encounters",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("profile", String(40), nullable=False),
    Column("setting", String(20), nullable=False),
    Column("content_version", String(16), nullable=False),
    Column("begun", Moment, nullable=False),
    Column("ends", Moment, nullable=False, index=True),
    Column("concluded", Moment),
    Column("counts", LargeBinary),
    Column("urgency_sealed", LargeBinary),
)

visit_keys = Table(
    "visit_keys",
    metadata,
    Column("encounter", String(64), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("made", Moment, nullable=False),
)
"""The key of each encounter, sealed with the server's. With SQLite it is in a file of its own, which has no log."""

secrets = Table(
    "secrets",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)
"""The house key, sealed with the server's; and the end of the trail."""

answers = Table(
    "answers",
    metadata,
    _of_encounter(primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("at", Moment, nullable=False),
)

shares = Table(
    "shares",
    metadata,
    Column("key", String(64), primary_key=True),
    _of_encounter(index=True),
    Column("made", Moment, nullable=False),
    Column("ends", Moment, nullable=False),
    Column("revoked", Moment),
    Column("opened", Integer, nullable=False, server_default="0"),
)

accounts = Table(
    "accounts",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("named", String(64), index=True, unique=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("added", Moment, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("key", String(64), primary_key=True),
    _of_account(index=True),
    Column("begun", Moment, nullable=False),
    Column("latest", Moment, nullable=False),
    Column("ends", Moment, nullable=False, index=True),
)

attempts = Table(
    "attempts",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("account", String(64), nullable=False, index=True),
    Column("ends", Moment, nullable=False, index=True),
)

cases = Table(
    "cases",
    metadata,
    _of_encounter(primary_key=True),
    _of_account(primary_key=True, index=True),
    Column("opened", Moment, nullable=False),
)

examinations = Table(
    "examinations",
    metadata,
    _of_encounter(primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("account", String(64), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("at", Moment, nullable=False),
)

decisions = Table(
    "decisions",
    metadata,
    _of_encounter(primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("account", String(64), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("at", Moment, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("account", String(64), nullable=False),
    Column("encounter", String(64), nullable=False, index=True),
    Column("act", String(20), nullable=False),
    Column("at", Moment, nullable=False),
    Column("ends", Moment, nullable=False, index=True),
    Column("about", String(64), nullable=False, server_default=""),
    Column("chain", String(64), nullable=False, server_default=""),
)

ENDING = (encounters, sessions, attempts)
"""Tables whose rows are deleted when their time has ended; the trail is forgotten from its oldest line on."""
