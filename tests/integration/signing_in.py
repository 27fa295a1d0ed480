"""A clinician who signs in, and whoever fails to."""

import pytest
from sqlalchemy import text

from midback.encounter import Accounts, SignInRefused
from midback.records import Database

NAME, PASSWORD, WRONG = "Dr Ada Byron", "three quiet herons", "three loud herons"


def fail(accounts: Accounts, times: int, name: str = NAME) -> None:
    for _ in range(times):
        with pytest.raises(SignInRefused, match="don't belong together"):
            accounts.sign_in(name, WRONG)


def count(database: Database, table: str) -> int:
    with database.read() as connection:
        return len(connection.execute(text(f"select 1 from {table}")).all())  # noqa: S608 - our own names
