"""What a clerk should think about before the public sees a docket; nothing here refuses."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from civic.clock import city_zone
from civic.dockets.models import Docket, TextDraft
from civic.dockets.reading import PLAIN_GRADE, grade_of
from civic.people.policy import policy

SHORTEST_WINDOW = 14  # days
MOST_WORDS = 120


def about_window(docket: Docket, opens_at: datetime, closes_at: datetime) -> list[str]:
    rows = []
    last = closes_at.astimezone(city_zone()).date()
    days = (last - opens_at.astimezone(city_zone()).date()).days
    if days < SHORTEST_WINDOW:
        rows.append(ngettext("Comments would be open for %(num)s day. Two weeks are the least that most people need.", "Comments would be open for %(num)s days. Two weeks are the least that most people need.", max(days, 0)))
    if last.isoformat() in _holidays():
        rows.append(_("Comments would close on a holiday."))
    elif last.weekday() >= 5:
        rows.append(_("Comments would close on a weekend."))
    if docket.council_votes_after and last >= docket.council_votes_after - timedelta(days=1):
        rows.append(_("Comments would close less than two days before the council may vote. Nobody could read them."))
    return rows


def about_words(docket: Docket, draft: TextDraft | None) -> list[str]:
    rows = []
    words = len(docket.plain_summary.split())
    if words > MOST_WORDS:
        rows.append(_("The summary has %(n)s words. %(most)s are enough.", n=words, most=MOST_WORDS))
    grade = grade_of(docket.plain_summary)
    if grade is not None and grade > PLAIN_GRADE + 2:
        rows.append(_("The summary reads at about grade %(grade)s. Most adults read grade %(plain)s with ease.", grade=grade, plain=PLAIN_GRADE))
    if not docket.effects:
        rows.append(_("No effects are named. Three short sentences help people see what it means for them."))
    if draft is not None and docket.versions:
        rows.append(_("This is a new version. Read the summary and the effects again: do they still say what the text says?"))
    if draft is None and not docket.versions:
        rows.append(_("There is no text. The page will say since when it is missing, and count the days."))
    elif draft is not None and not draft.plain_words:
        rows.append(_("No section is explained in plain words."))
    return rows


def _holidays() -> set[str]:
    return {day.isoformat() if isinstance(day, date) else str(day) for day in policy("holidays") or []}
