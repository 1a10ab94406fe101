"""`civic search rebuild`: take every public comment into the index anew."""

from __future__ import annotations

import click
from flask.cli import with_appcontext


def add_to(cli: click.Group) -> None:
    cli.add_command(search)


@click.group()
def search() -> None:
    """The index in which people find comments by their words."""


@search.command()
@click.option("--json", "as_json", is_flag=True)
@with_appcontext
def rebuild(as_json: bool) -> None:
    """Empty the index and fill it again. Pages stay up; until it is full they say how many comments are missing."""
    from civic.cli import answer
    from civic.database import writing
    from civic.search.keeping import build_anew, how_many_wait, take_in

    with writing():
        build_anew()
        waiting = how_many_wait()
    taken = 0
    while taken < waiting:
        with writing():  # a part at a time, so that residents can send meanwhile
            done = take_in()
        if not done:
            break
        taken += done
    answer({"comments": taken}, as_json, f"The index holds {taken} comments.")
