"""The dates of a docket for calendars: hearings and meetings, the end of commenting, the vote, what offices owe."""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import gettext as _

from civic.calendars import Entry
from civic.consultation.queries import invitations_on
from civic.dockets.models import CommentWindow, Docket, ProcessEvent
from civic.dockets.queries import events_of
from civic.dockets.standing import workflow_of
from civic.dockets.steps import label_of
from civic.exceptions.queries import request_on
from civic.web import language, public_address


def entries_of(docket: Docket) -> list[Entry]:
    """Everything with a day, past ones too: a calendar that forgets would delete them in its readers' programs."""
    events = events_of(docket)
    back = {event.replaces: event.entered_at for event in events if event.replaces}
    rows = [_step(docket, event, back.get(event.id)) for event in events if event.status != "cancelled" or event.replaces is None]
    rows += [_closing(docket, window) for window in docket.windows]
    if docket.council_votes_after and docket.published_at:
        rows.append(_entry(docket, "vote", docket.council_votes_after, _("%(title)s: the council votes on this day or later", title=docket.title), docket.published_at))
    for invitation in invitations_on(docket):
        words = _("%(title)s: last day for %(office)s to answer", title=docket.title, office=invitation.entry.office.title)
        stamp = max([invitation.sent_at, *(more.entered_at for more in invitation.extensions)])
        rows.append(_entry(docket, f"answer-{invitation.id}", invitation.last_day, words, stamp))
    return rows + _of_exception(docket)


def _of_exception(docket: Docket) -> list[Entry]:
    """The last day of a permission, and the days of its conditions."""
    asked = request_on(docket) if docket.is_exception else None
    if asked is None or asked.decision is None or asked.decision.ends is None:
        return []
    decision = asked.decision
    rows = [_entry(docket, "permission-ends", decision.last_day, _("%(title)s: last day of this permission", title=docket.title), decision.decided_at)]
    return rows + [
        _entry(docket, f"condition-{one.id}", one.due, _("%(title)s: condition %(n)s is due", title=docket.title, n=one.n), one.made_at) for one in decision.conditions
    ]


def _step(docket: Docket, event: ProcessEvent, taken_back: datetime | None) -> Entry:
    """What was taken back stays in the calendar as cancelled, so that a reader's program drops it."""
    step = event.title or label_of(event.kind, workflow_of(docket))
    return Entry(
        f"{docket.number}-step-{event.id}", event.starts_at or event.day, f"{docket.title}: {step}", taken_back or event.entered_at, place=event.place,
        address=_page(docket), cancelled=event.status == "cancelled" or taken_back is not None,
    )  # fmt: skip


def _closing(docket: Docket, window: CommentWindow) -> Entry:
    stamp = max([window.opens_at, *(more.at for more in window.extensions)])
    return _entry(docket, f"closing-{window.id}", window.closing, _("%(title)s: comments close", title=docket.title), stamp)


def _entry(docket: Docket, name: str, on: date | datetime, title: str, stamp: datetime) -> Entry:
    return Entry(f"{docket.number}-{name}", on, title, stamp, address=_page(docket))


def _page(docket: Docket) -> str:
    return public_address("pages.docket", language=language(), docket=docket.number)
