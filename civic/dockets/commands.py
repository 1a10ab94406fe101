"""`civic docket …`: the same steps as on the clerk's pages. Publishing commands say what will change and want --yes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from civic.database import NotFound, Refusal, writing
from civic.dockets.actions import create_docket, take_text
from civic.dockets.commands_cities import cities
from civic.dockets.commands_common import clerk, found_docket, tell
from civic.dockets.commands_publishing import check, close, extend, past_window, publish
from civic.dockets.commands_workflow import workflow
from civic.dockets.importing.result import ImportedText
from civic.dockets.matters import take_matter
from civic.dockets.models import Docket
from civic.dockets.queries import all_dockets, docket_numbered, draft_text_of
from civic.dockets.sources import NAMES, format_of
from civic.dockets.texts import read_source


def add_to(cli: click.Group) -> None:
    cli.add_command(docket)
    cli.add_command(workflow)
    cli.add_command(cities)


@click.group()
def docket() -> None:
    """Dockets of this installation."""


docket.add_command(publish)
docket.add_command(extend)
docket.add_command(close)
docket.add_command(past_window)
docket.add_command(check)


@docket.command("list")
@with_appcontext
def list_() -> None:
    """Every docket, drafts too, newest number first."""
    for each in all_dockets():
        click.echo(f"{each.number}\t{'public' if each.is_public else 'draft'}\t{each.title}")


@docket.command()
@click.argument("number")
@with_appcontext
def show(number: str) -> None:
    """One docket: its title and its text versions with their digests."""
    found = found_docket(number)
    click.echo(f"{found.number} {found.title}")
    for version in found.versions:
        click.echo(f"version {version.n}\t{version.label.value}\t{version.digest.hex()}{'  withdrawn' if version.withdrawal else ''}")


@docket.command()
@click.argument("number")
@click.option("--title", required=True, help="What people call the matter.")
@click.option("--summary", default="", help="The summary in plain words.")
@click.option("--archive", is_flag=True, help="It holds a comment window that is over; see `civic docket past-window`.")
@click.option("--by", "email", help="The clerk's account that stands in the record; without it, the system.")
@click.option("--dry-run", is_flag=True, help="Say what would be done and keep nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@with_appcontext
def create(number: str, title: str, summary: str, archive: bool, email: str | None, dry_run: bool, as_json: bool) -> None:
    """A draft docket without a text."""
    if docket_numbered(number) is not None:
        raise Refusal(f"Docket {number} exists already.")
    if not dry_run:
        with writing():
            create_docket(number, title, plain_summary=summary, archive=archive, by=clerk(email))
    tell({"number": number, "title": title, "kept": not dry_run}, as_json, f"Draft docket {number}: {title}.{' Nothing was kept.' if dry_run else ''}")


@docket.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--format", "format_", type=click.Choice(sorted(NAMES)), help="If the file's name does not tell.")
@click.option("--docket", "number", default="", help="The docket that takes the text. A Legistar matter makes a new one if there is none.")
@click.option("--seats", type=int, help="Seats of the full council on the days of its votes (Legistar).")
@click.option("--label", type=click.Choice(["draft", "introduced", "substitute", "amended", "enrolled", "codified"]), default="introduced")
@click.option("--by", "email", help="The clerk's account that stands in the record; without it, the system.")
@click.option("--dry-run", is_flag=True, help="Read the file, print its pieces and findings, keep nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@with_appcontext
def import_(file: Path, format_: str | None, number: str, seats: int | None, label: str, email: str | None, dry_run: bool, as_json: bool) -> None:
    """Read a text or a Legistar matter into a draft. A person reads its findings before it can be published."""
    source, kind = file.read_bytes(), NAMES[format_] if format_ else format_of(file.name)
    existing = docket_numbered(number) if number else None
    if kind != "legistar" and existing is None:
        raise NotFound(f"There is no docket {number}. Make it first: civic docket create {number or 'NUMBER'} --title …")
    imported = read_source(source, kind)
    if not dry_run:
        with writing():
            if existing is None:
                found = take_matter(source, name=file.name, number=number, seats=seats, by=clerk(email))
            else:
                found = found_docket(number)
                take_text(found, source, kind, name=file.name, label=label, by=clerk(email))
            number = found.number
            findings = _findings_of(found)
    else:
        findings = [(finding.code.value, str(finding.message)) for finding in imported.findings]
    data = {"number": number or None, "kept": not dry_run, **_described(imported), "findings": [{"code": c, "message": m} for c, m in findings]}
    tell(data, as_json, _sentence(data), [f"{c}: {m}" for c, m in findings])


def _described(imported: ImportedText) -> dict[str, Any]:
    matter = imported.metadata
    data: dict[str, Any] = {"pieces": len(imported.provisions), "sections": sum(p.kind == "section" for p in imported.provisions), "sha256": imported.source_sha256}
    if matter is not None:
        data |= {"file": matter.file, "version": matter.version, "versions_without_text": matter.versions_elsewhere, "sponsors": len(matter.sponsors),  # type: ignore[attr-defined]
                 "history": len(matter.history), "roll_calls": [_counted(step) for step in matter.history if step.votes]}  # type: ignore[attr-defined]  # fmt: skip
    return data


def _counted(step: Any) -> dict[str, Any]:
    options = [vote.option for vote in step.votes]
    return {"body": step.body, "day": str(step.day), "votes": len(options), "yes": options.count("yes"), "no": options.count("no")}


def _sentence(data: dict[str, Any]) -> str:
    lines = [f"{data['pieces']} pieces, {data['sections']} of them sections; {len(data['findings'])} findings."]
    lines += [f"Version {name}: text not in this file." for name in data.get("versions_without_text", [])]
    lines += [f"{vote['body']}, {vote['day']}: {vote['yes']}-{vote['no']}, {vote['votes']} votes." for vote in data.get("roll_calls", [])]
    lines.append(f"Draft docket {data['number']}." if data["kept"] else "Nothing was kept.")
    return "\n".join(lines)


def _findings_of(found: Docket) -> list[tuple[str, str]]:
    draft = draft_text_of(found)
    rows = draft.findings if draft is not None else found.matter.source.get("findings", [])
    return [(row["code"], row["message"]) for row in rows]
