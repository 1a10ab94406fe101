"""``civic …``: each command calls an action, then commits once. Data on stdout, everything else on stderr."""

from __future__ import annotations

import importlib
import json
import re
import sys
from collections.abc import Callable
from typing import Any

import click
from flask import Flask
from flask.cli import FlaskGroup
from flask_migrate import Migrate, downgrade, upgrade
from sqlalchemy.exc import DatabaseError

from civic import DOMAINS, HERE, create_app, find
from civic.database import NotFound, Refusal, db, writing
from civic.dockets.workflows.reading import WorkflowFault

OK, FAILED, USAGE, NOT_FOUND, REFUSED, PARTIAL, INTERRUPTED = 0, 1, 2, 3, 4, 5, 130
MIGRATIONS = find("migrations")
NO_TABLES = re.compile(r"no such (table|column)|^(relation|column) .* does not exist")  # as SQLite and PostgreSQL say it


def application() -> Flask:
    app = create_app()
    Migrate(app, db, directory=str(MIGRATIONS), render_as_batch=True)
    return app


@click.group(cls=FlaskGroup, create_app=application, add_default_commands=False, add_version_option=False)
def cli() -> None:
    """Civic: publish a proposed law, hear everyone, and keep the record."""


@cli.group("db")
def database() -> None:
    """The database's own upkeep."""


@database.command("upgrade")
def db_upgrade() -> None:
    """Bring the database to this version's tables."""
    migrate_up()
    click.echo("The database is up to date.", err=True)


@database.command("downgrade")
@click.argument("revision")
@click.option("--yes", is_flag=True, help="Do not ask.")
def db_downgrade(revision: str, yes: bool) -> None:
    """Go back to an earlier revision; tables made since are dropped with their rows."""
    if not yes:
        click.confirm(f"This drops every table made after {revision}. Continue?", abort=True, err=True)
    downgrade(directory=str(MIGRATIONS), revision=revision)
    click.echo(f"The tables are at {revision}.", err=True)


def migrate_up() -> None:
    upgrade(directory=str(MIGRATIONS))


def answer(data: Any, as_json: bool, sentence: str, warnings: list[str] | None = None) -> None:
    """One shape for every command: a sentence, or the envelope of --json."""
    if as_json:
        click.echo(json.dumps({"ok": True, "data": data, "warnings": warnings or []}, default=str))
        return
    click.echo(sentence)
    for warning in warnings or []:
        click.echo(warning, err=True)


def recount_and_say(differences: Callable[[], list[str]], recount: Callable[[], None], *, compare: bool, equal_to: str) -> None:
    """For what triggers keep: a line for each difference on stdout; written anew, unless it is only compared, which then fails."""
    with writing():
        found = differences()
        if found and not compare:
            recount()
    for line in found:
        click.echo(line)
    counted = f"{len(found)} {'difference' if len(found) == 1 else 'differences'}{'' if compare else '; counted anew'}."
    click.echo(counted if found else f"Equal to {equal_to}.", err=True)
    if found and compare:
        raise SystemExit(FAILED)


for _name in DOMAINS:
    if (HERE / _name / "commands.py").exists():
        importlib.import_module(f"civic.{_name}.commands").add_to(cli)


def main() -> None:
    try:
        cli.main(standalone_mode=False)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.Abort:
        sys.exit(INTERRUPTED)
    except click.UsageError as error:
        error.show()
        sys.exit(USAGE)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except WorkflowFault as fault:
        click.echo(str(fault), err=True)
        sys.exit(FAILED)
    except Refusal as refusal:
        click.echo(refusal.sentence, err=True)
        sys.exit(NOT_FOUND if isinstance(refusal, NotFound) else REFUSED)
    except DatabaseError as error:
        if not NO_TABLES.search(str(error.orig)):
            raise
        click.echo("The tables of this version are not there yet. Make them with `civic db upgrade`, or start Civic once with `civic serve`.", err=True)
        sys.exit(FAILED)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    sys.exit(OK)
