"""What the clerk finds on the desk: the last days that come near, and what is lost for a planned vote."""

from __future__ import annotations

from datetime import timedelta

from flask import url_for
from flask_babel import gettext as _

from civic.clock import today
from civic.desk import Task
from civic.permissions import Permission
from civic.readiness.queries import last_days, readiness_of, undecided_dockets
from civic.readiness.wording import DEADLINES

NEAR = timedelta(days=14)


def last_days_ahead() -> list[Task]:
    tasks = []
    for docket in undecided_dockets():
        found = readiness_of(docket)
        if found.vote is None:
            continue
        address = url_for("readiness.ready", docket=docket.number)
        for day, check in last_days(found):
            if day <= today() + NEAR:
                words = _("%(title)s: %(what)s", title=docket.title, what=DEADLINES[check.code])
                tasks.append(Task(words, address, Permission.ROSTER_KEEP, due=day))
    return tasks
