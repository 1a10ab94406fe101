"""`civic docket publish | extend | close | check`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext
from flask_babel import gettext as _

from civic.clock import city_zone
from civic.database import Refusal, writing
from civic.dockets.actions import (
    close_docket,
    enter_past_window,
    extend_window,
    publish_docket,
    publish_version,
    read_findings,
)
from civic.dockets.commands_common import clerk, confirm, found_docket, tell
from civic.dockets.lifecycle import OUTCOMES
from civic.dockets.models import Docket
from civic.dockets.queries import draft_text_of
from civic.people.policy import settings_missing

BY = click.option("--by", "email", help="The clerk's account that stands in the record; without it, the system.")
# Further checks of a docket by higher domains: plain values with `name`, `missed` (a list) and `lines` for a person; empty for none.
FURTHER_CHECKS: list[Callable[[Docket], dict[str, Any]]] = []
YES = click.option("--yes", is_flag=True, help="Do not ask.")
DRY = click.option("--dry-run", is_flag=True, help="Say what would be done and keep nothing.")
JSON = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")


@click.command()
@click.argument("number")
@click.option("--note", default="", help="Where the text comes from, shown beside it.")
@click.option("--findings-read", is_flag=True, help="You have read every finding (see `civic docket check`). Needs --by.")
@BY
@YES
@DRY
@JSON
@with_appcontext
def publish(number: str, note: str, findings_read: bool, email: str | None, yes: bool, dry_run: bool, as_json: bool) -> None:
    """Make a docket and its draft text public. What is published never changes."""
    if findings_read and email is None:
        raise click.UsageError("--findings-read needs --by: a person reads findings, not the system.")
    found = found_docket(number)
    draft = draft_text_of(found)
    what = f"version {len(found.versions) + 1} of {number}" if draft else f"docket {number} without a text"
    if not dry_run:
        confirm(f"This publishes {what}.", yes)
        with writing():
            n = _publish(found_docket(number), note, findings_read, clerk(email))
    else:
        n = None
    tell({"number": number, "version": n, "kept": not dry_run}, as_json, f"{'Would publish' if dry_run else 'Published'} {what}.", _problems(found) if dry_run else [])


@click.command()
@click.argument("number")
@click.option("--until", type=click.DateTime(["%Y-%m-%dT%H:%M"]), required=True, help="The new closing time in the city's zone, as 2026-11-02T17:00.")
@click.option("--reason", required=True, help="Why, for everybody to read.")
@BY
@YES
@DRY
@JSON
@with_appcontext
def extend(number: str, until: datetime, reason: str, email: str | None, yes: bool, dry_run: bool, as_json: bool) -> None:
    """Give people more time to comment. Time is never taken away."""
    window = found_docket(number).window
    if window is None:
        raise Refusal(_("Docket %(number)s has no comment window.", number=number))
    closes = until.replace(tzinfo=city_zone())
    if closes <= window.closing:
        raise Refusal(_("A comment window may be extended, never shortened."))
    if not dry_run:
        confirm(f"Comments on {number} close on {until:%Y-%m-%d %H:%M} instead.", yes)
        with writing():
            current = found_docket(number).window
            assert current is not None
            extend_window(current, closes_at=closes, reason=reason, by=clerk(email))
    tell({"number": number, "closes": closes.isoformat(), "kept": not dry_run}, as_json, f"Comments on {number} {'would close' if dry_run else 'close'} on {until:%Y-%m-%d %H:%M}.")


@click.command("past-window")
@click.argument("number")
@click.option("--opened", type=click.DateTime(["%Y-%m-%d"]), required=True, help="First day.")
@click.option("--closed", type=click.DateTime(["%Y-%m-%d"]), required=True, help="Last day; all of it counts.")
@click.option("--source", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=True, help="The file that it is known from.")
@BY
@YES
@DRY
@JSON
@with_appcontext
def past_window(number: str, opened: datetime, closed: datetime, source: Path, email: str | None, yes: bool, dry_run: bool, as_json: bool) -> None:
    """Enter a comment window of an archive that was over before, with the file that it is known from."""
    found_docket(number)
    opens, closes = opened.replace(tzinfo=city_zone()), closed.replace(hour=23, minute=59, second=59, tzinfo=city_zone())
    if not dry_run:
        confirm(f"This enters a window of {number} from {opened:%Y-%m-%d} to {closed:%Y-%m-%d}.", yes)
        with writing():
            enter_past_window(found_docket(number), opened_at=opens, closed_at=closes, source=source.read_bytes(), by=clerk(email))
    data = {"number": number, "opened": opens.isoformat(), "closed": closes.isoformat(), "kept": not dry_run}
    tell(data, as_json, f"Window of {number}: {opened:%Y-%m-%d} to {closed:%Y-%m-%d}.{' Nothing was kept.' if dry_run else ''}")


@click.command()
@click.argument("number")
@click.option("--outcome", type=click.Choice(sorted(OUTCOMES)), required=True, help="How it ended.")
@BY
@YES
@DRY
@JSON
@with_appcontext
def close(number: str, outcome: str, email: str | None, yes: bool, dry_run: bool, as_json: bool) -> None:
    """Close a docket whose matter has ended. Everything stays readable."""
    found_docket(number)
    if not dry_run:
        confirm(f"This closes docket {number} as {outcome}.", yes)
        with writing():
            close_docket(found_docket(number), outcome=outcome, by=clerk(email))
    tell({"number": number, "outcome": outcome, "kept": not dry_run}, as_json, f"Docket {number} {'would be' if dry_run else 'is'} closed: {outcome}.")


@click.command()
@click.argument("number")
@JSON
@with_appcontext
def check(number: str, as_json: bool) -> None:
    """What still stands in the way of publishing, whether every published text fits its fingerprint, and whether the vote is ready."""
    found = found_docket(number)
    problems = _problems(found)
    draft = draft_text_of(found)
    findings = [f"{'read' if f['read'] else 'to read'}\t{f['code']}\t{f['message']}" for f in draft.findings] if draft else []
    further = [made for ask in FURTHER_CHECKS if (made := ask(found))]
    lines = [line for made in further for line in made.pop("lines")]
    sentence = "\n".join([*findings, *problems]) or f"Docket {number} is in order."
    data = {"number": number, "problems": problems, "findings": draft.findings if draft else []} | {made.pop("name"): made for made in further}
    tell(data, as_json, "\n".join([sentence, *lines]))
    if problems or any(made["missed"] for made in further):
        raise SystemExit(1)


def _publish(found: Docket, note: str, findings_read: bool, by: Any) -> int | None:
    draft = draft_text_of(found)
    if draft is None:
        publish_docket(found, by=by)
        return None
    if findings_read:
        read_findings(draft, list(range(len(draft.findings))), by=by)
    return publish_version(found, note=note, by=by).n


def _problems(found: Docket) -> list[str]:
    rows = [f"The city's setting “{setting.label}” is missing." for setting in settings_missing()] if not found.is_public else []
    if not found.plain_summary:
        rows.append("There is no summary in plain words.")
    draft = draft_text_of(found)
    if draft is not None and (unread := [f for f in draft.findings if not f["read"]]):
        rows.append(f"{len(unread)} findings are not read yet.")
    for version in found.versions:
        if sha256(version.text.encode()).digest() != version.digest:
            rows.append(f"Version {version.n} does not fit its fingerprint.")
        if "".join(p.text for p in version.provisions) != version.text:
            rows.append(f"The sections of version {version.n} do not add up to its text.")
    return rows
