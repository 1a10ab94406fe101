from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from typing import Any

from flask_babel import gettext as _

from civic.clock import now
from civic.database import Refusal, db, random_id
from civic.dockets.models import Docket
from civic.people.models import Account
from civic.record.actions import record
from civic.record.leaf import b64
from civic.statements.checks import missing_on
from civic.statements.content import canonical, content_of, digest_of
from civic.statements.models import ConsultationStatement, Issue
from civic.statements.queries import issues_on, place_of_next, responses_to, statement_of
from civic.statements.quoting import quoted_from
from civic.statements.sources import Source, source_named
from civic.themes.models import Theme

OF_ONE = ("n", "frozen", "reason", "earlier")  # what two statements never share


def write_issue(
    docket: Docket, source: Source, *, point: str, quotes: Sequence[str], theme: Theme | None = None, response: str | None = None, unanswered: str = "",
    by: Account,
) -> Issue:  # fmt: skip
    """Take one thing out of what somebody said. Its code is given now and stays."""
    n, item = place_of_next(docket, source.voice, source.key)
    issue = Issue(
        docket_id=docket.id, voice=source.voice, source=source.key, source_n=n, item=item, code=f"{source.voice.value}{n}-{item}", point="",
        name="" if source.key.startswith("comment-") else source.name,
    )  # fmt: skip
    _fill(issue, docket, source, point, quotes, theme, response, unanswered)
    db.session.add(issue)
    db.session.flush()
    record("statement.drafted", issue, by=by, note={"issue": issue.code})
    return issue


def change_issue(
    issue: Issue, *, point: str, quotes: Sequence[str], theme: Theme | None = None, response: str | None = None, unanswered: str = "", by: Account
) -> Issue:
    source = source_named(issue.docket, issue.source)
    if source is None or not source.passages:
        raise Refusal(_("The source of this issue cannot be read any more. Drop the issue."), "quotes")
    _fill(issue, issue.docket, source, point, quotes, theme, response, unanswered)
    db.session.flush()
    record("statement.drafted", issue, by=by, note={"issue": issue.code})
    return issue


def drop_issue(issue: Issue, *, by: Account) -> None:
    """Out of the next statement. Statements that are frozen keep it, and its code is not given again."""
    issue.dropped = True
    db.session.flush()
    record("statement.drafted", issue, by=by, note={"issue": issue.code, "dropped": True})


def freeze_statement(docket: Docket, *, reason: str = "", by: Account) -> ConsultationStatement:
    """Fix the statement as it stands (I-49). A further one says why, and differs from the one before."""
    if not docket.is_public or docket.is_withdrawn:
        raise Refusal(_("A statement belongs to a public docket."))
    if missing := missing_on(docket):
        raise Refusal(" ".join(one.sentence for one in missing))
    earlier = statement_of(docket)
    if earlier is not None and not reason:
        raise Refusal(_("Say what changed since statement %(n)s, and why.", n=earlier.n), "reason")
    content = content_of(docket, issues_on(docket))
    if earlier is not None and content == {name: value for name, value in earlier.content.items() if name not in OF_ONE}:
        raise Refusal(_("Nothing has changed since statement %(n)s.", n=earlier.n))
    return _freeze(docket, content, earlier, reason if earlier else "", by)


def _freeze(docket: Docket, content: dict[str, Any], earlier: ConsultationStatement | None, reason: str, by: Account) -> ConsultationStatement:
    frozen_at = now()
    own = {
        "n": earlier.n + 1 if earlier else 1, "frozen": frozen_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), "reason": reason,
        "earlier": earlier.digest.hex() if earlier else None,
    }  # fmt: skip
    text = canonical({**content, **own})
    statement = ConsultationStatement(
        docket_id=docket.id, n=own["n"], text=text, digest=digest_of(text), frozen_by=by.id, frozen_at=frozen_at, leaf_id=random_id()
    )
    db.session.add(statement)
    docket.revision += 1
    db.session.flush()
    counts = content["counts"]
    record(
        "statement.frozen", statement, by=by, docket=docket, leaf_id=statement.leaf_id, n=statement.n, sha256=b64(statement.digest),
        consultees=counts["consultees"], issues=counts["issues"], unanswered=counts["issues_unanswered"], ref=earlier.leaf_id if earlier else None,
    )  # fmt: skip
    return statement


def _fill(
    issue: Issue, docket: Docket, source: Source, point: str, quotes: Sequence[str], theme: Theme | None, response: str | None, unanswered: str
) -> None:
    if not point:
        raise Refusal(_("Say in a few words what is asked for."), "point")
    if theme is not None and theme.docket_id != docket.id:
        raise Refusal(_("Choose a theme of this docket."), "theme")
    known = responses_to(docket)
    if response and response not in known.published and response not in known.drafts:
        raise Refusal(_("Choose a response of this docket."), "response")
    if response and unanswered:
        raise Refusal(_("Either link a response, or list the issue as unanswered; not both."), "unanswered")
    issue.point, issue.quotes, issue.theme_id = point, quoted_from(source, quotes), theme.id if theme else None
    issue.response, issue.unanswered = response or None, unanswered
