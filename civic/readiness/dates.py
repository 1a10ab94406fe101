"""The last days before a vote, as entries of a calendar."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from civic.calendars import Entry
from civic.readiness.queries import Readiness, last_days
from civic.readiness.wording import DEADLINES, number_of, to_do
from civic.web import language, public_address


def entries_of(readiness: Readiness) -> list[Entry]:
    """What can still be done for a planned vote, and the vote itself. An entry's stamp is the day it lies before: the same evidence gives the same bytes."""
    docket, known = readiness.docket, readiness.known
    if known is None or known.decided or known.ahead is None:
        return []
    address = public_address("readiness.ready", language=language(), docket=docket.number)
    stamp = docket.published_at or datetime.combine(known.ahead, time(), ZoneInfo(known.zone))
    rows = [
        Entry(
            f"{docket.number}-ready-{check.code.value}", day, _("%(title)s: %(what)s", title=docket.title, what=DEADLINES[check.code]), stamp,
            words=f"{number_of(check, known)} {to_do(check, known)}", address=address,
        )
        for day, check in last_days(readiness)
    ]  # fmt: skip
    title = _("%(title)s: the council votes on this day or later", title=docket.title)
    return [*rows, Entry(f"{docket.number}-ready-vote", known.ahead, title, stamp, address=address)]
