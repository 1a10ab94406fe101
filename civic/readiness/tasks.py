"""What the clerk finds on the desk: the last days that come near for the nearest votes."""

from __future__ import annotations

from datetime import timedelta

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from civic.clock import today
from civic.desk import Task
from civic.permissions import Permission
from civic.readiness.queries import last_days, planned_votes, readiness_of
from civic.readiness.wording import DEADLINES

NEAR = timedelta(days=14)
NEAREST = 5  # votes; the others stand on the page of votes ahead, so that the desk stays quick in a large city


def last_days_ahead() -> list[Task]:
    tasks, votes = [], planned_votes()
    for _day, docket in votes[:NEAREST]:
        address = url_for("readiness.ready", docket=docket.number)
        for day, check in last_days(readiness_of(docket)):
            if day <= today() + NEAR:
                words = _("%(title)s: %(what)s", title=docket.title, what=DEADLINES[check.code])
                tasks.append(Task(words, address, Permission.ROSTER_KEEP, due=day))
    if more := len(votes) - NEAREST if len(votes) > NEAREST else 0:
        words = ngettext("%(num)s more vote is planned: see its last days", "%(num)s more votes are planned: see their last days", more)
        tasks.append(Task(words, url_for("readiness.ahead"), Permission.ROSTER_KEEP, due=votes[NEAREST][0]))
    return tasks
