"""`civic cities …`: the files about other cities. Checking one needs no installation."""

from __future__ import annotations

import json
from pathlib import Path

import click

from civic.database import Refusal
from civic.dockets.cities.checking import parsed
from civic.dockets.cities.reading import SHIPPED, as_city
from civic.dockets.cities.topics import TOPICS
from civic.dockets.commands_common import tell


@click.group()
def cities() -> None:
    """What other cities wrote into laws of this kind."""


@cities.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE…")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def check(files: tuple[Path, ...], as_json: bool) -> None:
    """Say what is wrong with a city's file, by line and field. Without FILE, the files that come with Civic."""
    checked, faults = [], []
    for path in files or sorted(SHIPPED.glob("*.toml")):
        data, found = parsed(path)
        faults += found
        if not found:
            city = as_city(path.stem, data)
            unknown = [topic for topic in TOPICS if city.fact(topic).state == "unknown"]
            checked.append({"file": path.name, "name": city.name, "facts": len(TOPICS) - len(unknown), "unknown": unknown, "sources": len(city.sources)})
    if faults:
        if as_json:
            click.echo(json.dumps({"ok": False, "data": {"faults": [vars(fault) for fault in faults], "sound": checked}, "warnings": []}))
            raise click.exceptions.Exit(4)
        raise Refusal("\n".join(str(fault) for fault in faults))
    tell({"sound": checked}, as_json, "\n".join(f"{row['file']}: sound. {row['name']}, {row['facts']} of {len(TOPICS)} questions answered, {row['sources']} sources." for row in checked))
