"""`civic docket list` and `civic docket show NUMBER`."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from civic.database import Refusal
from civic.dockets.queries import all_dockets, docket_numbered


def add_to(cli: click.Group) -> None:
    cli.add_command(docket)


@click.group()
def docket() -> None:
    """Dockets of this installation."""


@docket.command("list")
@with_appcontext
def list_() -> None:
    """Every docket, drafts too, newest number first."""
    for each in all_dockets():
        click.echo(f"{each.number}\t{'public' if each.is_public else 'draft'}\t{each.title}")


@docket.command()
@click.argument("number")
@with_appcontext
def show(number: str) -> None:
    """One docket: its title and its text versions with their digests."""
    found = docket_numbered(number)
    if found is None:
        raise Refusal(f"There is no docket {number}.")
    click.echo(f"{found.number} {found.title}")
    for version in found.versions:
        click.echo(f"version {version.n}\t{version.label.value}\t{version.digest.hex()}{'  withdrawn' if version.withdrawal else ''}")
