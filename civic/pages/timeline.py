"""Where are we? One line per step, version, notice, window and vote of a docket, in the order of days, with today among them (V1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _

from civic.clock import day_of, today
from civic.council.queries import votes_on
from civic.dockets.course import STEPS
from civic.dockets.lifecycle import OUTCOMES
from civic.dockets.models import Docket
from civic.dockets.queries import events_of, notices_of
from civic.web import moment


@dataclass(frozen=True)
class Moment:
    """``words`` is what happened, ``detail`` where it is known from; ``kind`` is done, window, today or ahead."""

    day: date
    words: str
    detail: str = ""
    address: str = ""
    kind: str = "done"


def timeline_of(docket: Docket) -> list[Moment]:
    rows = [*_steps(docket), *_versions(docket), *_notices(docket), *_windows(docket), *_votes(docket), *_ends(docket)]
    rows.append(Moment(today(), _("Today"), kind="today"))
    if docket.council_votes_after and docket.council_votes_after >= today():
        rows.append(Moment(docket.council_votes_after, _("The council votes on this day or later.")))
    order = {"done": 0, "window": 1, "today": 2}
    return sorted((_as_of_today(row) for row in rows), key=lambda row: (row.day, order.get(row.kind, 3)))


def _as_of_today(row: Moment) -> Moment:
    return Moment(row.day, row.words, row.detail, row.address, "ahead") if row.kind == "done" and row.day > today() else row


def _steps(docket: Docket) -> list[Moment]:
    """The clerk's or the source's own words; an imported step carries its source's note."""
    return [
        Moment(event.day, event.title or str(STEPS.get(event.kind, event.kind)), " ".join(part for part in (event.body, _source(event.source)) if part))
        for event in events_of(docket)
    ]


def _versions(docket: Docket) -> list[Moment]:
    rows = []
    for version in docket.versions:
        words = _("Version %(n)s published", n=version.n)
        if version.precedes:
            words = _("Version %(n)s added: an earlier text that was missing", n=version.n)
        if version.withdrawal:
            words = _("%(what)s (withdrawn as a wrong file)", what=words)
        rows.append(Moment(day_of(version.published_at), words, address=url_for("pages.text_at", docket=docket.number, n=version.n)))
    return rows


def _notices(docket: Docket) -> list[Moment]:
    return [Moment(notice.day, _("Public notice posted: %(place)s", place=notice.place)) for notice in notices_of(docket)]


def _windows(docket: Docket) -> list[Moment]:
    rows = []
    for window in docket.windows:
        words = _("Comments open until %(when)s", when=moment(window.closing))
        rows.append(Moment(day_of(window.opens_at), words, kind="window"))
        rows += [
            Moment(day_of(extension.at), _("Time to comment made longer, to %(when)s", when=moment(extension.closes_at)), _("Reason: %(reason)s", reason=extension.reason))
            for extension in window.extensions
        ]
    return rows


def _votes(docket: Docket) -> list[Moment]:
    address = url_for("council.decision", docket=docket.number)
    rows = []
    for vote in votes_on(docket):
        result = _("passed") if vote.passed else _("failed")
        words = _("%(body)s voted: %(result)s %(yes)s–%(no)s", body=vote.body.name, result=result, yes=vote.counts["yes"], no=vote.counts["no"])
        rows.append(Moment(vote.on, words, address=address))
    return rows


def _ends(docket: Docket) -> list[Moment]:
    if docket.closed_at is None:
        return []
    return [Moment(day_of(docket.closed_at), _("Docket closed: %(outcome)s", outcome=OUTCOMES[docket.closed_outcome or "archived"]))]


def _source(source: str) -> str:
    return _("Source: %(source)s", source=source) if source else ""
