"""Shares, clinicians' accounts, and what clinicians do with a case."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "a0003"
down_revision = "a0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _shares()
    _accounts()
    for name in ("examinations", "decisions"):
        _entries(name)
    op.create_table(
        "cases",
        _link("encounter", "encounters.key", primary_key=True),
        _link("account", "accounts.id", primary_key=True),
        _moment("opened"),
    )
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("account", sa.String(64), nullable=False),
        sa.Column("encounter", sa.String(64), nullable=False),
        sa.Column("act", sa.String(20), nullable=False),
        _moment("at"),
        _moment("ends"),
    )
    _index("cases", "account")
    _index("audit", "encounter", "ends")


def downgrade() -> None:
    """Remove them."""
    for name in ("audit", "cases", "decisions", "examinations", "attempts", "sessions", "accounts", "shares"):
        op.drop_table(name)


def _shares() -> None:
    op.create_table(
        "shares",
        sa.Column("key", sa.String(64), primary_key=True),
        _link("encounter", "encounters.key"),
        _moment("made"),
        _moment("ends"),
        sa.Column("revoked", sa.DateTime(timezone=True)),
        sa.Column("opened", sa.Integer, nullable=False, server_default="0"),
    )
    _index("shares", "encounter")


def _accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        _moment("added"),
    )
    op.create_table(
        "sessions",
        sa.Column("key", sa.String(64), primary_key=True),
        _link("account", "accounts.id"),
        _moment("begun"),
        _moment("latest"),
        _moment("ends"),
    )
    op.create_table(
        "attempts",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("account", sa.String(64), nullable=False),
        _moment("ends"),
    )
    _index("sessions", "account", "ends")
    _index("attempts", "account", "ends")


def _entries(name: str) -> None:
    op.create_table(
        name,
        _link("encounter", "encounters.key", primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("account", sa.String(64), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        _moment("at"),
    )


def _link(name: str, to: str, **more: Any) -> sa.Column[str]:
    return sa.Column(name, sa.String(64), sa.ForeignKey(to, ondelete="CASCADE"), nullable=False, **more)


def _moment(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(f"ix_{table}_{column}", table, [column])
