"""Answers encrypted, each with its question. Those that are here already are encrypted on the way."""

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import context, op

revision = "a0002"
down_revision = "a0001"
branch_labels = None
depends_on = None

BATCH = 500


def upgrade() -> None:
    """Copy the answers into a new table and drop the readable one, rather than leave its rows to be cleaned up."""
    sealed = op.create_table(
        "sealed_answers",
        sa.Column("encounter", sa.String(64), sa.ForeignKey("encounters.key", ondelete="CASCADE"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    rows = _encrypted(_readable())
    while batch := [row for row, _ in zip(rows, range(BATCH), strict=False)]:
        op.bulk_insert(sealed, batch)
    op.drop_table("answers")
    op.rename_table("sealed_answers", "answers")


def downgrade() -> None:
    """There is no way back: what is encrypted isn't written readable again."""
    raise NotImplementedError("restore a backup from before instead")


def _readable() -> Sequence[Any]:
    query = "SELECT encounter, question, response, at FROM answers ORDER BY encounter, number"
    typed = sa.text(query).columns(
        encounter=sa.String, question=sa.String, response=sa.Text, at=sa.DateTime(timezone=True)
    )
    return op.get_bind().execute(typed).all()


def _encrypted(rows: Sequence[Any]) -> Iterator[dict[str, Any]]:
    cipher = context.config.attributes["cipher"]
    for encounter, given in groupby(rows, key=lambda row: row.encounter):
        for number, row in enumerate(given):
            text = json.dumps({"question": row.question, "response": row.response})
            place = ("answers", encounter, str(number))
            yield {"encounter": encounter, "number": number, "sealed": cipher.seal(text, *place), "at": row.at}
