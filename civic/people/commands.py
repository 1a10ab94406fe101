"""`civic user add` and `civic user invite`: an account with a password shown once, or a link to make one."""

from __future__ import annotations

import secrets

import click
from flask.cli import with_appcontext

from civic.database import writing
from civic.people.first_run import setup
from civic.permissions import Role


def add_to(cli: click.Group) -> None:
    cli.add_command(user)
    cli.add_command(setup)


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


@user.command()
@click.argument("email")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--office", default=None, help="Title of the office that the person will hold or draft for.")
@with_appcontext
def invite(email: str, role: str, office: str | None) -> None:
    """Invite a person: prints a link that works once, for a week, and puts it into the outbox."""
    from civic.people import invitations
    from civic.people.queries import office_titled

    with writing():
        place = office_titled(office) if office else None
        if office and place is None:
            raise click.ClickException(f"There is no office titled {office}. Enter it at /staff/people first.")
        link = invitations.invite(email, Role(role), office=place)[1]
    click.echo(link)
    click.echo("Whoever has this link opens the account. It works once.", err=True)
