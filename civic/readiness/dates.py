"""The last days before a vote, as entries of a calendar."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from civic.calendars import Entry
from civic.database import db
from civic.dockets.models import Docket
from civic.readiness.checks import Check, State
from civic.readiness.evidence import Known
from civic.readiness.queries import Readiness
from civic.readiness.wording import DEADLINES, to_do
from civic.record.models import Event
from civic.web import language, public_address


def entries_of(readiness: Readiness) -> list[Entry]:
    """For a planned vote: each day by which something has to be done that is not done, missed ones too, and the vote itself.

    What is met leaves the calendar; what is left keeps its name for good. The same evidence gives the same bytes.
    """
    docket, known = readiness.docket, readiness.known
    if known is None or known.decided or known.ahead is None:
        return []
    stamp, address = _last_act(docket), public_address("readiness.ready", language=language(), docket=docket.number)
    rows = [
        Entry(f"{docket.number}-ready-{check.code.value}", check.last_day, _title(docket, check), stamp, words=_words(check, known), address=address)
        for check in readiness.unmet if check.last_day is not None
    ]  # fmt: skip
    title = _("%(title)s: the council votes on this day or later", title=docket.title)
    return [*rows, Entry(f"{docket.number}-ready-vote", known.ahead, title, stamp, address=address)]


def _title(docket: Docket, check: Check) -> str:
    if check.state is State.MISSED:
        return _("%(title)s: %(what)s (missed)", title=docket.title, what=DEADLINES[check.code])
    return _("%(title)s: %(what)s", title=docket.title, what=DEADLINES[check.code])


def _words(check: Check, known: Known) -> str:
    return to_do(check, known)


def _last_act(docket: Docket) -> datetime:
    """When something official was last entered about the docket; a resident's act has no time."""
    last = db.session.scalar(sa.select(sa.func.max(Event.at)).where(Event.docket == docket.address))
    found = last or docket.published_at
    assert found is not None
    return found
