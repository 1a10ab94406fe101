"""`civic summary check|publish NUMBER`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from flask.cli import with_appcontext

from civic.database import Refusal, writing

if TYPE_CHECKING:
    from civic.summaries.models import SummaryDraft


def add_to(cli: click.Group) -> None:
    cli.add_command(summary)


@click.group()
def summary() -> None:
    """The summary of a docket's comments."""


@summary.command()
@click.argument("number")
@click.option("--json", "as_json", is_flag=True)
@with_appcontext
def check(number: str, as_json: bool) -> None:
    """Say which publish checks the draft fails. Exit 4 when any does."""
    from civic.cli import REFUSED, answer
    from civic.summaries.queries import failures_of, study

    draft = _draft(number)
    found = failures_of(draft, study(draft.docket))
    rows = [{"sentence": failure.sentence, "check": failure.check.value, "words": failure.words} for failure in found]
    lines = [f"{'sentence ' + str(row['sentence']) if row['sentence'] else 'summary'}\t{row['check']}\t{row['words']}" for row in rows]
    answer(rows, as_json, "\n".join(lines) or f"Every check passes for {len(draft.sentences)} sentences.")
    if found:
        raise click.exceptions.Exit(REFUSED)


@summary.command()
@click.argument("number")
@click.option("--approver", required=True, help="E-mail of the account that approves; it must not have written any of it.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--json", "as_json", is_flag=True)
@with_appcontext
def publish(number: str, approver: str, yes: bool, as_json: bool) -> None:
    """Publish the checked draft, as approved by a second person."""
    from civic.cli import answer
    from civic.people.queries import account_by_email
    from civic.permissions import Role
    from civic.summaries.publishing import publish_summary

    if not yes:
        click.confirm(f"This makes the summary of {number} public. Continue?", abort=True, err=True)
    with writing():
        person = account_by_email(approver)
        if person is None or Role.APPROVER not in person.role_names:
            raise Refusal("No approver has this e-mail.")
        made = publish_summary(_draft(number), by=person)
        n = made.n
    answer({"docket": number, "n": n}, as_json, f"Summary {n} of {number} is public.")


def _draft(number: str) -> SummaryDraft:
    from civic.dockets.queries import docket_numbered
    from civic.summaries.queries import draft_of

    docket = docket_numbered(number)
    if docket is None:
        raise Refusal(f"There is no docket {number}.")
    draft = draft_of(docket)
    if draft is None:
        raise Refusal(f"No summary of {number} is being written.")
    return draft
