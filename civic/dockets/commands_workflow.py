"""`civic workflow list | check`: the files along which matters move."""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import OperationalError

from civic.clock import now, today
from civic.database import db
from civic.dockets.commands_common import tell
from civic.dockets.importing.legistar import LegistarMatter, read_matter
from civic.dockets.importing.replay import has_full_roll_call, replayed
from civic.dockets.importing.result import ImportRefused
from civic.dockets.workflows.reading import WorkflowFault, read_file
from civic.dockets.workflows.shelf import every_workflow, workflow_holding
from civic.people.policy import policy


@click.group()
def workflow() -> None:
    """How matters may move: workflow files of the software and of this city."""


@workflow.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@with_appcontext
def list_(as_json: bool) -> None:
    """Every workflow that a matter can follow; the chosen one is marked."""
    rows = [{"key": one.key, "version": one.version, "holds_from": one.holds_from.isoformat(), "name": one.name["en"], "chosen": one.key == policy("workflow")} for one in every_workflow()]
    tell({"workflows": rows}, as_json, "\n".join(f"{'*' if r['chosen'] else ' '} {r['key']}\tversion {r['version']} from {r['holds_from']}\t{r['name']}" for r in rows))


@workflow.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def check(file: Path, as_json: bool) -> None:
    """Whether a file can be used, and everything that is wrong with it. Needs no installation."""
    try:
        found = read_file(file)
    except WorkflowFault as fault:
        tell({"file": file.name, "faults": fault.faults}, as_json, "\n".join(fault.faults))
        raise SystemExit(1) from fault
    data = {"file": file.name, "key": found.key, "version": found.version, "states": list(found.states), "faults": []}
    tell(data, as_json, f"{found.key}, version {found.version}: {len(found.states)} states, from {found.holds_from.isoformat()}. It can be used.")


@workflow.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--along", default="new-york", show_default=True, help="The workflow that the histories are walked along.")
@click.option("--seats", type=int, default=51, show_default=True, help="Seats of the full council on the days of its votes.")
@click.option("--all", "everything", is_flag=True, help="Matters without a roll call of the full council too.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@with_appcontext
def replay(file: Path, along: str, seats: int, everything: bool, as_json: bool) -> None:
    """Walk real histories along a workflow: how many come to the end that their file records, and why each other one does not.

    FILE is one Legistar matter (.json) or one per line (.jsonl, .jsonl.gz). Nothing is repaired and nothing is kept.
    """
    until = _day()
    flow = workflow_holding(along, until)
    if flow is None:
        raise click.UsageError(f"There is no workflow {along}. See: civic workflow list")
    matters = [matter for matter in _matters(file) if everything or has_full_roll_call(matter)]
    found = [replayed(matter, flow, seats=seats, until=until) for matter in matters]
    lost = [one for one in found if not one.arrived]
    data = {
        "workflow": flow.key, "version": flow.version, "matters": len(found), "arrived": len(found) - len(lost),
        "states": dict(Counter(one.state for one in found)), "not_arrived": [{"file": one.file, "state": one.state, "reason": one.reason} for one in lost],
    }  # fmt: skip
    tell(data, as_json, f"{data['arrived']} of {data['matters']} matters come along {flow.key} to the end that their file records.", [f"{one.file}: {one.reason}" for one in lost])


def _day() -> date:
    """Today in the city; where there is no installation, in UTC."""
    try:
        return today()
    except OperationalError:
        db.session.rollback()
        return now().date()


def _matters(file: Path) -> Iterator[LegistarMatter]:
    content = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    for line in [content] if file.suffix == ".json" else content.splitlines():
        if line.strip():
            try:
                yield read_matter(line)[0]
            except ImportRefused as error:
                raise click.ClickException(f"{file.name}: {error}") from error
