"""A key for each visit, random ids for accounts, a chained trail, and how urgent a visit is.

What is here already is sealed anew on the way: each visit's rows under its own key, bound to author and time; each
account under a random id, and whoever names it follows.
"""

import json
from collections import defaultdict
from collections.abc import Callable
from secrets import token_hex
from typing import Any

import sqlalchemy as sa
from alembic import context, op

from midback.records.cipher import Unreadable
from midback.records.house import House, make_house
from midback.records.sealed import counts_sealed, key_of, make_key, place
from midback.records.tables import Moment
from midback.records.trail import begin_trail

revision = "a0004"
down_revision = "a0003"
branch_labels = None
depends_on = None

WRITTEN = ("answers", "examinations", "decisions")
NAMING = ("sessions", "cases", "examinations", "decisions", "audit")


def upgrade() -> None:
    """Make the tables and columns, then seal anew."""
    _tables()
    connection, cipher = op.get_bind(), context.config.attributes["cipher"]
    house = make_house(connection, cipher)
    ids: dict[str, str] = defaultdict(lambda: token_hex(16))
    _rename_accounts(connection, cipher, house, ids)
    for encounter in _column(connection, "SELECT key FROM encounters"):
        _seal_visit(connection, cipher, encounter, ids)
    _move_names(connection, ids)
    connection.execute(sa.text("DELETE FROM attempts"))
    begin_trail(connection, house)


def downgrade() -> None:
    """There is no way back: what has a key of its own isn't sealed with the server's again."""
    raise NotImplementedError("restore a backup from before instead")


def _tables() -> None:
    op.create_table(
        "secrets",
        sa.Column("name", sa.String(20), primary_key=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    if op.get_bind().dialect.name != "sqlite":  # there it is in a file of its own, made when the database is opened
        op.create_table(
            "visit_keys",
            sa.Column("encounter", sa.String(64), primary_key=True),
            sa.Column("sealed", sa.LargeBinary, nullable=False),
            sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        )
    op.add_column("encounters", sa.Column("counts", sa.LargeBinary))
    op.add_column("encounters", sa.Column("urgency_sealed", sa.LargeBinary))
    op.add_column("accounts", sa.Column("named", sa.String(64)))
    op.create_index("ix_accounts_named", "accounts", ["named"], unique=True)
    for name in ("about", "chain"):
        op.add_column("audit", sa.Column(name, sa.String(64), nullable=False, server_default=""))


def _rename_accounts(connection: sa.Connection, cipher: Any, house: House, ids: dict[str, str]) -> None:
    for id, sealed, added in connection.execute(sa.text("SELECT id, sealed, added FROM accounts")).all():
        text = cipher.open(_bytes(sealed), "accounts", id)
        new = {
            "id": ids[id],
            "named": house.digest("name", json.loads(text)["name"].casefold()),
            "sealed": cipher.seal(text, "accounts", ids[id]),
            "added": added,
        }
        connection.execute(
            sa.text("INSERT INTO accounts (id, named, sealed, added) VALUES (:id, :named, :sealed, :added)"), new
        )


def _seal_visit(connection: sa.Connection, cipher: Any, encounter: str, ids: dict[str, str]) -> None:
    own = _key(connection, cipher, encounter)
    counts = {table: _seal_rows(connection, table, encounter, ids, cipher.open, own.seal) for table in WRITTEN}
    connection.execute(
        sa.text("UPDATE encounters SET counts = :counts WHERE key = :key"),
        {"counts": counts_sealed(own, encounter, counts), "key": encounter},
    )


def _key(connection: sa.Connection, cipher: Any, encounter: str) -> Any:
    """With SQLite the keys were made, and written to their file, before this began."""
    if connection.dialect.name == "sqlite":
        return key_of(connection, cipher, encounter)
    begun = connection.execute(
        sa.text("SELECT begun FROM encounters WHERE key = :key").columns(begun=Moment), {"key": encounter}
    ).scalar_one()
    return make_key(connection, cipher, encounter, begun)


def _seal_rows(
    connection: sa.Connection,
    table: str,
    encounter: str,
    ids: dict[str, str],
    opened: Callable[..., str],
    seal: Callable[..., bytes],
) -> int:
    account = "'' AS account" if table == "answers" else "account"
    query = f"SELECT number, sealed, at, {account} FROM {table} WHERE encounter = :key ORDER BY number"  # noqa: S608 - our own names
    found = connection.execute(sa.text(query).columns(at=Moment), {"key": encounter}).all()
    change = sa.text(f"UPDATE {table} SET sealed = :sealed WHERE encounter = :key AND number = :number")  # noqa: S608 - our own names
    for row in found:
        try:
            text = opened(_bytes(row.sealed), table, encounter, str(row.number))
        except Unreadable:
            continue  # as unreadable as before, and deleted with its visit
        by = ids[row.account] if row.account else ""
        sealed = seal(text, *place(table, encounter, row.number, row.at, by))
        connection.execute(change, {"sealed": sealed, "key": encounter, "number": row.number})
    return len(found)


def _move_names(connection: sa.Connection, ids: dict[str, str]) -> None:
    """Also those of accounts that were removed: their ids were digests of names."""
    for table in NAMING:
        for old in _column(connection, f"SELECT DISTINCT account FROM {table}"):  # noqa: S608 - our own names
            change = sa.text(f"UPDATE {table} SET account = :new WHERE account = :old")  # noqa: S608 - our own names
            connection.execute(change, {"new": ids[old], "old": old})
    connection.execute(sa.text("DELETE FROM accounts WHERE named IS NULL"))


def _column(connection: sa.Connection, query: str) -> list[str]:
    return list(connection.execute(sa.text(query)).scalars())


def _bytes(sealed: bytes | memoryview) -> bytes:
    return bytes(sealed)
