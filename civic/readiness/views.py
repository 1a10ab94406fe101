from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask_babel import gettext as _
from werkzeug import Response

from civic.calendars import calendar
from civic.council.papers import handed_out
from civic.dockets.models import Docket
from civic.people.policy import policy
from civic.permissions import Permission, allows
from civic.readiness import rules
from civic.readiness.dates import entries_of
from civic.readiness.queries import is_under_way, planned_votes, readiness_of
from civic.readiness.showing import summary_of, told
from civic.readiness.wording import NAMES, QUESTIONS
from civic.web import city_name, page, public_host

bp = Blueprint("readiness", __name__)


@bp.get("/d/<docket:docket>/ready")
@allows(Permission.DOCKET_SEE, Docket)
def ready(docket: Docket) -> Response:
    """Is the vote ready? As of today; once the vote is taken, as it stood then."""
    if docket.is_exception:  # nobody votes on it here: its own page says what it waits for
        return redirect(url_for("pages.docket", docket=docket.number))
    found = readiness_of(docket)
    return page(
        "readiness/ready.html", docket=docket, readiness=found, checks=told(found), summary=summary_of(found), rules=rules, under_way=is_under_way(docket),
        deliveries=handed_out(docket),
    )  # fmt: skip


@bp.get("/d/<docket:docket>/ready.ics")
@allows(Permission.DOCKET_SEE, Docket)
def calendar_of_docket(docket: Docket) -> Response:
    title = _("Docket %(number)s: last days before the vote", number=docket.number)
    return calendar(title, entries_of(readiness_of(docket)), host=public_host(), filename=f"{docket.number}-ready.ics")


@bp.get("/ready")
@allows(Permission.BROWSE)
def ahead() -> Response:
    """Every planned vote, with how ready it is."""
    rows = [(day, found, summary_of(found)) for day, docket in planned_votes() if (found := readiness_of(docket)).known]
    return page("readiness/ahead.html", rows=rows)


@bp.get("/ready.ics")
@allows(Permission.BROWSE)
def calendar_of_city() -> Response:
    entries = [entry for _day, docket in planned_votes() for entry in entries_of(readiness_of(docket))]
    return calendar(_("%(city)s: last days before votes", city=city_name()), entries, host=public_host(), filename="ready.ics")


@bp.get("/how/readiness")
@allows(Permission.BROWSE)
def explained() -> Response:
    """The published list: what each check asks, and the city's number for it."""
    return page("readiness/explained.html", rules=rules, NAMES=NAMES, QUESTIONS=QUESTIONS, number=policy)
