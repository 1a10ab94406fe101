"""What exceptions wait for on the clerk's desk."""

from __future__ import annotations

from datetime import date

from flask import url_for
from flask_babel import gettext as _

from civic.clock import today
from civic.desk import Task
from civic.exceptions import queries, standing
from civic.exceptions.models import ExceptionRequest
from civic.exceptions.owed import clock_of
from civic.exceptions.wording import FIELDS
from civic.owed import State as Late
from civic.permissions import Permission


def tasks_for_the_clerk() -> list[Task]:
    rows = [task for asked in queries.all_requests() if (task := _of_request(asked)) is not None]
    return rows + _conditions() + _seals()


def _of_request(asked: ExceptionRequest) -> Task | None:
    state, keep = standing.state_of(asked), Permission.EXCEPTIONS_KEEP
    address = url_for("permits.one", asked=asked.id)
    due, late = standing.review_due(asked), standing.review_is_overdue(asked)
    if state is standing.State.FILED:
        words = _("A request for an exception to check: %(title)s (%(office)s)", title=asked.filing.title, office=asked.office.title)
        return Task(words, address, keep, due, late)
    if state not in (standing.State.NOTICED, standing.State.HEARD):
        return None
    number = asked.docket.number
    ahead = standing.hearing_ahead(asked)
    if ahead is not None and ahead.day <= today():
        return Task(_("%(number)s: record that the hearing was held", number=number), url_for("permits.hearing", asked=asked.id), keep)
    if asked.accepted.hearing_required and ahead is None and standing.hearing_held(asked) is None:
        return Task(_("%(number)s: set the hearing on this exception", number=number), url_for("permits.hearing", asked=asked.id), keep, due, late)
    if standing.may_be_granted_on(asked, today()):
        words = _("%(number)s: an emergency use to review", number=number) if asked.emergency else _("%(number)s: enter the decision on this exception", number=number)
        return Task(words, url_for("permits.decide", asked=asked.id), keep, due, late)
    return Task(_("%(number)s: an emergency use waits for its review", number=number), address, keep, due, True) if late else None


def _conditions() -> list[Task]:
    return [
        Task(
            _("A condition to close: %(words)s (%(number)s)", words=one.words, number=one.decision.request.docket.number),
            url_for("permits.condition", condition=one.id), Permission.EXCEPTIONS_KEEP, one.due, clock_of(one).state() is Late.OVERDUE,
        )
        for one in queries.conditions_in_order() if one.closing is None
    ]  # fmt: skip


def _seals() -> list[Task]:
    rows = []
    for filing, field, day in queries.sealed_fields():
        if day <= today().isoformat():
            words = _("A sealed field to look at again: %(field)s (%(title)s)", field=FIELDS[field], title=filing.title)
            address = url_for("permits.seal", filing=filing.id, field=field)
            rows.append(Task(words, address, Permission.EXCEPTIONS_KEEP, date.fromisoformat(day), day < today().isoformat()))
    return rows
