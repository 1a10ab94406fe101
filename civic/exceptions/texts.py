"""A request as a text in sections: what is committed to the record, and what people comment on once it is a docket."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from civic.clock import now
from civic.database import db
from civic.dockets.actions import publish_version
from civic.dockets.models import Docket, TextDraft, TextVersion, VersionLabel
from civic.exceptions.models import ExceptionFiling
from civic.exceptions.queries import seal_reviews_of
from civic.exceptions.wording import EMERGENCY_FIELDS, FIELDS, RENEWAL_FIELDS
from civic.people.models import Account
from civic.record.actions import record
from civic.web import day

FORMAT = "request"


def sections_of(filing: ExceptionFiling) -> list[tuple[str, str, str]]:
    """(name, heading, words) of every field, in order. A sealed one says that it is; one that was opened since has its words."""
    reviews = seal_reviews_of(filing) if filing.id else {}
    rows = [(name, str(heading), _words(filing, name, reviews)) for name, heading in _headings(filing).items()]
    rows.insert(4, ("days", _("First and last day"), _("From %(starts)s to %(ends)s.", starts=_day(filing.starts), ends=_day(filing.ends))))
    if filing.used_on is not None:
        rows.append(("used", _("Emergency: day of the use"), _day(filing.used_on)))
    return rows


def text_of(filing: ExceptionFiling) -> str:
    """The whole request in English, as the record commits to it."""
    return "".join(row["text"] for row in _provisions(filing))


def publish_request(docket: Docket, filing: ExceptionFiling, *, by: Account, reasons: dict[str, str] | None = None) -> TextVersion:
    """The request as the next version of its docket. It is built from fields, so there is nothing to read or to settle in it."""
    rows = _provisions(filing)
    source = "".join(row["text"] for row in rows).encode()
    draft = TextDraft(
        docket_id=docket.id, source_format=FORMAT, source_digest=sha256(source).digest(), source_bytes=source, text=source.decode(), provisions=rows,
        label=VersionLabel.INTRODUCED, reasons=reasons or {}, updated_at=now(),
    )  # fmt: skip
    db.session.add(draft)
    db.session.flush()
    record("text.drafted", draft, by=by)
    return publish_version(docket, by=by)


def _headings(filing: ExceptionFiling) -> dict[str, Any]:
    return {**FIELDS, **(EMERGENCY_FIELDS if filing.used_on is not None else {}), **(RENEWAL_FIELDS if filing.use_report else {})}


def _words(filing: ExceptionFiling, name: str, reviews: dict[str, Any]) -> str:
    if name not in filing.seals:
        return getattr(filing, name)
    review = reviews.get(name)
    if review is not None and review.words is not None:
        return review.words
    seal = filing.seals[name]
    return _(
        "Sealed. Rule: %(rule)s. Reason: %(reason)s. Size: %(words)s words. To be looked at again on %(day)s.",
        rule=seal["rule"].rstrip("."), reason=seal["reason"].rstrip("."), words=seal["words"],
        day=_day(review.review_on if review else date.fromisoformat(seal["review_on"])),
    )  # fmt: skip


def _provisions(filing: ExceptionFiling) -> list[dict[str, Any]]:
    with force_locale("en"):
        sections = sections_of(filing)
    return [
        {
            "eid": name, "wid": name, "kind": "section", "number": str(n), "heading": heading, "level": 1, "position": n - 1,
            "text": f"{n}. {heading}\n\n{words}\n\n",
        }
        for n, (name, heading, words) in enumerate(sections, 1)
    ]  # fmt: skip


def _day(value: date) -> str:
    """With the year: a text is read for long."""
    return f"{day(value)}, {value.year}" if str(value.year) not in day(value) else day(value)
