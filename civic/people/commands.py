"""`civic user add`: an account with a role; the password is made here and shown once."""

from __future__ import annotations

import secrets

import click
from flask.cli import with_appcontext

from civic.database import writing
from civic.permissions import Role


def add_to(cli: click.Group) -> None:
    cli.add_command(user)


@click.group()
def user() -> None:
    """Accounts of staff, officials and representatives."""


@user.command()
@click.argument("email")
@click.option("--name", required=True, help="As colleagues see it.")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@with_appcontext
def add(email: str, name: str, role: str) -> None:
    """Open an account. The first sign-in asks to set up an authenticator."""
    from civic.people.actions import open_account

    password = secrets.token_urlsafe(15)
    with writing():
        open_account(name, email, password, Role(role))
    click.echo(password)
    click.echo("This password is shown once. Sign in with it and set up the authenticator.", err=True)
