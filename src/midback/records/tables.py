"""The tables. Answers are only ever added: a correction is a later row, so that nothing said is lost.

An encounter's key is a digest of the token in the person's hands: whoever reads the database can't
pose as them.
"""

from sqlalchemy import Column, DateTime, ForeignKey, Index, Integer, MetaData, String, Table, Text

metadata = MetaData()

encounters = Table(
    "encounters",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("profile", String(40), nullable=False),
    Column("setting", String(20), nullable=False),
    Column("content_version", String(16), nullable=False),
    Column("begun", DateTime(timezone=True), nullable=False),
    Column("ends", DateTime(timezone=True), nullable=False, index=True),
    Column("concluded", DateTime(timezone=True)),
)

answers = Table(
    "answers",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("encounter", String(64), ForeignKey("encounters.key", ondelete="CASCADE"), nullable=False),
    Column("question", String(60), nullable=False),
    Column("response", Text),
    Column("at", DateTime(timezone=True), nullable=False),
    Index("answers_by_encounter", "encounter", "number"),
)
