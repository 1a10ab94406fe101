"""`civic theme agreement NUMBER`: how far two readers agree; `civic theme recount`."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from civic.database import Refusal


def add_to(cli: click.Group) -> None:
    cli.add_command(theme)


@click.group()
def theme() -> None:
    """Themes of a docket's comments."""


@theme.command()
@click.argument("number")
@click.option("--json", "as_json", is_flag=True)
@with_appcontext
def agreement(number: str, as_json: bool) -> None:
    """Krippendorff's alpha of the comments that two people sorted."""
    from civic.cli import answer
    from civic.dockets.queries import docket_numbered
    from civic.themes.compared import agreement_on

    docket = docket_numbered(number)
    if docket is None:
        raise Refusal(f"There is no docket {number}.")
    found = agreement_on(docket)
    left = f" Left out, because the words or themes changed between the readings: {found.left_out}." if found.left_out else ""
    if found.alpha is None:
        answer(vars(found), as_json, f"No figure yet: {found.comments} of {found.readable} comments were read twice.{left}")
    else:
        answer(vars(found), as_json, f"Krippendorff's alpha {found.alpha:.2f}, from {found.comments} of {found.readable} comments read twice.{left}")


@theme.command("recount")
@click.option("--compare", is_flag=True, help="Change nothing; say where what is kept differs from the comments and what was found in them.")
@with_appcontext
def recount_themes(compare: bool) -> None:
    """Work out anew what is still to be sorted, and which comments stand under each theme."""
    from civic.cli import recount_and_say
    from civic.themes.counting import differences, recount

    recount_and_say(differences, recount, compare=compare, equal_to="what was found in the comments")
