"""`civic demo seed`: fills an empty installation with the fictional city."""

from __future__ import annotations

import time

import click
import sqlalchemy as sa
from flask.cli import with_appcontext

from civic.database import Refusal, db


def add_to(cli: click.Group) -> None:
    cli.add_command(demo)


@click.group()
def demo() -> None:
    """The demonstration: a fictional city and illustrative law."""


@demo.command()
@with_appcontext
def seed() -> None:
    """Load the demonstration into an empty installation."""
    from civic.demonstration.loader import load_demonstration
    from civic.people.models import Account

    if db.session.scalar(sa.select(sa.func.count()).select_from(Account)):
        raise Refusal("This installation is not empty. The demonstration loads only into an empty data folder.")
    began = time.monotonic()
    load_demonstration(lambda words: click.echo(f"  {words}", err=True))
    click.echo(f"The demonstration is loaded ({time.monotonic() - began:.1f} s).", err=True)
