"""Encounters and answers."""

import sqlalchemy as sa
from alembic import op

revision = "a0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the first tables."""
    op.create_table(
        "encounters",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("profile", sa.String(40), nullable=False),
        sa.Column("setting", sa.String(20), nullable=False),
        sa.Column("content_version", sa.String(16), nullable=False),
        sa.Column("begun", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=False),
        sa.Column("concluded", sa.DateTime(timezone=True)),
    )
    op.create_index("ix_encounters_ends", "encounters", ["ends"])
    op.create_table(
        "answers",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("encounter", sa.String(64), sa.ForeignKey("encounters.key", ondelete="CASCADE"), nullable=False),
        sa.Column("question", sa.String(60), nullable=False),
        sa.Column("response", sa.Text),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("answers_by_encounter", "answers", ["encounter", "number"])


def downgrade() -> None:
    """Remove them."""
    op.drop_table("answers")
    op.drop_table("encounters")
