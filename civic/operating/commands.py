from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

PLACE = click.Path(path_type=Path)


def add_to(cli: click.Group) -> None:
    cli.add_command(backup)
    cli.add_command(restore)
    cli.add_command(check)


@click.command()
@click.argument("target", type=PLACE)
@click.option("--without-keys", is_flag=True, help="Leave the keys out: keep them in another place.")
@click.option("--yes", is_flag=True, help="Replace what is at the target.")
@with_appcontext
def backup(target: Path, without_keys: bool, yes: bool) -> None:
    """Copy database, keys and files into a folder or a .tar file, while the site runs."""
    from civic.operating.backup import make_backup

    manifest = make_backup(target.absolute(), with_keys=not without_keys, overwrite=yes)
    size = sum(file["size"] for file in manifest["files"].values())
    click.echo(f"{target}: {len(manifest['files'])} files, {size:,} bytes.")
    if not without_keys:
        click.echo("It holds the keys of everything sealed: encrypt it and keep it as you keep the server.", err=True)


@click.command()
@click.argument("source", type=PLACE)
@click.option("--yes", is_flag=True, help="Replace the installation in the data folder.")
def restore(source: Path, yes: bool) -> None:
    """Put a backup into the data folder (CIVIC_DATA). Stop Civic first."""
    from civic import load_settings
    from civic.operating.restore import restore_backup

    settings = load_settings().from_environment()
    manifest = restore_backup(source.absolute(), settings, overwrite=yes)
    click.echo(f"Restored the backup of {manifest['made_at']} into {settings.data}.")
    if not manifest["keys"]:
        click.echo("It came without keys: put the folder keys and secret.key there before you start.", err=True)
    click.echo("Next: civic db upgrade, then start Civic.", err=True)


@click.command()
@click.option("--ask", is_flag=True, help="Also ask the site at its public address, through the proxy.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@with_appcontext
def check(ask: bool, as_json: bool) -> None:
    """Say whether the installation is as it should be. Nothing is changed; exit code 1 if something must be mended."""
    from civic.cli import FAILED, MIGRATIONS, OK, answer
    from civic.operating.checking import BAD, WARNING, asked_from_outside, findings

    settings = current_app.config["CIVIC"]
    found = findings(settings, MIGRATIONS) + ([asked_from_outside(settings)] if ask else [])
    marks = {BAD: "MEND ", WARNING: "NOTE "}
    answer([asdict(each) for each in found], as_json, "\n".join(f"{marks.get(each.state, 'ok   ')}{each.words}" for each in found))
    sys.exit(FAILED if any(each.state == BAD for each in found) else OK)
