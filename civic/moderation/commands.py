"""`civic moderation recount`."""

from __future__ import annotations

import click
from flask.cli import with_appcontext


def add_to(cli: click.Group) -> None:
    cli.add_command(moderation)


@click.group()
def moderation() -> None:
    """What is decided about comments."""


@moderation.command("recount")
@click.option("--compare", is_flag=True, help="Change nothing; say where the kept counts differ from the decisions.")
@with_appcontext
def recount_decisions(compare: bool) -> None:
    """Count the decisions anew for /how/moderation, and find the places of the queue."""
    from civic.cli import recount_and_say
    from civic.moderation import counting, places

    def recount() -> None:
        counting.recount()
        places.recount()

    recount_and_say(lambda: counting.differences() + places.differences(), recount, compare=compare, equal_to="the decisions")
