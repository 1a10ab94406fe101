"""``find``: families of near-identical texts in a CSV, JSON Lines or plain file. The same in ``civic campaigns find``."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any

import click

from civic.campaigns.finding.campaigns import Result, as_json, find_campaigns

TEXTS = ("text", "body", "comment", "comment_text", "words", "text comment", "comment text", "content", "message")
IDS = ("id", "number", "name", "document id", "comment_id", "tracking number", "key")
SIDES = ("stance", "side", "position")
AS_SIDE = {"support": "support", "for": "support", "pro": "support", "yes": "support", "oppose": "oppose", "against": "oppose", "con": "oppose", "no": "oppose"}


@click.command("find")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--text", help="Column or field with the words. Left out: the first of text, body, comment, words …")
@click.option("--id", "key", help="Column that names each row. Left out: id or number, else the row's number from 1.")
@click.option("--stance", help="Column with each author's stance (support, oppose). Left out: stance, if there is one.")
@click.option("--law", type=click.Path(exists=True, dir_okay=False, path_type=Path), multiple=True, help="A text that everybody may quote, such as the law itself.")
@click.option("--json", "in_json", is_flag=True, help="Families, members, labels, slots and possibly related pairs as JSON.")
def find(file: Path, text: str | None, key: str | None, stance: str | None, law: tuple[Path, ...], in_json: bool) -> None:
    """Find families of near-identical texts in FILE (.csv, .jsonl, .json, or plain text with one text in each line)."""
    rows = _rows(file)
    if not rows:
        raise click.UsageError("The file has no rows.")
    words = _column(rows, text, TEXTS, must=True)
    named, side = _column(rows, key, IDS), _column(rows, stance, SIDES)
    ids = [str(row.get(named) or n) if named else str(n) for n, row in enumerate(rows, start=1)]
    if len(set(ids)) < len(ids):
        ids = [str(n) for n in range(1, len(rows) + 1)]
        click.echo("The ids are not all different, so rows are named by their number from 1.", err=True)
    sides = [AS_SIDE.get(str(row.get(side or "") or "").strip().lower(), "") for row in rows] if side else None
    result = find_campaigns([str(row.get(words or "") or "") for row in rows], sides, law=[path.read_text("utf-8") for path in law])
    click.echo(json.dumps(as_json(result, ids), ensure_ascii=False) if in_json else _in_words(result, ids))


def main() -> None:
    group = click.Group("campaigns", help="Families of near-identical texts, without a database.")
    group.add_command(find)
    group.main(prog_name="python -m civic.campaigns")


def _rows(file: Path) -> list[dict[str, Any]]:
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    content = file.read_text("utf-8-sig", errors="replace")
    if file.suffix == ".jsonl":
        found = [json.loads(line) for line in content.splitlines() if line.strip()]
    elif file.suffix == ".json":
        found = json.loads(content)
    elif file.suffix in (".csv", ".tsv"):
        found = list(csv.DictReader(content.splitlines(keepends=True), delimiter="\t" if file.suffix == ".tsv" else ","))
    else:
        found = [line for line in content.splitlines() if line.strip()]
    return [row if isinstance(row, dict) else {"text": row} for row in found]


def _column(rows: list[dict[str, Any]], named: str | None, usual: tuple[str, ...], *, must: bool = False) -> str | None:
    columns = [column for column in rows[0] if column is not None]
    if named is not None:
        if named not in columns:
            raise click.UsageError(f"There is no column {named!r}. Columns: {', '.join(columns)}")
        return named
    lower = {column.strip().lower(): column for column in columns}
    found = next((lower[name] for name in usual if name in lower), None)
    if found is None and must:
        raise click.UsageError(f"Say with --text which column holds the words. Columns: {', '.join(columns)}")
    return found


def _in_words(result: Result, ids: list[str]) -> str:
    lines = [f"{len(ids)} texts, {len(result.families)} families, {sum(len(one.members) for one in result.families)} texts in them."]
    for n, one in enumerate(result.families, start=1):
        lines.append(f"{n}. {one.kind}, {len(one.members)} texts, letter {ids[one.template]}: {', '.join(ids[place] for place in one.members[:12])}" + (" …" if len(one.members) > 12 else ""))
    lines.append(f"{len(result.possibly_related)} pairs are possibly related; a person decides.")
    return "\n".join(lines)
