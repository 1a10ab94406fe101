"""`civic record rebuild`."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from civic.comments.replay import differences, replay, write_again
from civic.database import NotFound, Refusal, writing
from civic.dockets.models import Docket
from civic.dockets.queries import docket_numbered, published_dockets


def add_to(cli: click.Group) -> None:
    _group(cli, "record", "The public record.").add_command(rebuild)


@click.command()
@click.argument("number", required=False)
@click.option("--compare", is_flag=True, help="Change nothing; say where what is kept differs from the record.")
@with_appcontext
def rebuild(number: str | None, compare: bool) -> None:
    """Make the faces and counts of one docket, or of all, again from the record."""
    wrong = 0
    for docket in _dockets(number):
        found = _compared(docket) if compare else _rebuilt(docket)
        wrong += len(found)
        for line in found:
            click.echo(f"{docket.number}\t{line}")
        click.echo(f"{docket.number}: " + (f"{len(found)} differences." if found else "equal to the record."), err=True)
    if wrong and compare:
        raise SystemExit(1)


def _dockets(number: str | None) -> list[Docket]:
    if number is None:
        return published_dockets()
    found = docket_numbered(number)
    if found is None:
        raise NotFound(f"There is no docket {number}.")
    return [found]


def _compared(docket: Docket) -> list[str]:
    return differences(docket, replay(docket))


def _rebuilt(docket: Docket) -> list[str]:
    """What was put right; words whose openings do not fit their leaf are never written over anything."""
    number = docket.number
    with writing():
        docket = _dockets(number)[0]
        made = replay(docket)
        if made.problems:
            raise Refusal("\n".join(made.problems))
        found = differences(docket, made)
        write_again(docket, made)
    return found


def _group(cli: click.Group, name: str, about: str) -> click.Group:
    """The group of that name, made if no other domain made it before."""
    found = cli.commands.get(name)
    if not isinstance(found, click.Group):
        found = click.Group(name, help=about)
        cli.add_command(found)
    return found
