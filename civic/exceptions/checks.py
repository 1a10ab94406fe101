"""What a draft must have before it is filed."""

from __future__ import annotations

from datetime import date, timedelta

from flask_babel import gettext as _

from civic.clock import today
from civic.exceptions.models import ExceptionDraft
from civic.exceptions.sealing import is_soon_enough
from civic.exceptions.wording import EMERGENCY_FIELDS, FIELDS, RENEWAL_FIELDS

FARTHEST = timedelta(days=3653)  # a year typed wrongly is no end date


def missing_in(draft: ExceptionDraft) -> list[tuple[str, str]]:
    """(field, what is wrong with it), in the order of the form; empty when the draft can be filed."""
    asked = {**FIELDS, **(EMERGENCY_FIELDS if draft.emergency else {}), **(RENEWAL_FIELDS if draft.renews_id else {})}
    rows = [] if draft.title else [("title", _("Give the request a title."))]
    rows += [] if draft.summary else [("summary", _("Say in plain words what you ask for."))]
    rows += [(name, _("“%(field)s” is empty.", field=label)) for name, label in asked.items() if not getattr(draft, name)]
    return rows + _wrong_days(draft) + _wrong_seals(draft)


def _wrong_days(draft: ExceptionDraft) -> list[tuple[str, str]]:
    if draft.emergency and draft.used_on is None:
        return [("used_on", _("Say on which day it was used."))]
    if draft.used_on is not None and draft.used_on > today():
        return [("used_on", _("An emergency use lies behind, not ahead."))]
    rows = [] if draft.starts else [("starts", _("Enter the first day."))]
    if draft.ends is None:
        return [*rows, ("ends", _("Enter the last day. No exception is without an end."))]
    if draft.starts is None:
        return rows
    if draft.ends < draft.starts:
        return [("ends", _("The last day comes before the first."))]
    if not draft.emergency and draft.ends <= today():
        return [("ends", _("The last day must lie ahead."))]
    if draft.ends > today() + FARTHEST:
        return [("ends", _("Check the year: the last day lies more than ten years ahead."))]
    return []


def _wrong_seals(draft: ExceptionDraft) -> list[tuple[str, str]]:
    rows = []
    for name, terms in draft.seals.items():
        review = date.fromisoformat(terms["review_on"]) if terms.get("review_on") else None
        if not terms.get("rule") or not terms.get("reason"):
            rows.append((name, _("“%(field)s” is sealed: name the rule and the reason.", field=FIELDS[name])))
        elif not is_soon_enough(review):
            rows.append((name, _("“%(field)s” is sealed: it is looked at again within a year. Enter the day.", field=FIELDS[name])))
    return rows
