"""`midback user`: the accounts of clinicians, kept by whoever runs the server."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from midback.cli.layout import facts, show
from midback.words import english, say

if TYPE_CHECKING:
    from midback.encounter import Account, Accounts

users = typer.Typer(
    help=say("user.help"),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["--help", "-h"]},
)

Name = Annotated[str, typer.Argument(metavar="NAME", help=say("user.name"))]


@users.command("add", help=say("user.help_add"))
def add(name: Name) -> None:
    """Ask for a password twice, and add an account. A password is never an argument: others could read it."""
    with _accounts() as accounts:
        account = accounts.add(name, _password())
    typer.echo(say("user.added", name=account.name))


@users.command("list", help=say("user.help_list"))
def list_all() -> None:
    """List the accounts."""
    with _accounts() as accounts:
        rows = [_row(account) for account in accounts.listed()]
    show([facts(rows)] if rows else [say("user.nobody")])


def _row(account: "Account") -> tuple[str, str]:
    name = account.name or say("user.unreadable")
    return name, say("user.since", day=account.added.astimezone().date())


@users.command("remove", help=say("user.help_remove"))
def remove(name: Name, yes: Annotated[bool, typer.Option("--yes", "-y", help=say("user.yes"))] = False) -> None:
    """Remove an account, if that is meant."""
    if not yes and not typer.confirm(say("user.sure", name=name)):
        typer.echo(say("user.kept"))
        return
    with _accounts() as accounts:
        accounts.remove(name)
    typer.echo(say("user.removed", name=name))


@users.command("password", help=say("user.help_password"))
def password(name: Name) -> None:
    """Ask for a password twice, and give it to an account."""
    with _accounts() as accounts:
        accounts.set_password(name, _password())
    typer.echo(say("user.password_changed", name=name))


@users.command("sign-out", help=say("user.help_sign_out"))
def sign_out(name: Name) -> None:
    """End every session of an account."""
    with _accounts() as accounts:
        ended = accounts.end_sessions(name)
    typer.echo(english().count("user.signed_out", ended, name=name))


def _password() -> str:
    while True:
        first = typer.prompt(say("user.password"), hide_input=True)
        if first == typer.prompt(say("user.again"), hide_input=True):
            return str(first)
        typer.echo(say("user.different"), err=True)


@contextmanager
def _accounts() -> Iterator["Accounts"]:
    from midback.encounter import open_accounts  # brings the database along

    accounts = open_accounts()
    try:
        yield accounts
    finally:
        accounts.close()
