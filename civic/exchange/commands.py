"""`civic intake import FILE --docket NUMBER --map …`."""

from __future__ import annotations

import csv
import io
import json
import time
from hashlib import sha256
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from civic.campaigns.models import Attestation
from civic.campaigns.partners import Collected, attestation_of
from civic.database import NotFound, Refusal, writing
from civic.dockets.models import Docket
from civic.dockets.queries import docket_numbered
from civic.exchange.actions import Outcome, begin_import, run_import, try_rows
from civic.exchange.rows import FORMATS, ColumnMap, read_rows
from civic.people.models import Account
from civic.people.queries import account_by_email

INTERRUPTED, PARTIAL = 130, 5


def add_to(cli: click.Group) -> None:
    cli.add_command(intake)


@click.group()
def intake() -> None:
    """Comments that reached the city by other ways."""


@intake.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--docket", "number", required=True, help="The docket that takes them.")
@click.option("--map", "columns", required=True, help="Which column holds what: body=text,received=date,channel=how …")
@click.option("--format", "format_", type=click.Choice(["csv", "jsonl"]), help="If the file's name does not tell.")
@click.option("--channel", default="", help="For every row, where no column tells.")
@click.option("--received", default="", help="The day of receipt of every row, where no column tells.")
@click.option("--language", default="en", help="For every row, where no column tells.")
@click.option("--partner", default="", help="The organization that collected the comments; without it, the city itself did.")
@click.option("--officer", default="", help="Who states for the partner that each person agreed to send these words: name and office.")
@click.option("--agreed", is_flag=True, help="You have this statement in writing.")
@click.option("--by", "email", help="The clerk's account that stands in the record; without it, the system.")
@click.option("--failed", type=click.Path(path_type=Path), help="Where rows that were refused are written.")
@click.option("--dry-run", is_flag=True, help="Try every row and keep nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@with_appcontext
def import_(
    file: Path, number: str, columns: str, format_: str | None, channel: str, received: str, language: str, partner: str, officer: str, agreed: bool,
    email: str | None, failed: Path | None, dry_run: bool, as_json: bool,
) -> None:  # fmt: skip
    """Take in a CSV or JSONL file of comments.

    Running it twice takes nothing twice; a run that was stopped goes on where it stopped. A file that an organization collected
    is only taken in with its statement: --partner, --officer and --agreed, or `civic campaigns attest` before.
    """
    docket, by = _docket(number), _clerk(email)
    collected = Collected(partner.strip(), officer.strip(), agreed)
    collected.check()
    format = format_ or FORMATS.get(file.suffix.lstrip(".").lower(), "csv")
    data = file.read_bytes()
    rows = read_rows(data, format)
    map = ColumnMap.parse(columns, channel=channel, received=received, language=language)
    if dry_run:
        outcome = try_rows(docket.id, rows, map)
    else:
        with writing():
            import_id = begin_import(docket, data, name=file.name, format=format, map=map, collected=collected, by=by).id
        outcome = run_import(import_id, rows, progress=_Line(len(rows)))
    where = _write_failed(outcome, failed or Path(f"{file.stem}.failed.csv"))
    standing = attestation_of(_docket(number), sha256(data).digest())
    click.echo(json.dumps(_envelope(outcome, where, standing)) if as_json else _sentence(outcome, where, standing, dry_run))
    if outcome.failed:
        raise SystemExit(PARTIAL)


class _Line:
    """A line of progress every ten seconds or 5 %, on standard error."""

    def __init__(self, rows: int) -> None:
        self.started, self.told, self.share = time.monotonic(), time.monotonic(), 0.0

    def __call__(self, done: int, rows: int) -> bool:
        at = time.monotonic()
        if done == rows or at - self.told >= 10 or done / rows - self.share >= 0.05:
            left = (at - self.started) / done * (rows - done)
            click.echo(f"import {done}/{rows} {100 * done // rows}% eta {left:.0f}s", err=True)
            self.told, self.share = at, done / rows
        return True


def _sentence(outcome: Outcome, where: Path | None, standing: Attestation | None, dry_run: bool) -> str:
    taken = f"{outcome.taken:,} would be taken" if dry_run else f"{outcome.taken:,} taken"
    text = f"{outcome.rows:,} rows: {taken}, {outcome.held:,} of them held for a check; {outcome.known:,} known before; {len(outcome.failed):,} refused."
    text += f" {standing.partner} stands for the file." if standing else " The city itself collected them." if not dry_run else ""
    return f"{text} Refused rows, with the reason: {where}" if where else text


def _envelope(outcome: Outcome, where: Path | None, standing: Attestation | None) -> dict[str, Any]:
    data = {"rows": outcome.rows, "taken": outcome.taken, "held": outcome.held, "known": outcome.known, "refused": len(outcome.failed)}
    return {"ok": True, "data": data | {"failed_file": str(where) if where else None, "partner": standing.partner if standing else None}, "warnings": []}


def _write_failed(outcome: Outcome, where: Path) -> Path | None:
    if not outcome.failed:
        return None
    where.write_text(failed_rows_csv(outcome.failed), encoding="utf-8")
    return where


def failed_rows_csv(failed: list[dict[str, Any]]) -> str:
    """The refused rows in the file's own columns, after the row's number and the reason, so that they can be mended and imported."""
    names = list(dict.fromkeys(name for row in failed for name in row["values"]))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["row", "reason", *names])
    writer.writerows([row["row"], row["reason"], *(row["values"].get(name, "") for name in names)] for row in failed)
    return out.getvalue()


def _docket(number: str) -> Docket:
    found = docket_numbered(number)
    if found is None:
        raise NotFound(f"There is no docket {number}.")
    return found


def _clerk(email: str | None) -> Account | None:
    if email is None:
        return None
    found = account_by_email(email)
    if found is None or "clerk" not in {role.value for role in found.role_names}:
        raise Refusal("No clerk has this e-mail address.")
    return found


