"""Public notices: that one was posted, where and when."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from civic.clock import now, today
from civic.database import Refusal, db
from civic.dockets.models import Docket, PublicNotice
from civic.people.models import Account
from civic.record.actions import record
from civic.record.leaf import b64

CHANNELS = {
    "website": _l("City website"), "newspaper": _l("Newspaper"), "city_hall": _l("Board at city hall"), "library": _l("Library"),
    "mail": _l("Post"), "email": _l("E-mail list"), "broadcast": _l("Radio or television"), "meeting": _l("At a meeting"), "other": _l("Elsewhere"),
}  # fmt: skip


def post_notice(docket: Docket, *, channel: str, place: str, day: date, by: Account, evidence: str = "") -> PublicNotice:
    """That a public notice was posted, where and when."""
    if not docket.is_public:
        raise Refusal(_("Publish the docket before its notices."))
    if day > today():
        raise Refusal(_("A notice is entered once it is posted, not before."), "day")
    digest = sha256(evidence.encode()).digest() if evidence else None
    notice = PublicNotice(docket_id=docket.id, place=place, day=day, evidence=evidence, evidence_digest=digest, entered_at=now())
    db.session.add(notice)
    docket.revision += 1
    db.session.flush()
    record("notice.posted", notice, by=by, docket=docket, posted=day, channel=channel, evidence=b64(digest) if digest else None)
    return notice
