"""`civic ledger verdicts FILE`: the verdicts of a downloaded ledger, computed again."""

from __future__ import annotations

import sys
from typing import BinaryIO

import click

from civic.consultation.recomputing import UNREADABLE, exit_code, read_ledger, recomputed, told


class Unreadable(click.ClickException):
    exit_code = UNREADABLE


def add_to(cli: click.Group) -> None:
    cli.add_command(ledger)


@click.group()
def ledger() -> None:
    """Who was asked: the published evidence and its verdicts."""


@ledger.command()
@click.argument("file", type=click.File("rb"))
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def verdicts(file: BinaryIO, as_json: bool) -> None:
    """Compute the verdicts of FILE again, and say where they differ from those that the page showed. Needs no database."""
    from civic.cli import answer

    try:
        result = recomputed(read_ledger(file.read()))
    except ValueError as error:
        raise Unreadable(f"{file.name}: {error}") from error
    answer(result, as_json, told(result))
    sys.exit(exit_code(result))
