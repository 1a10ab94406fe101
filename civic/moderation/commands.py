"""`civic moderation recount`."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from civic.database import writing
from civic.moderation.counting import differences, recount


def add_to(cli: click.Group) -> None:
    cli.add_command(moderation)


@click.group()
def moderation() -> None:
    """What is decided about comments."""


@moderation.command("recount")
@click.option("--compare", is_flag=True, help="Change nothing; say where the kept counts differ from the decisions.")
@with_appcontext
def recount_decisions(compare: bool) -> None:
    """Count the decisions anew for /how/moderation."""
    with writing():
        found = differences()
        if found and not compare:
            recount()
    for line in found:
        click.echo(line)
    counted = f"{len(found)} {'difference' if len(found) == 1 else 'differences'}{'' if compare else '; counted anew'}."
    click.echo(counted if found else "Equal to the decisions.", err=True)
    if found and compare:
        raise SystemExit(1)
